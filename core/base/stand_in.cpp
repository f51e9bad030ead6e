#include "core/base/stand_in.h"

#include <algorithm>
#include <charconv>
#include <fstream>

#include "core/base/error.h"
#include "core/base/text.h"

namespace pf {
namespace {

/// Pointers and the beginnings of pages are shorter.
constexpr std::size_t kStartBytes = 1024;

/// The size that a Git LFS pointer states: " (which has 174,383,860 bytes)", or "".
std::string statedSize(std::string_view pointer) {
    constexpr std::string_view kKey = "\nsize ";
    const std::size_t at = pointer.find(kKey);
    std::int64_t size = 0;
    if (at == std::string_view::npos ||
        std::from_chars(pointer.data() + at + kKey.size(), pointer.data() + pointer.size(), size).ec !=
            std::errc{}) {
        return "";
    }
    return " (which has " + formatCount(size) + " bytes)";
}

}  // namespace

std::string standInProblem(std::string_view start) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (start.starts_with(kByteOrderMark)) {
        start.remove_prefix(kByteOrderMark.size());
    }
    start = trimmed(start.substr(0, kStartBytes));
    if (start.starts_with("version https://git-lfs.github.com/spec/")) {
        return "is a Git LFS pointer, not the file itself" + statedSize(start) +
               "; fetch that with \"git lfs pull\" in its repository, or download it from the repository's "
               "page";
    }
    if (start.starts_with("/annex/objects/") || start.starts_with("../.git/annex/objects/")) {
        return "is a git-annex pointer, not the file itself; fetch that with \"git annex get\"";
    }
    const std::string text = lowerCase(start);
    if (text.starts_with("<!doctype html") || text.starts_with("<html")) {
        return "is a web page, not the file itself: the server answered with a page (a login, a question, an "
               "error); open the address in a browser and download the file from there";
    }
    const bool refusal = (text.starts_with("<?xml") && text.find("<error>") != std::string::npos) ||
                         (text.starts_with('{') && text.find("\"error\"") != std::string::npos) ||
                         text.starts_with("404: not found") || text == "entry not found" ||
                         text == "not found";
    if (refusal) {
        return "is a server's refusal, not the file itself (\"" + std::string(start.substr(0, 60)) +
               (start.size() > 60 ? "..." : "") + "\"); download the file again";
    }
    return "";
}

std::string standInProblem(std::span<const std::byte> start) {
    return standInProblem(std::string_view(reinterpret_cast<const char*>(start.data()), start.size()));
}

std::string beginningOf(const std::filesystem::path& file, std::size_t bytes) {
    std::string start(bytes, '\0');
    std::ifstream stream(file, std::ios::binary);
    stream.read(start.data(), static_cast<std::streamsize>(bytes));
    start.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
    return start;
}

void refuseStandIn(const std::filesystem::path& file) {
    std::error_code failure;
    if (!std::filesystem::is_regular_file(file, failure)) {
        return;
    }
    const std::string problem = standInProblem(beginningOf(file, kStartBytes));
    failDataIf(!problem.empty(), file.string(), problem);
}

}  // namespace pf
