// What a run was trained on, picture by picture: training-pictures.npz and `written_by` of its config.yaml.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/data/content_digests.h"

namespace pf {

inline constexpr const char* kTrainingPicturesName = "training-pictures.npz";

/// The pictures of every attempt of a run, and who is on them.
struct TrainingPictures {
    ContentDigests digests;
    std::vector<std::string> identities;
};

/// Copies the list to a model that leaves its run, without the names of people; nothing to do when the run
/// has none. Throws: Error(Io), Error(Data).
void copyTrainingPictures(const std::filesystem::path& runDirectory, const std::filesystem::path& folder);

/// Nothing when the run has none (it is older, or no run). Throws: Error(Data) for a damaged file.
std::optional<TrainingPictures> readTrainingPictures(const std::filesystem::path& runDirectory);

/// Adds the pictures and people that `before` lacks and writes the file. Throws: Error(Io).
void writeTrainingPictures(const std::filesystem::path& runDirectory, TrainingPictures before,
                           const FaceSet& faces, const ContentDigests& digests);

/// The hashes of a run's data. What it began with is never replaced by what a later attempt found.
struct DataRecord {
    std::string names;               ///< FaceSet::hash
    std::string contents;            ///< contentHash; empty in runs of earlier versions
    std::vector<std::string> later;  ///< contents that later attempts went on with

    /// Whether the run has already gone on with these contents.
    bool knows(const std::string& contentsNow) const;
};

/// The record in a run's config.yaml; nothing when it has none yet.
std::optional<DataRecord> readDataRecord(const std::filesystem::path& runDirectory);

/// In which way the pictures are no longer those the run was trained on: how many are new and how many gone,
/// with the first names. `before`: what is recorded of them, if anything.
std::string dataChange(const FaceSet& faces, const ContentDigests& digests, const DataRecord& recorded,
                       const std::optional<TrainingPictures>& before);

}  // namespace pf
