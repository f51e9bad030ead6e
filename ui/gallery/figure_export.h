// The figure of identities as a file.
#pragma once

#include <QString>
#include <cstddef>
#include <vector>

#include "core/session/control.h"
#include "ui/gallery/identity_figure.h"

namespace pf::ui {

/// Writes the figure as one PNG or as PDF pages (by the suffix), decoding each face at print quality.
/// `ink` is made on the UI thread; the rest may run in a worker. False when stopped before the end (nothing
/// is written then). Throws: Error(Config) for another suffix, no rows, or more rows than one PNG can hold;
/// Error(Io).
bool exportFigure(const QString& path, const GalleryData& data, const std::vector<IdentityRow>& rows,
                  const FigureLayout& layout, const FaceInk& ink, RunControl& control,
                  const ProgressObserver& observer);

/// Rows that one PNG of this layout can hold.
std::size_t maximumPngRows(const FigureLayout& layout, const FaceInk& ink);

}  // namespace pf::ui
