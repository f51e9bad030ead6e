// The hair of a synthetic face; internal to the renderer.
#pragma once

#include "core/data/synthetic/face_model.h"

namespace pf::synth {

/// Leaves out what the head will cover.
void paintBackHair(Canvas& canvas, const FaceModel& model, const Mask& head);
void paintFrontHair(Canvas& canvas, const FaceModel& model, const Mask& head);

}  // namespace pf::synth
