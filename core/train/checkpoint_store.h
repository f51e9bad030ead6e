// The checkpoints of a run: one self-contained file each, verified when read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/nn/named_tensors.h"
#include "core/nn/safetensors.h"

namespace pf {

/// A checkpoint as stored: tensors plus metadata (at least "step").
struct Checkpoint {
    std::filesystem::path file;
    std::int64_t step = 0;
    TensorMap tensors;
    Metadata metadata;
};

/// Reads one checkpoint. Throws: Error(Data) when it is damaged or no checkpoint of this program.
Checkpoint readCheckpoint(const std::filesystem::path& file);

/// checkpoints/step-N.safetensors with the links `last` and `best`. Keeps the last two and the best.
class CheckpointStore {
  public:
    /// Creates the folder if needed and removes temporary files that a killed process left.
    explicit CheckpointStore(std::filesystem::path folder);

    /// Writes step-N.safetensors atomically, points `last` at it, removes what is no longer kept.
    /// Throws: Error(Io); older checkpoints are then untouched.
    std::filesystem::path save(std::int64_t step, const NamedTensors& tensors, Metadata metadata);

    /// Points `best` at the checkpoint of this step (which must exist).
    void markBest(std::int64_t step);

    /// What latest() found.
    struct Found {
        std::optional<Checkpoint> checkpoint;
        std::vector<std::string> warnings;  ///< one per damaged file that was passed over
    };
    /// The newest checkpoint that passes its checks; damaged ones are passed over with a warning each.
    Found latest() const;

    /// Where `best` or `last` points, or nothing.
    std::optional<std::filesystem::path> linked(const std::string& name) const;

  private:
    std::vector<std::int64_t> steps() const;
    std::filesystem::path fileOf(std::int64_t step) const;
    void link(const std::string& name, std::int64_t step);
    void prune();

    std::filesystem::path folder_;
};

}  // namespace pf
