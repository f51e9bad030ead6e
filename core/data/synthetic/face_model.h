// What the parts of a synthetic face need to know about one picture; internal to the renderer.
#pragma once

#include "core/data/synthetic/canvas.h"
#include "core/data/synthetic/face_parameters.h"

namespace pf::synth {

/// Maps places on the head to the picture: turns the head, then rolls, scales and shifts it.
class Pose {
  public:
    explicit Pose(const SyntheticNuisance& nuisance);

    /// A place on the front of the face, lifted by `lift` along the view axis.
    Point surface(float x, float y, float lift = 0.0F) const;
    /// A place at depth `z` that keeps its width when the head turns, as silhouettes do.
    Point outline(float x, float y, float z) const;
    /// A place that does not turn with the head (shoulders).
    Point body(float x, float y) const;

    Path surface(const Path& path) const;

  private:
    Point place(float x, float y) const;

    float sinYaw_;
    float cosYaw_;
    float sinPitch_;
    float cosPitch_;
    float cosRoll_;
    float sinRoll_;
    float shiftX_;
    float shiftY_;
};

/// Direction towards the light, unit length; z points to the viewer.
struct LightDirection {
    float x = 0.0F;
    float y = 0.0F;
    float z = 1.0F;
};

/// Everything the parts need to know about one picture.
struct FaceModel {
    FaceModel(const SyntheticIdentity& identity, const SyntheticNuisance& nuisance);

    const SyntheticIdentity& id;
    const SyntheticNuisance& nuisance;
    Pose pose;
    LightDirection light;
    Path headOutline;  ///< in the picture
};

/// Colour after light of the given strength: shadows turn warm, as they do on skin.
Rgb litColor(const FaceModel& model, Rgb color, float shade);

}  // namespace pf::synth
