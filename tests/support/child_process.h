// A program that a test starts, listens to and ends.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace pf::test {

/// How a program ended and what it printed.
struct Ended {
    int code = -1;   ///< exit code; -1 when a signal ended it
    int signal = 0;  ///< the signal that ended it, or 0
    std::string out;
    std::string err;
};

/// A started program. Its standard error can be followed while it runs: it goes through a pipe of one page,
/// so that a program whose messages are not read stops at the latest a page later, however fast it is.
class ChildProcess {
  public:
    /// Starts `arguments[0]`. Throws: std::runtime_error when it cannot be started.
    explicit ChildProcess(const std::vector<std::string>& arguments,
                          const std::filesystem::path& workingDirectory = {});
    /// Kills it if it still runs.
    ~ChildProcess();
    ChildProcess(const ChildProcess&) = delete;
    ChildProcess& operator=(const ChildProcess&) = delete;

    /// Reads standard error until `text` has come. False when it ended without it.
    bool readUntil(const std::string& text);
    void send(int signal) const;
    /// Reads what is left and waits for its end.
    Ended wait();

  private:
    bool readSome();

    pid_t process_ = -1;
    int errors_ = -1;
    int output_ = -1;  ///< a file without a name: the program never waits for it
    std::string err_;
};

/// Starts a program and waits for its end.
Ended runProgram(const std::vector<std::string>& arguments,
                 const std::filesystem::path& workingDirectory = {});

}  // namespace pf::test
