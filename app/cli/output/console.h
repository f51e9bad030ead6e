// What the commands share: progress on a terminal or in a log, interruption, exit codes.
#pragma once

#include <chrono>
#include <cstdio>
#include <functional>
#include <string>

#include "core/session/control.h"

namespace pf::cli {

inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kInterrupted = 130;

/// Shows progress: one line rewritten on a terminal, a plain line now and then otherwise. Writes to stderr.
class ProgressLine {
  public:
    ProgressLine();
    /// Ends the line, so that what follows starts on a fresh one.
    ~ProgressLine();

    void show(const Progress& progress);
    /// Prints a line above the progress.
    void print(const std::string& line);
    ProgressObserver observer();

  private:
    void clear();

    bool terminal_;
    bool drawn_ = false;
    Phase lastPhase_ = Phase::Done;
    std::chrono::steady_clock::time_point lastShown_{};
};

/// While it lives, the first SIGINT or SIGTERM asks the work to stop; a second one ends the process.
class InterruptGuard {
  public:
    explicit InterruptGuard(RunControl& control);
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;
};

/// Does work whose progress is shown and which Ctrl+C stops: work(request, control, observer).
template <typename Work, typename Request>
auto withProgress(RunControl& control, const Work& work, const Request& request) {
    const InterruptGuard interrupts(control);
    ProgressLine line;
    return work(request, control, line.observer());
}

/// A line for each text or path, after `prefix`.
template <typename Texts>
void printEach(std::FILE* out, const char* prefix, const Texts& texts) {
    for (const auto& text : texts) {
        std::fprintf(out, "%s%s\n", prefix, text.c_str());
    }
}

/// Runs a command's body; errors are printed as "probface: ..." and become exit codes.
int guarded(const std::function<int()>& body);

}  // namespace pf::cli
