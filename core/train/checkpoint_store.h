// The checkpoints of a run: one self-contained file each, verified when read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/nn/named_tensors.h"
#include "core/nn/weights/safetensors.h"
#include "core/train/checkpoint_marks.h"

namespace pf {

/// A checkpoint as stored: tensors plus metadata (at least "step").
struct Checkpoint {
    std::filesystem::path file;
    std::int64_t step = 0;
    TensorMap tensors;
    Metadata metadata;
};

/// Reads one checkpoint. Throws: Error(Data) when it is damaged, a stand-in for a file that was not fetched,
/// or no checkpoint of this program; Error(Io) when it cannot be read.
Checkpoint readCheckpoint(const std::filesystem::path& file);

/// checkpoints/step-N.safetensors. Keeps the last two and the best; the links `last` and `best` are made
/// where the file system has such.
class CheckpointStore {
  public:
    /// Creates the folder if needed and removes temporary files that a killed process left. Throws: Error(Io)
    /// when the folder or a checkpoint cannot be read for the moment; Error(Data) when this user may not.
    explicit CheckpointStore(std::filesystem::path folder);

    /// Writes step-N.safetensors atomically, points `last` at it, removes what is no longer kept.
    /// Throws: Error(Io); older checkpoints are then untouched.
    std::filesystem::path save(std::int64_t step, const NamedTensors& tensors, Metadata metadata);

    /// Makes the checkpoint of this step (which must exist) the best; the one before is no longer kept.
    void markBest(std::int64_t step);

    /// Copies the best checkpoint to a name that is never removed. Throws: Error(Io).
    void keepBestAs(const std::string& name) const;

    /// What latest() found.
    struct Found {
        std::optional<Checkpoint> checkpoint;
        std::vector<std::string> unusable;  ///< newer ones that were passed over: "FILE: why"
    };
    /// The newest checkpoint that passes its checks; damaged ones are passed over. Throws: Error(Io) when a
    /// newer one cannot be read for the moment, so that nobody goes on from an older one; Error(Data) when
    /// this user may not read it.
    Found latest() const;

    /// The best checkpoint of those that are there.
    std::optional<std::int64_t> best() const { return findCheckpointMarks(folder_).best; }

    /// What could not be done and does not matter to the run (links), to be said once; empties the list.
    std::vector<std::string> takeNotes() { return std::exchange(notes_, {}); }

  private:
    void keepCopiedMarks();
    void link(const std::string& mark, std::int64_t step);
    void prune(std::int64_t saved);

    std::filesystem::path folder_;
    std::vector<std::int64_t> maybeBest_;  ///< never removed
    bool saidNoLinks_ = false;
    std::vector<std::string> notes_;
};

}  // namespace pf
