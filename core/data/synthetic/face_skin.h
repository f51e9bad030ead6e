// The skin of a synthetic face and the light on it; internal to the renderer.
#pragma once

#include "core/data/synthetic/face_model.h"

namespace pf::synth {

/// Skin with blush, wrinkles, freckles and moles, not yet lit.
void paintSkin(Canvas& canvas, const FaceModel& model, const Mask& head);

void paintBeard(Canvas& canvas, const FaceModel& model);

/// Multiplies the head by the light that falls on its relief.
void shadeHead(Canvas& canvas, const FaceModel& model, const Mask& head);

}  // namespace pf::synth
