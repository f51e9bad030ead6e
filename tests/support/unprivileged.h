// Permissions that hold for a test even when it is run by root.
#pragma once

#include <unistd.h>

#include <exception>
#include <filesystem>

namespace pf::test {

/// While it lives, this process has the rights of nobody in particular, who may read what its owner may in a
/// folder whose parents are open to everybody.
class Unprivileged {
  public:
    explicit Unprivileged(const std::filesystem::path& folder) {
        open(folder);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(
                 folder, std::filesystem::directory_options::skip_permission_denied)) {
            open(entry.path());
        }
        if (::geteuid() == 0) {
            constexpr uid_t kNobody = 65534;
            isRoot_ = ::seteuid(kNobody) == 0;
        }
    }
    ~Unprivileged() {
        if (isRoot_ && ::seteuid(0) != 0) {
            std::terminate();
        }
    }
    Unprivileged(const Unprivileged&) = delete;
    Unprivileged& operator=(const Unprivileged&) = delete;

  private:
    static void open(const std::filesystem::path& path) {
        using std::filesystem::perms;
        if ((std::filesystem::status(path).permissions() & perms::owner_read) != perms::none) {
            // Root's group stays with the process.
            std::filesystem::permissions(
                path, perms::group_read | perms::group_exec | perms::others_read | perms::others_exec,
                std::filesystem::perm_options::add);
        }
    }

    bool isRoot_ = false;
};

}  // namespace pf::test
