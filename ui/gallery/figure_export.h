// The figure of identities as a file.
#pragma once

#include <vector>

#include <QString>

#include "core/session/control.h"
#include "ui/gallery/identity_figure.h"

namespace pf::ui {

/// What is drawn. The ink is made on the UI thread; the rest may be used in a worker.
struct IdentityFigure {
    GalleryDataPtr data;
    std::vector<IdentityRow> rows;
    FigureLayout layout;
    FaceInk ink = FaceInk::onPaper();
};

/// Writes the figure as one PNG or as PDF pages (by the suffix), decoding each face at print quality. False
/// when stopped before the end (nothing is written then). Throws: Error(Config) for another suffix, no rows,
/// or more rows than one PNG can hold; Error(Io).
bool exportFigure(const QString& path, const IdentityFigure& figure, RunControl& control,
                  const ProgressObserver& observer);

}  // namespace pf::ui
