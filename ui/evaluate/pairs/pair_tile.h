// One pair of a set: what is known of it, and how it is drawn in a row of the list or on paper.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include <QRectF>
#include <QString>

#include "core/session/evaluate/evaluation.h"
#include "ui/kit/face_painter.h"

class QPainter;

namespace pf::ui {

/// The numbers of one pair; NaN stands for a score or risk that was not asked for.
struct PairFacts : PairScore {
    std::uint32_t pair = 0;
    QString nameA;
    QString nameB;
    bool same = false;
    double risk = kUnknown;             ///< by the first of the risks
    std::optional<std::size_t> imageA;  ///< place in the image set
    std::optional<std::size_t> imageB;
    std::optional<double> percentileA;  ///< of its sigma² within the set, 0 to 1
    std::optional<double> percentileB;
};

/// Throws: std::out_of_range for a pair that is not there.
PairFacts pairFacts(const ScoredPairs& pairs, std::uint32_t pair);

/// "Same person" or "Different people".
QString pairKindText(bool same);

/// What is drawn of a pair. Without pictures the names take their place.
struct PairTile {
    PairFacts facts;
    FaceTile a;
    FaceTile b;
    bool pictures = true;
};

/// Side of the faces in a tile of this width.
double pairFaceSide(double width);
/// Height of a tile of this width, its margins included.
double pairTileHeight(double width, bool pictures, const FaceInk& ink);
/// Draws the tile into the rectangle; the second colour of `ink` is for the words beside numbers.
void paintPairTile(QPainter& painter, const QRectF& rect, const PairTile& tile, const FaceInk& ink);

}  // namespace pf::ui
