// Open-set identification (BLUFR on LFW) of ready embeddings or of a model's images.
#pragma once

#include <filesystem>

#include "core/results/open_set_report.h"
#include "core/session/control.h"
#include "core/session/model/face_model.h"

namespace pf {

/// Embeds the images of the protocol in `folder` (its imagelist), looked for below `imagesRoot`; the rows are
/// in the protocol's order. Throws: Error(Data) when one of them cannot be read: searches need every image;
/// and as readBlufr. Empty when a stop was asked for.
EmbeddingSet embedOpenSet(FaceModel& model, const std::filesystem::path& folder,
                          const std::filesystem::path& imagesRoot, RunControl& control,
                          const ProgressObserver& observer);

/// Runs the searches of the protocol in `folder` on embeddings in its order. Throws: as readBlufr and
/// reportOpenSet.
OpenSetReport evaluateOpenSet(const EmbeddingSet& embeddings, const std::filesystem::path& folder,
                              const OpenSetOptions& options, RunControl& control);

}  // namespace pf
