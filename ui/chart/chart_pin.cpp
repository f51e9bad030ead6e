#include "ui/chart/chart_pin.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QKeyEvent>
#include <QMouseEvent>

#include "ui/theme/theme.h"

namespace pf::ui {

constexpr int kReachPx = 6;
/// Of the arrow keys where the pin may stand anywhere.
constexpr double kStepPx = 2;
/// A mouse that moves less was held still.
constexpr int kStillPx = 4;

ChartPin::ChartPin(QCustomPlot* plot) : QObject(plot), plot_(plot) {
    rect_ = new QCPItemRect(plot);
    line_ = new QCPItemStraightLine(plot);
    handle_ = new QCPItemText(plot);
    rect_->setPen(Qt::NoPen);
    handle_->setText(QStringLiteral("▼"));
    handle_->setPositionAlignment(Qt::AlignTop | Qt::AlignHCenter);
    for (QCPItemPosition* point :
         {rect_->topLeft, rect_->bottomRight, line_->point1, line_->point2, handle_->position}) {
        point->setTypeX(QCPItemPosition::ptPlotCoords);
        point->setTypeY(QCPItemPosition::ptAxisRectRatio);
    }
    for (QCPAbstractItem* item : std::initializer_list<QCPAbstractItem*>{rect_, line_, handle_}) {
        item->setLayer(QStringLiteral("overlay"));
        item->setVisible(false);
    }
    // At the ends of the axis half of the handle stands outside, and must be seen whole.
    handle_->setClipToAxisRect(false);
    connect(plot->xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), this,
            [this] { handle_->setVisible(isInView()); });
}

void ChartPin::set(std::optional<double> x) {
    if (x_ != x) {
        x_ = x;
        plot_->setFocusPolicy(x ? Qt::StrongFocus : Qt::ClickFocus);
        place();
    }
}

void ChartPin::setLimits(double low, double high, double step) {
    limits_ = {low, high};
    step_ = step;
}

void ChartPin::setRange(const std::optional<Range>& range) {
    range_ = range;
    place();
}

void ChartPin::setColours(bool dark) {
    QColor accent = Theme::colour(Theme::Role::Accent, dark);
    // The keyboard's place must be seen.
    line_->setPen(QPen(accent, plot_->hasFocus() ? 2.5 : 1.3));
    handle_->setColor(accent);
    accent.setAlphaF(0.14F);
    rect_->setBrush(accent);
}

void ChartPin::place() {
    line_->setVisible(x_.has_value());
    handle_->setVisible(isInView());
    if (x_) {
        line_->point1->setCoords(*x_, 0);
        line_->point2->setCoords(*x_, 1);
        handle_->position->setCoords(*x_, 0);
    }
    rect_->setVisible(range_.has_value());
    if (range_) {
        rect_->topLeft->setCoords((*range_)[0], 0);
        rect_->bottomRight->setCoords((*range_)[1], 1);
    }
    setColours(Theme::instance().isDark());
    if (plot_->isVisible()) {
        line_->layer()->replot();
    }
}

void ChartPin::hide() {
    rect_->setVisible(false);
    line_->setVisible(false);
    handle_->setVisible(false);
}

void ChartPin::move(double x) {
    if (!std::isfinite(x)) {
        return;
    }
    if (step_ > 0) {
        x = (*limits_)[0] + std::round((x - (*limits_)[0]) / step_) * step_;
    }
    if (limits_) {
        x = std::clamp(x, (*limits_)[0], (*limits_)[1]);
    }
    if (x_ != x) {
        set(x);
        Q_EMIT moved(x);
    }
}

bool ChartPin::isUnder(const QPoint& position) const {
    return x_ && plot_->axisRect()->rect().contains(position) &&
           std::abs(plot_->xAxis->coordToPixel(*x_) - position.x()) <= kReachPx;
}

void ChartPin::select(double from, double to, bool done) {
    if (limits_) {
        from = std::clamp(from, (*limits_)[0], (*limits_)[1]);
        to = std::clamp(to, (*limits_)[0], (*limits_)[1]);
    }
    setRange(Range{std::min(from, to), std::max(from, to)});
    if (done) {
        Q_EMIT rangeSelected((*range_)[0], (*range_)[1]);
    }
}

bool ChartPin::press(const QMouseEvent& event) {
    pressedAt_ = event.pos();
    drag_ = Drag::None;
    if (event.button() != Qt::LeftButton || !plot_->axisRect()->rect().contains(event.pos())) {
        return false;
    }
    const bool shift = event.modifiers().testFlag(Qt::ShiftModifier);
    if (isUnder(event.pos()) && !shift) {
        drag_ = Drag::Pin;
    } else if (selectsRanges_ && shift) {
        drag_ = Drag::Range;
        rangeFrom_ = plot_->xAxis->pixelToCoord(event.pos().x());
    }
    // The axes stay where they are meanwhile; the plot looks at this after its signal.
    plot_->setInteraction(QCP::iRangeDrag, drag_ == Drag::None);
    return drag_ != Drag::None;
}

bool ChartPin::drag(const QMouseEvent& event) {
    const double x = plot_->xAxis->pixelToCoord(event.pos().x());
    if (!(event.buttons() & Qt::LeftButton)) {
        plot_->setCursor(isUnder(event.pos()) ? Qt::SplitHCursor : Qt::ArrowCursor);
        return false;
    }
    if (drag_ == Drag::Pin) {
        move(x);
    } else if (drag_ == Drag::Range && (event.pos() - pressedAt_).manhattanLength() > kStillPx) {
        select(rangeFrom_, x, false);
    }
    return drag_ != Drag::None;
}

bool ChartPin::release(const QMouseEvent& event) {
    const Drag ended = std::exchange(drag_, Drag::None);
    plot_->setInteraction(QCP::iRangeDrag, true);
    const bool hasMoved = (event.pos() - pressedAt_).manhattanLength() > kStillPx;
    if (ended == Drag::Range && hasMoved) {
        select(rangeFrom_, plot_->xAxis->pixelToCoord(event.pos().x()), true);
    }
    return ended != Drag::None && hasMoved;
}

bool ChartPin::key(const QKeyEvent& event) {
    if (!x_) {
        return false;
    }
    const QCPRange shown = plot_->xAxis->range();
    const double low = limits_ ? std::max((*limits_)[0], shown.lower) : shown.lower;
    const double high = limits_ ? std::min((*limits_)[1], shown.upper) : shown.upper;
    const bool page = event.key() == Qt::Key_PageUp || event.key() == Qt::Key_PageDown;
    const double steps = page || event.modifiers().testFlag(Qt::ControlModifier) ? 10 : 1;
    const auto stepped = [&](double from, double direction) {
        const double x =
            step_ > 0
                ? from + direction * steps * step_
                : plot_->xAxis->pixelToCoord(plot_->xAxis->coordToPixel(from) + direction * steps * kStepPx);
        return std::clamp(x, low, high);
    };
    double direction = 0;
    switch (event.key()) {
        case Qt::Key_Left:
        case Qt::Key_PageDown:
            direction = -1;
            break;
        case Qt::Key_Right:
        case Qt::Key_PageUp:
            direction = 1;
            break;
        case Qt::Key_Home:
            move(low);
            return true;
        case Qt::Key_End:
            move(high);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            Q_EMIT activated(*x_);
            return true;
        default:
            return false;
    }
    if (selectsRanges_ && event.modifiers().testFlag(Qt::ShiftModifier)) {
        // The pin stays; the end that is away from it moves.
        double end = *x_;
        if (range_ && ((*range_)[0] == end || (*range_)[1] == end)) {
            end = (*range_)[0] == end ? (*range_)[1] : (*range_)[0];
        }
        select(*x_, stepped(end, direction), true);
    } else {
        move(stepped(*x_, direction));
    }
    return true;
}

}  // namespace pf::ui
