// The paper's figure: a row per person, faces of low, medium and high sigma² with the value under each.
#pragma once

#include <functional>
#include <vector>

#include <QString>

#include "core/session/control.h"
#include "ui/gallery/gallery_data.h"
#include "ui/kit/face_painter.h"

class QPainter;

namespace pf::ui {

/// Distances of the figure in px (or points on paper).
struct FigureLayout {
    double faceSide = 84;
    int perGroup = 3;
    double nameWidth = 132;
    double gap = 6;        ///< between faces
    double groupGap = 22;  ///< between groups

    double groupWidth() const { return perGroup * faceSide + (perGroup - 1) * gap; }
    double groupLeft(int group) const { return nameWidth + groupGap / 2 + group * (groupWidth() + groupGap); }
    double width() const { return groupLeft(2) + groupWidth() + groupGap / 2; }
    double rowHeight(const FaceInk& ink) const { return faceTileHeight(faceSide, ink) + 2 * gap; }
    double headerHeight(const FaceInk& ink) const;
    /// The face at a point of a row (origin: the row's upper left corner), nothing beside the faces.
    std::optional<FaceIndex> faceAt(const IdentityRow& row, QPointF point) const;
};

/// Supplies a face's picture: from the thumbnail cache on screen, decoded on the spot for an export.
using FaceTileSource = std::function<FaceTile(FaceIndex)>;

/// "Low σ²", "Medium σ²", "High σ²" above their groups.
void paintFigureHeader(QPainter& painter, const QPointF& topLeft, const FigureLayout& layout,
                       const FaceInk& ink);

/// One person's row. `selected` gets a frame; -1: none.
void paintFigureRow(QPainter& painter, const QPointF& topLeft, const GalleryData& data,
                    const IdentityRow& row, const FigureLayout& layout, const FaceInk& ink,
                    const FaceTileSource& tiles, int selected = -1);

/// Gives a tile the caption and the bar of a face.
void addNumbers(FaceTile& tile, const GalleryData& data, FaceIndex face);

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
