#include "ui/chart/clipped_svg.h"

#include <algorithm>
#include <optional>

#include <QLineF>
#include <QPaintEngine>
#include <QPainter>
#include <QPainterPath>
#include <QPolygonF>

namespace pf::ui {

namespace {

/// The piece of a line inside a rectangle. Source: Liang and Barsky, 1984.
std::optional<QLineF> lineWithin(const QLineF& line, const QRectF& clip) {
    double from = 0;
    double to = 1;
    const auto cut = [&](double direction, double room) {
        if (direction == 0) {
            return room >= 0;
        }
        const double at = room / direction;
        if (direction < 0) {
            from = std::max(from, at);
        } else {
            to = std::min(to, at);
        }
        return from <= to;
    };
    const bool inside = cut(-line.dx(), line.x1() - clip.left()) &&
                        cut(line.dx(), clip.right() - line.x1()) && cut(-line.dy(), line.y1() - clip.top()) &&
                        cut(line.dy(), clip.bottom() - line.y1());
    return inside ? std::optional(QLineF(line.pointAt(from), line.pointAt(to))) : std::nullopt;
}

QVector<QPolygonF> lineWithin(const QPolygonF& line, const QRectF& clip) {
    QVector<QPolygonF> pieces;
    for (qsizetype i = 1; i < line.size(); ++i) {
        const auto piece = lineWithin(QLineF(line[i - 1], line[i]), clip);
        if (!piece) {
            continue;
        }
        const bool goesOn =
            i > 1 && !pieces.isEmpty() && pieces.last().last() == line[i - 1] && piece->p1() == line[i - 1];
        if (!goesOn) {
            pieces << QPolygonF{piece->p1()};
        }
        pieces.last() << piece->p2();
    }
    return pieces;
}

/// The area of a polygon inside a rectangle. Source: Sutherland and Hodgman, 1974.
QPolygonF areaWithin(QPolygonF area, const QRectF& clip) {
    // Each side as a line a x + b y = c with the inside at or below c.
    struct Side {
        double a, b, c;
    };
    for (const Side side : {Side{-1, 0, -clip.left()}, Side{1, 0, clip.right()}, Side{0, -1, -clip.top()},
                            Side{0, 1, clip.bottom()}}) {
        const auto beyond = [&side](const QPointF& p) { return side.a * p.x() + side.b * p.y() - side.c; };
        QPolygonF kept;
        for (qsizetype i = 0; i < area.size(); ++i) {
            const QPointF& before = area[i == 0 ? area.size() - 1 : i - 1];
            const double out = beyond(area[i]);
            const double outBefore = beyond(before);
            if ((out > 0) != (outBefore > 0)) {
                kept << before + (area[i] - before) * (outBefore / (outBefore - out));
            }
            if (out <= 0) {
                kept << area[i];
            }
        }
        area = kept;
    }
    return area;
}

class ClippingEngine : public QPaintEngine {
  public:
    explicit ClippingEngine(QSvgGenerator& generator)
        : QPaintEngine(
              PaintEngineFeatures(AllFeatures) &
              ~PaintEngineFeatures(PatternBrush | PerspectiveTransform | ConicalGradientFill | PorterDuff)),
          generator_(generator) {}

    bool begin(QPaintDevice*) override { return target_.begin(&generator_); }
    bool end() override { return target_.end(); }
    Type type() const override { return User; }

    void updateState(const QPaintEngineState& state) override {
        target_.setPen(state.pen());
        target_.setBrush(state.brush());
        target_.setFont(state.font());
        target_.setTransform(state.transform());
        target_.setOpacity(state.opacity());
        target_.setRenderHints(state.renderHints());
    }

    void drawPath(const QPainterPath& path) override {
        const auto clip = clipRect();
        if (!clip || clip->contains(path.controlPointRect())) {
            target_.drawPath(path);
            return;
        }
        fill(path.toFillPolygons(), path.fillRule(), *clip);
        stroke(path.toSubpathPolygons(), *clip);
    }

    void drawPolygon(const QPointF* points, int count, PolygonDrawMode mode) override {
        QPolygonF polygon(QVector<QPointF>(points, points + count));
        const auto clip = clipRect();
        const bool whole = !clip || (mode != PolylineMode && clip->contains(polygon.boundingRect()));
        const Qt::FillRule rule = mode == WindingMode ? Qt::WindingFill : Qt::OddEvenFill;
        if (mode == PolylineMode) {
            whole ? target_.drawPolyline(polygon) : stroke({polygon}, *clip);
        } else if (whole) {
            target_.drawPolygon(polygon, rule);
        } else {
            fill({polygon}, rule, *clip);
            polygon << polygon.first();
            stroke({polygon}, *clip);
        }
    }
    using QPaintEngine::drawPolygon;

    void drawTextItem(const QPointF& at, const QTextItem& item) override {
        if (const auto clip = clipRect(); clip && !clip->contains(at)) {
            return;  // words are there whole or not at all
        }
        target_.setFont(item.font());
        target_.drawText(at, item.text());
    }

    void drawPixmap(const QRectF& place, const QPixmap& pixmap, const QRectF& part) override {
        target_.drawPixmap(place, pixmap, part);
    }

  private:
    /// In the coordinates of what is drawn; nothing: no clip.
    std::optional<QRectF> clipRect() const {
        return painter()->hasClipping() ? std::optional(painter()->clipBoundingRect()) : std::nullopt;
    }

    void fill(const QList<QPolygonF>& areas, Qt::FillRule rule, const QRectF& clip) {
        if (target_.brush().style() == Qt::NoBrush) {
            return;
        }
        const QPen pen = target_.pen();
        target_.setPen(Qt::NoPen);
        for (const QPolygonF& area : areas) {
            if (const QPolygonF kept = areaWithin(area, clip); kept.size() > 2) {
                target_.drawPolygon(kept, rule);
            }
        }
        target_.setPen(pen);
    }

    void stroke(const QList<QPolygonF>& lines, const QRectF& clip) {
        if (target_.pen().style() == Qt::NoPen) {
            return;
        }
        for (const QPolygonF& line : lines) {
            for (const QPolygonF& piece : lineWithin(line, clip)) {
                target_.drawPolyline(piece);
            }
        }
    }

    QSvgGenerator& generator_;
    QPainter target_;
};

}  // namespace

ClippedSvg::ClippedSvg(QSvgGenerator& generator) : engine_(std::make_unique<ClippingEngine>(generator)) {
    setResolution(generator.resolution());
    setSize(generator.size());
}

ClippedSvg::~ClippedSvg() = default;

}  // namespace pf::ui
