// What the program remembers for its user between two starts, and where it looks for files it was given none
// of.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace pf {

/// $XDG_STATE_HOME/probface or ~/.local/state/probface; empty when the user has no such folder.
std::filesystem::path userStateFolder();

/// Where files for all runs may lie, the nearest first: the folder of the program and share/probface beside
/// it, the user's data folder and the system's. Not all of them exist.
std::vector<std::filesystem::path> dataFolders();

/// SHA-256 -> a text on one line (the name of a program, the path of a backbone).
using HashNotes = std::map<std::string, std::string, std::less<>>;

/// The notes of this name in the state folder; empty when there are none or they cannot be read.
HashNotes readHashNotes(const std::string& name);
/// Adds a note. A folder that cannot be written must not keep the user from working: then nothing is kept.
void rememberHashNote(const std::string& name, const std::string& hash, std::string text);

/// One remembered text of this name, or "".
std::string readUserNote(const std::string& name);
/// Remembers it as rememberHashNote does.
void rememberUserNote(const std::string& name, const std::string& text);

}  // namespace pf
