// previewAlignment: photos aligned to be looked at.
#include "core/session/alignment/alignment_preview.h"

#include <algorithm>

#include "core/data/align/photo_plan.h"
#include "core/session/alignment/internal/alignment_photo.h"

namespace pf {

std::vector<std::pair<std::string, AlignPreview>> previewAlignment(const AlignRequest& request,
                                                                   std::size_t count, RunControl& control) {
    constexpr int kSide = 640;
    request.check();
    const FaceEvidence evidence = openEvidence(request);
    const PhotoPlan plan = planPhotos(request.sources, evidence.list(),
                                      {.limit = count, .without = request.out, .stop = control.token()});
    PhotoAligner aligner(request, evidence.list());
    std::vector<std::pair<std::string, AlignPreview>> previews;
    for (std::size_t i = 0; i < std::min(count, plan.photos.size()); ++i) {
        AlignedPhoto aligned = aligner.align(plan.photos[i], control.token(), kSide);
        if (control.stopRequested()) {
            break;
        }
        AlignPreview preview;
        for (const PhotoRemark& remark : aligned.allRemarks()) {
            preview.remark += (preview.remark.empty() ? "" : "\n") + remark.kind + ": " + remark.detail;
        }
        const auto scale = static_cast<float>(aligned.thumbnailScale);
        for (PhotoFace& face : aligned.faces) {
            AlignPreview::Face shown{.box = face.box,
                                     .landmarks = face.points,
                                     .score = face.score < 0 ? 1.0 : face.score,
                                     .crop = std::move(face.crop),
                                     .kept = face.kept};
            for (float& value : shown.box) {
                value *= scale;
            }
            for (float& value : shown.landmarks) {
                value *= scale;
            }
            preview.faces.push_back(std::move(shown));
        }
        preview.photo = std::move(aligned.thumbnail);
        previews.emplace_back(plan.photos[i].path.string(), std::move(preview));
    }
    return previews;
}

}  // namespace pf
