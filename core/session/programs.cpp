#include "core/session/programs.h"

#include <cstdlib>
#include <map>
#include <mutex>
#include <string_view>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::size_t kHashDigits = 64;
constexpr std::size_t kMaxStateBytes = std::size_t{1} << 20;

/// Hash -> name of the file it was allowed under.
using Allowed = std::map<std::string, std::string, std::less<>>;

struct Gatekeeper {
    std::mutex gateMutex;
    ProgramGate gate;
    /// Held while the user is asked, so that two workers do not ask about the same file.
    std::mutex askMutex;
    Allowed inThisProcess;  ///< also when the state folder cannot be written
};

Gatekeeper& gatekeeper() {
    static Gatekeeper keeper;
    return keeper;
}

/// Empty when the user has no such folder.
std::filesystem::path stateFile() {
    const char* state = std::getenv("XDG_STATE_HOME");
    std::filesystem::path folder = state == nullptr ? "" : state;
    if (!folder.is_absolute()) {  // the standard: a relative path is to be ignored
        const char* home = std::getenv("HOME");
        if (home == nullptr || *home == '\0') {
            return {};
        }
        folder = std::filesystem::path(home) / ".local" / "state";
    }
    return folder / "probface" / "programs";
}

Allowed readAllowed(const std::filesystem::path& file) {
    Allowed allowed;
    std::error_code status;
    if (file.empty() || !std::filesystem::exists(file, status)) {
        return allowed;
    }
    std::string text;
    try {
        text = readTextFile(file, kMaxStateBytes);
    } catch (const Error&) {
        return allowed;  // unreadable: the user is asked again
    }
    for (const std::string& line : splitText(text, '\n')) {
        const std::string_view hash = std::string_view(line).substr(0, kHashDigits);
        const bool isHash = hash.size() == kHashDigits &&
                            hash.find_first_not_of("0123456789abcdef") == std::string_view::npos &&
                            (line.size() == kHashDigits || line[kHashDigits] == ' ');
        if (isHash) {
            allowed.emplace(hash, trimmed(std::string_view(line).substr(kHashDigits)));
        }
    }
    return allowed;
}

void remember(const std::filesystem::path& file, const std::string& hash, std::string name) {
    if (file.empty()) {
        return;
    }
    for (char& c : name) {
        c = static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    Allowed allowed = readAllowed(file);
    allowed[hash] = std::move(name);
    std::string text;
    for (const auto& [known, knownName] : allowed) {
        text += known + " " + knownName + "\n";
    }
    std::error_code status;
    std::filesystem::create_directories(file.parent_path(), status);
    try {
        writeTextAtomically(file, text);
    } catch (const Error&) {
        // A folder that cannot be written must not keep the user from working: asked again next time.
    }
}

}  // namespace

void setProgramGate(ProgramGate gate) {
    const std::lock_guard lock(gatekeeper().gateMutex);
    gatekeeper().gate = std::move(gate);
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
    std::error_code status;
    if (!std::filesystem::is_regular_file(file, status)) {
        throw Error(ErrorCode::Io, "there is no such file", file.string());
    }
    const ForeignProgram program{file, fileSha256(file), "TorchScript network"};
    const std::lock_guard lock(keeper.askMutex);
    const auto state = stateFile();
    if (keeper.inThisProcess.count(program.sha256) > 0 || readAllowed(state).count(program.sha256) > 0) {
        return;
    }
    if (!gate(program)) {
        throw Error(
            ErrorCode::Config,
            "is a program that was not allowed to run; it stays closed until you allow it, or choose a "
            "safetensors or ONNX backbone, which run nothing",
            file.string());
    }
    keeper.inThisProcess.emplace(program.sha256, file.filename().string());
    remember(state, program.sha256, file.filename().string());
}

}  // namespace pf
