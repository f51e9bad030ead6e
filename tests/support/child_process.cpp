#include "tests/support/child_process.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <stdexcept>
#include <system_error>

namespace pf::test {

ChildProcess::ChildProcess(const std::vector<std::string>& arguments,
                           const std::filesystem::path& workingDirectory) {
    std::array<int, 2> pipe{};
    output_ = ::memfd_create("standard output", MFD_CLOEXEC);
    if (output_ < 0 || ::pipe2(pipe.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe: " + std::generic_category().message(errno));
    }
    ::fcntl(pipe[1], F_SETPIPE_SZ, 4096);
    // Everything is prepared before the fork: the other threads of this process do not survive it.
    std::vector<char*> argv;
    for (const std::string& argument : arguments) {
        argv.push_back(const_cast<char*>(argument.c_str()));
    }
    argv.push_back(nullptr);
    process_ = ::fork();
    if (process_ == 0) {
        const int nothing = ::open("/dev/null", O_RDONLY);
        if (::dup2(nothing, STDIN_FILENO) >= 0 && ::dup2(output_, STDOUT_FILENO) >= 0 &&
            ::dup2(pipe[1], STDERR_FILENO) >= 0 &&
            (workingDirectory.empty() || ::chdir(workingDirectory.c_str()) == 0)) {
            ::execv(argv[0], argv.data());
        }
        ::_exit(127);
    }
    ::close(pipe[1]);
    errors_ = pipe[0];
    if (process_ < 0) {
        throw std::runtime_error("no process: " + std::generic_category().message(errno));
    }
}

ChildProcess::~ChildProcess() {
    if (process_ > 0) {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    ::close(errors_);
    ::close(output_);
}

bool ChildProcess::readSome() {
    std::array<char, 4096> buffer{};
    ssize_t count = 0;
    do {
        count = ::read(errors_, buffer.data(), buffer.size());
    } while (count < 0 && errno == EINTR);
    if (count > 0) {
        err_.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return count > 0;
}

bool ChildProcess::readUntil(const std::string& text) {
    while (err_.find(text) == std::string::npos) {
        if (!readSome()) {
            return false;
        }
    }
    return true;
}

void ChildProcess::send(int signal) const {
    ::kill(process_, signal);
}

Ended ChildProcess::wait() {
    while (readSome()) {
    }
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    Ended ended;
    ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    ended.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    ended.err = err_;
    ended.out.resize(static_cast<std::size_t>(::lseek(output_, 0, SEEK_END)));
    if (::pread(output_, ended.out.data(), ended.out.size(), 0) < 0) {
        throw std::runtime_error("standard output cannot be read: " + std::generic_category().message(errno));
    }
    if (ended.code == 127) {
        throw std::runtime_error("the program could not be started");
    }
    return ended;
}

Ended runProgram(const std::vector<std::string>& arguments, const std::filesystem::path& workingDirectory) {
    return ChildProcess(arguments, workingDirectory).wait();
}

}  // namespace pf::test
