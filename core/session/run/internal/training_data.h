// The faces of a run: opened, checked, compared with what the run was trained on before.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/data/content_digests.h"
#include "core/data/face_set.h"
#include "core/session/model/internal/training_pictures.h"

namespace pf {

class TrainingRun;

struct TrainingData {
    FaceSetPtr faces;
    ContentDigests digests;
    DataRecord record;        ///< for config.yaml: what the run began with, and what it went on with
    std::vector<int> labels;  ///< of each image
};

/// Opens options.data.train, leaves out what cannot be read, reads what the pictures are and writes it to the
/// run directory. Says in the run's notes what was left out or looks wrong: other data than before, one
/// picture under two people. Nothing when stopped. Throws: Error(Data) when nobody is named.
std::optional<TrainingData> openTrainingData(TrainingRun& run);

/// Says which images are left out, in the run directory's notes and in full in skipped-images.txt.
void reportSkipped(TrainingRun& run, const std::vector<std::string>& lines,
                   const std::vector<std::string>& droppedIdentities);

}  // namespace pf
