// The skin of a synthetic face; internal to the renderer.
#pragma once

#include "core/data/synthetic/face_model.h"

namespace pf::synth {

/// Skin with blush, wrinkles, freckles and moles, not yet lit.
void paintSkin(Canvas& canvas, const FaceModel& model, const Mask& head);

void paintBeard(Canvas& canvas, const FaceModel& model);

}  // namespace pf::synth
