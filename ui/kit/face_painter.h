// How a face with its sigma² is drawn: the same in the grid, in the figure and on paper.
#pragma once

#include <optional>

#include <QColor>
#include <QFont>
#include <QImage>
#include <QString>

class QPainter;

namespace pf::ui {

/// Colours and fonts of a drawing; a figure on paper does not follow the window's dark design.
struct FaceInk {
    QColor text;
    QColor muted;
    QColor well;  ///< behind an image that is missing or not square
    QColor border;
    QColor error;
    QFont textFont;
    QFont numberFont;

    /// The window's present design.
    static FaceInk ofTheme();
    /// Black on white.
    static FaceInk onPaper();
};

/// A face tile's content.
struct FaceTile {
    QImage image;                      ///< null: being decoded
    bool broken = false;               ///< cannot be decoded
    QString caption;                   ///< under the image, e.g. the sigma²
    std::optional<double> percentile;  ///< 0 to 1: length and colour of the bar; nothing: no bar
};

/// Height of a tile whose image has `side` px.
double faceTileHeight(double side, const FaceInk& ink);

/// Draws image, bar and caption with the image's upper left corner at `topLeft`.
void paintFaceTile(QPainter& painter, const QPointF& topLeft, double side, const FaceTile& tile,
                   const FaceInk& ink);

}  // namespace pf::ui
