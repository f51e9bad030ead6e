// TorchScript files are programs: the user hears of it before the first of each is opened.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

namespace pf {

/// A file whose opening runs code from it.
struct ForeignProgram {
    std::filesystem::path file;
    std::string sha256;
    std::string kind;  ///< "TorchScript network"
};

/// Asked on the working thread before a program that is not known yet is opened; false: it stays closed.
/// May block (the window shows a card and waits for the answer).
using ProgramGate = std::function<bool(const ForeignProgram&)>;

/// Sets the process's gate; without one every program may open (tests, embedding the engine).
void setProgramGate(ProgramGate gate);

/// How long the gate has taken to answer in this process, all questions together: nothing was worked in that
/// time.
double secondsOfQuestions();

/// Passes for a program that was allowed before (by its SHA-256; remembered in the user's state folder); else
/// asks the gate and remembers a yes. Throws: Error(Config) naming the file when the answer is no; Error(Io)
/// when unreadable.
void requireAllowedProgram(const std::filesystem::path& file);

}  // namespace pf
