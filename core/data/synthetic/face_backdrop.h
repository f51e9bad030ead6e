// What is behind a synthetic face; internal to the renderer.
#pragma once

#include "core/data/synthetic/face_model.h"

namespace pf::synth {

void paintBackground(Canvas& canvas, const FaceModel& model);

void paintBody(Canvas& canvas, const FaceModel& model);

void paintEars(Canvas& canvas, const FaceModel& model);

}  // namespace pf::synth
