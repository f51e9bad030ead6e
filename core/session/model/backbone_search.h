// Where is the backbone of a model that was trained elsewhere?
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace pf {

/// A backbone that is not where its model says.
struct MissingBackbone {
    std::filesystem::path model;     ///< the model as it was named
    std::string recorded;            ///< the path that the model was trained with
    std::string networkHash;         ///< Backbone::sha256
    std::string fileHash;            ///< SHA-256 of the file; empty in models of earlier versions
    std::filesystem::path lookedAt;  ///< a file that was tried and is another network; may be empty

    /// "mobilefacenet.onnx"
    std::string name() const;
    /// What is missing and what to do, in a sentence.
    std::string message() const;
};

/// Asked on the working thread when a backbone is found nowhere; an empty path: it stays missing. May block
/// (the window lets the user choose a file).
using BackboneFinder = std::function<std::filesystem::path(const MissingBackbone&)>;

/// Sets the process's finder; without one nobody is asked.
void setBackboneFinder(BackboneFinder finder);
/// Asks the finder. Throws: Error(Io) with `missing.message()` when there is none or it finds nothing.
std::filesystem::path askForBackbone(const MissingBackbone& missing);

/// Files that may be the backbone, the most likely first: the one that was found before for this network,
/// those of the recorded name in `folders`, and those in `folders` whose bytes have the recorded file's hash.
/// The network's own hash decides, when it is open.
std::vector<std::filesystem::path> backboneCandidates(const MissingBackbone& missing,
                                                      const std::vector<std::filesystem::path>& folders);

/// The folders beside a model where its backbone may have travelled with it: its own, those above it (up to
/// where a run's root usually lies), the working directory and the data folders.
std::vector<std::filesystem::path> foldersNear(const std::filesystem::path& weights);

/// Remembers where the backbone of this hash was found, for this user's next models on it.
void rememberBackbone(const std::string& networkHash, const std::filesystem::path& file);

}  // namespace pf
