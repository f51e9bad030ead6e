#include "app/cli/output/console.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <stop_token>
#include <thread>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/session/job_meter.h"

namespace pf::cli {
namespace {

constexpr std::chrono::milliseconds kTerminalPause{100};
constexpr std::chrono::seconds kLogPause{10};
constexpr int kBarWidth = 30;

volatile std::sig_atomic_t interruptCount = 0;

void onSignal(int) {
    interruptCount = interruptCount + 1;
    if (interruptCount > 1) {
        std::_Exit(kInterrupted);
    }
}

std::string bar(double fraction) {
    const int filled = std::clamp(static_cast<int>(fraction * kBarWidth), 0, kBarWidth);
    return "[" + std::string(static_cast<std::size_t>(filled), '#') +
           std::string(static_cast<std::size_t>(kBarWidth - filled), '-') + "]";
}

std::string describe(const Progress& progress, bool terminal) {
    // The bar, the per cent and the time are of the whole job; the count is of what is being done now.
    std::string text;
    if (const double fraction = jobFraction(progress); fraction >= 0) {
        text =
            (terminal ? bar(fraction) + " " : "") + std::to_string(static_cast<int>(fraction * 100)) + " %  ";
    }
    text += phaseText(progress.phase);
    if (!progress.detail.empty()) {
        text += " " + progress.detail;
    }
    if (progress.total > 0) {
        text += " " + formatCount(progress.done) + "/" + formatCount(progress.total);
    }
    if (progress.imagesPerSecond > 0) {
        text += ", " + formatCount(static_cast<long long>(progress.imagesPerSecond)) + " images/s";
    }
    if (progress.secondsLeft >= 0) {
        text += ", " + formatDuration(progress.secondsLeft) + " left";
    }
    return text;
}

/// Turns a signal into a stop request: a handler itself may not take locks.
std::jthread watcher;

}  // namespace

ProgressLine::ProgressLine() : terminal_(::isatty(STDERR_FILENO) != 0) {}
ProgressLine::~ProgressLine() {
    clear();
}

void ProgressLine::clear() {
    if (drawn_) {
        std::fputs("\r\x1b[K", stderr);
        drawn_ = false;
    }
}

void ProgressLine::show(const Progress& progress) {
    const auto now = std::chrono::steady_clock::now();
    const bool newPhase = progress.phase != lastPhase_;
    const bool last = progress.total > 0 && progress.done == progress.total;
    const auto pause = terminal_ ? std::chrono::steady_clock::duration(kTerminalPause) : kLogPause;
    if (!newPhase && !last && now - lastShown_ < pause) {
        return;
    }
    lastPhase_ = progress.phase;
    lastShown_ = now;
    if (terminal_) {
        std::fprintf(stderr, "\r\x1b[K%s", describe(progress, true).c_str());
        std::fflush(stderr);
        drawn_ = true;
    } else {
        std::fprintf(stderr, "%s\n", describe(progress, false).c_str());
    }
}

void ProgressLine::print(const std::string& line) {
    clear();
    std::fprintf(stderr, "%s\n", line.c_str());
}

ProgressObserver ProgressLine::observer() {
    return [this](const Progress& progress) { show(progress); };
}

InterruptGuard::InterruptGuard(RunControl& control) {
    interruptCount = 0;
    std::signal(SIGINT, &onSignal);
    std::signal(SIGTERM, &onSignal);
    watcher = std::jthread([&control](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
            if (interruptCount > 0) {
                control.requestStop();
                return;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    });
}

InterruptGuard::~InterruptGuard() {
    watcher = {};
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
}

int guarded(const std::function<int()>& body) {
    try {
        return body();
    } catch (const Error& error) {
        std::fprintf(stderr, "probface: %s\n", error.what());
        return error.code() == ErrorCode::Config ? kUsage : kFailed;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "probface: %s\n", error.what());
        return kFailed;
    }
}

}  // namespace pf::cli
