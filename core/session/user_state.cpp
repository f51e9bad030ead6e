#include "core/session/user_state.h"

#include <cstdlib>
#include <string_view>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/text.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr std::size_t kHashDigits = 64;
constexpr std::size_t kMaxStateBytes = std::size_t{1} << 20;

/// A folder of the XDG base directory standard: the variable's, or one below the user's home.
fs::path baseFolder(const char* variable, const char* belowHome) {
    const char* named = std::getenv(variable);
    fs::path folder = named == nullptr ? "" : named;
    if (!folder.is_absolute()) {  // the standard: a relative path is to be ignored
        const char* home = std::getenv("HOME");
        if (home == nullptr || *home == '\0') {
            return {};
        }
        folder = fs::path(home) / belowHome;
    }
    return folder;
}

std::string readState(const std::string& name) {
    const fs::path folder = userStateFolder();
    if (folder.empty() || !pathExists(folder / name)) {
        return "";
    }
    try {
        return readTextFile(folder / name, kMaxStateBytes);
    } catch (const Error&) {
        return "";  // unreadable: the user is asked again
    }
}

void writeState(const std::string& name, const std::string& text) {
    const fs::path folder = userStateFolder();
    if (folder.empty()) {
        return;
    }
    std::error_code status;
    fs::create_directories(folder, status);
    try {
        writeTextAtomically(folder / name, text);
    } catch (const Error&) {
        // A folder that cannot be written must not keep the user from working: asked again next time.
    }
}

std::string onOneLine(std::string text) {
    for (char& c : text) {
        c = static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
    return text;
}

}  // namespace

fs::path userStateFolder() {
    const fs::path folder = baseFolder("XDG_STATE_HOME", ".local/state");
    return folder.empty() ? folder : folder / "probface";
}

std::vector<fs::path> dataFolders() {
    std::vector<fs::path> folders;
    std::error_code status;
    if (const fs::path program = fs::read_symlink("/proc/self/exe", status); !status) {
        folders.push_back(program.parent_path());
        folders.push_back(program.parent_path().parent_path() / "share" / "probface");
    }
    if (const fs::path own = baseFolder("XDG_DATA_HOME", ".local/share"); !own.empty()) {
        folders.push_back(own / "probface");
    }
    const char* shared = std::getenv("XDG_DATA_DIRS");
    const std::string all = shared == nullptr || *shared == '\0' ? "/usr/local/share:/usr/share" : shared;
    for (const std::string& folder : splitText(all, ':')) {
        if (fs::path(folder).is_absolute()) {
            folders.push_back(fs::path(folder) / "probface");
        }
    }
    return folders;
}

HashNotes readHashNotes(const std::string& name) {
    HashNotes notes;
    for (const std::string& line : splitText(readState(name), '\n')) {
        const std::string_view hash = std::string_view(line).substr(0, kHashDigits);
        const bool isHash = hash.size() == kHashDigits &&
                            hash.find_first_not_of("0123456789abcdef") == std::string_view::npos &&
                            (line.size() == kHashDigits || line[kHashDigits] == ' ');
        if (isHash) {
            notes.emplace(hash, trimmed(std::string_view(line).substr(kHashDigits)));
        }
    }
    return notes;
}

void rememberHashNote(const std::string& name, const std::string& hash, std::string text) {
    HashNotes notes = readHashNotes(name);
    notes[hash] = onOneLine(std::move(text));
    std::string lines;
    for (const auto& [known, note] : notes) {
        lines += known + " " + note + "\n";
    }
    writeState(name, lines);
}

std::string readUserNote(const std::string& name) {
    return std::string(trimmed(readState(name)));
}

void rememberUserNote(const std::string& name, const std::string& text) {
    writeState(name, onOneLine(text) + "\n");
}

}  // namespace pf
