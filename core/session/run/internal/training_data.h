// The faces of a run: opened, checked, compared with what the run was trained on before.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/config/options.h"
#include "core/data/content_digests.h"
#include "core/data/face_set.h"
#include "core/session/model/internal/training_pictures.h"

namespace pf {

class TrainingRun;

struct TrainingData {
    FaceSetPtr faces;
    ContentDigests digests;
    DataRecord record;        ///< for config.yaml: what the run began with, and what it continued with
    std::vector<int> labels;  ///< of each image
};

/// Opens options.data.train, leaves out what cannot be read, reads what the pictures are and writes it to the
/// run directory. Says in the run's notes what was left out or looks wrong: other data than before, one
/// picture under two identities. Nothing when stopped. Throws: Error(Data) when no identity is named.
std::optional<TrainingData> openTrainingData(TrainingRun& run);

/// config.yaml's text: the options with a `written_by` section (version, hashes of the data).
std::string runConfigText(const Options& options, const DataRecord& data);

/// Says which images are left out, in the run directory's notes and in full in skipped-images.txt.
void reportSkipped(TrainingRun& run, const std::vector<std::string>& lines,
                   const std::vector<std::string>& droppedIdentities);

}  // namespace pf
