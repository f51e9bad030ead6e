#include "core/session/programs.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <utility>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/files/path_places.h"
#include "core/session/user_state.h"

namespace pf {
namespace {

/// The notes of what was allowed: hash -> name of the file it was allowed under.
constexpr const char* kNotes = "programs";

struct Gatekeeper {
    std::mutex gateMutex;
    ProgramGate gate;
    /// Held while the user is asked, so that two workers do not ask about the same file.
    std::mutex askMutex;
    std::atomic<double> askedSeconds = 0;
    HashNotes inThisProcess;  ///< also when the state folder cannot be written
};

Gatekeeper& gatekeeper() {
    static Gatekeeper keeper;
    return keeper;
}

}  // namespace

void setProgramGate(ProgramGate gate) {
    const std::lock_guard lock(gatekeeper().gateMutex);
    gatekeeper().gate = std::move(gate);
}

double secondsOfQuestions() {
    return gatekeeper().askedSeconds;
}

void requireAllowedProgram(const std::filesystem::path& file) {
    Gatekeeper& keeper = gatekeeper();
    ProgramGate gate;
    {
        const std::lock_guard lock(keeper.gateMutex);
        gate = keeper.gate;
    }
    if (!gate) {
        return;
    }
    throwIf(!pathIsFile(file), ErrorCode::Io, "there is no such file", file.string());
    const ForeignProgram program{file, fileSha256(file), "TorchScript network"};
    const std::lock_guard lock(keeper.askMutex);
    if (keeper.inThisProcess.count(program.sha256) > 0 || readHashNotes(kNotes).count(program.sha256) > 0) {
        return;
    }
    const auto asked = std::chrono::steady_clock::now();
    const bool allowed = gate(program);
    keeper.askedSeconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - asked).count();
    throwIf(!allowed, ErrorCode::Config,
            "is a program that was not allowed to run; it stays closed until you allow it, or choose a "
            "safetensors or ONNX backbone, which run nothing",
            file.string());
    keeper.inThisProcess.emplace(program.sha256, file.filename().string());
    rememberHashNote(kNotes, program.sha256, file.filename().string());
}

}  // namespace pf
