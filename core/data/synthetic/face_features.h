// The features of a synthetic face; internal to the renderer.
#pragma once

#include "core/data/synthetic/face_model.h"

namespace pf::synth {

void paintNose(Canvas& canvas, const FaceModel& model);
void paintMouth(Canvas& canvas, const FaceModel& model);
void paintEyes(Canvas& canvas, const FaceModel& model);
void paintBrows(Canvas& canvas, const FaceModel& model);
/// Highlights that lie on top of the light: eyes and lips.
void paintHighlights(Canvas& canvas, const FaceModel& model);
void paintGlasses(Canvas& canvas, const FaceModel& model);

}  // namespace pf::synth
