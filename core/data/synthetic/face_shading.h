// The light on a synthetic face; internal to the renderer.
#pragma once

#include "core/data/synthetic/face_model.h"

namespace pf::synth {

/// Multiplies the head by the light that falls on its relief.
void shadeHead(Canvas& canvas, const FaceModel& model, const Mask& head);

}  // namespace pf::synth
