// Galleries as pictures, without a window.
#pragma once

#include <cstddef>
#include <filesystem>

#include "core/session/images.h"
#include "core/session/model/face_measurements.h"

namespace pf {

/// A PNG with the lowest, middle and highest sigma² of the set, `columns` faces each, the value under each
/// face. Throws: Error(Io, Data).
void writeContactSheet(const std::filesystem::path& file, const ImageCatalog& images,
                       const FaceMeasurements& measured, int columns = 10);

/// The paper's figure as PNG: a row per identity with three low, three medium and three high sigma² faces;
/// identities with the widest spread first. Throws: Error(Data) when no identity has three images.
void writeIdentityFigure(const std::filesystem::path& file, const ImageCatalog& images,
                         const FaceMeasurements& measured, std::size_t identities = 8);

}  // namespace pf
