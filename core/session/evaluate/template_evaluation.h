// The template protocols (IJB-A, IJB-B, IJB-C, 1:1) of ready embeddings or of a model's images.
#pragma once

#include <filesystem>

#include "core/results/template_report.h"
#include "core/session/control.h"
#include "core/session/model/face_model.h"

namespace pf {

/// Embeds every image that the protocol in `folder` names, looked for below `imagesRoot`; images that are
/// missing or cannot be read are listed in `skipped`. Throws: Error(Data) when none is there; as
/// readIjbProtocol.
EmbeddingSet embedTemplateImages(FaceModel& model, const std::filesystem::path& folder,
                                 const std::filesystem::path& imagesRoot, RunControl& control,
                                 const ProgressObserver& observer);

/// Runs the protocol in `folder` on embeddings that name their images. Throws: as readIjbProtocol and
/// reportTemplates.
TemplateReport evaluateTemplates(const EmbeddingSet& embeddings, const std::filesystem::path& folder,
                                 const TemplateReportOptions& options);

}  // namespace pf
