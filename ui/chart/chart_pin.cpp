// Lines that stand in a chart: the one under the mouse, markers, and the pin with its range.
#include <algorithm>
#include <cmath>
#include <utility>

#include <QKeyEvent>
#include <QMouseEvent>

#include "ui/chart/chart_impl.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

constexpr int kReachPx = 6;
/// Of the arrow keys where the pin may stand anywhere.
constexpr double kStepPx = 2;

}  // namespace

void Chart::setCursorLine(std::optional<double> x) {
    impl_->cursorX = x;
    impl_->cursorLine->setVisible(x.has_value());
    if (x) {
        impl_->cursorLine->point1->setCoords(*x, 0);
        impl_->cursorLine->point2->setCoords(*x, 1);
    }
    // The overlay layer has a buffer of its own: moving the line does not draw the curves again.
    impl_->cursorLine->layer()->replot();
}

std::optional<double> Chart::cursorLine() const {
    return impl_->cursorX;
}

void Chart::setMarker(const QString& id, double x, const QString& text, int row) {
    ChartMarker& marker = impl_->markers[id];
    if (marker.line == nullptr) {
        marker.line = new QCPItemStraightLine(impl_->plot);
        marker.text = new QCPItemText(impl_->plot);
        marker.text->setPositionAlignment(Qt::AlignTop | Qt::AlignLeft);
        marker.text->position->setTypeX(QCPItemPosition::ptPlotCoords);
        // Above the plot, where no curve runs through the words.
        marker.text->position->setTypeY(QCPItemPosition::ptAbsolute);
        marker.text->setClipToAxisRect(false);
        marker.text->setPadding(QMargins(3, 1, 3, 1));
    }
    marker.line->point1->setCoords(x, 0);
    marker.line->point2->setCoords(x, 1);
    marker.text->position->setCoords(x, 0);
    marker.row = row;
    marker.words = text;
    marker.text->setText(text);
    impl_->applyColours(Theme::instance().isDark());
}

void Chart::removeMarker(const QString& id) {
    if (const auto at = impl_->markers.find(id); at != impl_->markers.end()) {
        impl_->plot->removeItem(at->second.line);
        impl_->plot->removeItem(at->second.text);
        impl_->markers.erase(at);
        impl_->requestReplot();
    }
}

void Chart::setPin(std::optional<double> x) {
    if (impl_->pinX == x) {
        return;
    }
    impl_->pinX = x;
    impl_->plot->setFocusPolicy(x ? Qt::StrongFocus : Qt::ClickFocus);
    impl_->placePin();
}

std::optional<double> Chart::pin() const {
    return impl_->pinX;
}

void Chart::setPinLimits(double low, double high, double step) {
    impl_->pinLow = low;
    impl_->pinHigh = high;
    impl_->pinStep = step;
    impl_->pinLimited = true;
}

void Chart::setRangeSelection(bool on, bool byDrag) {
    impl_->rangesOn = on;
    impl_->rangeByDrag = byDrag;
}

void Chart::setSelectedRange(const std::optional<std::array<double, 2>>& range) {
    impl_->range = range;
    impl_->placePin();
}

std::optional<std::array<double, 2>> Chart::selectedRange() const {
    return impl_->range;
}

void Chart::Impl::makePin() {
    rangeRect = new QCPItemRect(plot);
    rangeRect->topLeft->setTypeX(QCPItemPosition::ptPlotCoords);
    rangeRect->topLeft->setTypeY(QCPItemPosition::ptAxisRectRatio);
    rangeRect->bottomRight->setTypeX(QCPItemPosition::ptPlotCoords);
    rangeRect->bottomRight->setTypeY(QCPItemPosition::ptAxisRectRatio);
    rangeRect->setPen(Qt::NoPen);
    pinLine = new QCPItemStraightLine(plot);
    for (QCPItemPosition* point : {pinLine->point1, pinLine->point2}) {
        point->setTypeX(QCPItemPosition::ptPlotCoords);
        point->setTypeY(QCPItemPosition::ptAxisRectRatio);
    }
    pinHandle = new QCPItemText(plot);
    pinHandle->setText(QStringLiteral("▼"));
    pinHandle->setPositionAlignment(Qt::AlignTop | Qt::AlignHCenter);
    pinHandle->position->setTypeX(QCPItemPosition::ptPlotCoords);
    pinHandle->position->setTypeY(QCPItemPosition::ptAxisRectRatio);
    for (QCPAbstractItem* item :
         {static_cast<QCPAbstractItem*>(rangeRect), static_cast<QCPAbstractItem*>(pinLine),
          static_cast<QCPAbstractItem*>(pinHandle)}) {
        item->setLayer(QStringLiteral("overlay"));
        item->setVisible(false);
    }
    // At the ends of the axis half of the handle stands outside, and must be seen whole.
    pinHandle->setClipToAxisRect(false);
    QObject::connect(plot->xAxis, qOverload<const QCPRange&>(&QCPAxis::rangeChanged), owner,
                     [this] { pinHandle->setVisible(isPinInView()); });
}

bool Chart::Impl::isPinInView() const {
    return pinX && plot->xAxis->range().contains(*pinX);
}

void Chart::Impl::colourPin(bool dark) {
    QColor accent = Theme::colour(Theme::Role::Accent, dark);
    // The keyboard's place must be seen.
    pinLine->setPen(QPen(accent, plot->hasFocus() ? 2.5 : 1.3));
    pinHandle->setColor(accent);
    accent.setAlphaF(0.14F);
    rangeRect->setBrush(accent);
}

void Chart::Impl::placePin() {
    pinLine->setVisible(pinX.has_value());
    pinHandle->setVisible(isPinInView());
    if (pinX) {
        pinLine->point1->setCoords(*pinX, 0);
        pinLine->point2->setCoords(*pinX, 1);
        pinHandle->position->setCoords(*pinX, 0);
    }
    rangeRect->setVisible(range.has_value());
    if (range) {
        rangeRect->topLeft->setCoords((*range)[0], 0);
        rangeRect->bottomRight->setCoords((*range)[1], 1);
    }
    colourPin(Theme::instance().isDark());
    if (owner->isVisible()) {
        pinLine->layer()->replot();
    } else {
        dirty = true;
    }
}

void Chart::Impl::movePinTo(double x) {
    if (!std::isfinite(x)) {
        return;
    }
    if (pinStep > 0) {
        x = pinLow + std::round((x - pinLow) / pinStep) * pinStep;
    }
    if (pinLimited) {
        x = std::clamp(x, pinLow, pinHigh);
    }
    if (pinX && *pinX == x) {
        return;
    }
    pinX = x;
    placePin();
    Q_EMIT owner->pinMoved(x);
}

bool Chart::Impl::isOnPin(const QPoint& position) const {
    return pinX && plot->axisRect()->rect().contains(position) &&
           std::abs(plot->xAxis->coordToPixel(*pinX) - position.x()) <= kReachPx;
}

void Chart::Impl::selectRange(double from, double to, bool done) {
    if (pinLimited) {
        from = std::clamp(from, pinLow, pinHigh);
        to = std::clamp(to, pinLow, pinHigh);
    }
    range = std::array<double, 2>{std::min(from, to), std::max(from, to)};
    placePin();
    if (done) {
        Q_EMIT owner->rangeSelected((*range)[0], (*range)[1]);
    }
}

bool Chart::Impl::pressOnPlot(const QMouseEvent& event) {
    drag = Drag::None;
    if (event.button() != Qt::LeftButton || !plot->axisRect()->rect().contains(event.pos())) {
        return false;
    }
    if (isOnPin(event.pos()) && !event.modifiers().testFlag(Qt::ShiftModifier)) {
        drag = Drag::Pin;
    } else if (rangesOn && (rangeByDrag || event.modifiers().testFlag(Qt::ShiftModifier))) {
        drag = Drag::Range;
        rangeFrom = plot->xAxis->pixelToCoord(event.pos().x());
    }
    // The axes stay where they are meanwhile; the plot looks at this after its signal.
    plot->setInteraction(QCP::iRangeDrag, drag == Drag::None);
    return drag != Drag::None;
}

bool Chart::Impl::dragOnPlot(const QMouseEvent& event) {
    const double x = plot->xAxis->pixelToCoord(event.pos().x());
    if (!(event.buttons() & Qt::LeftButton)) {
        plot->setCursor(isOnPin(event.pos()) ? Qt::SplitHCursor : Qt::ArrowCursor);
        return false;
    }
    if (drag == Drag::Pin) {
        movePinTo(x);
    } else if (drag == Drag::Range && (event.pos() - pressedAt).manhattanLength() > 4) {
        selectRange(rangeFrom, x, false);
    }
    return drag != Drag::None;
}

bool Chart::Impl::releaseOnPlot(const QMouseEvent& event) {
    const Drag ended = std::exchange(drag, Drag::None);
    plot->setInteraction(QCP::iRangeDrag, true);
    const bool moved = (event.pos() - pressedAt).manhattanLength() > 4;
    if (ended == Drag::Range && moved) {
        selectRange(rangeFrom, plot->xAxis->pixelToCoord(event.pos().x()), true);
    }
    return ended != Drag::None && moved;
}

bool Chart::Impl::keyOnPlot(const QKeyEvent& event) {
    if (!pinX) {
        return false;
    }
    const double low = pinLimited ? std::max(pinLow, plot->xAxis->range().lower) : plot->xAxis->range().lower;
    const double high =
        pinLimited ? std::min(pinHigh, plot->xAxis->range().upper) : plot->xAxis->range().upper;
    const bool page = event.key() == Qt::Key_PageUp || event.key() == Qt::Key_PageDown;
    const double steps = page || event.modifiers().testFlag(Qt::ControlModifier) ? 10 : 1;
    const auto moved = [&](double from, double direction) {
        const double x =
            pinStep > 0
                ? from + direction * steps * pinStep
                : plot->xAxis->pixelToCoord(plot->xAxis->coordToPixel(from) + direction * steps * kStepPx);
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
            movePinTo(low);
            return true;
        case Qt::Key_End:
            movePinTo(high);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            Q_EMIT owner->clicked(*pinX);
            return true;
        default:
            return false;
    }
    if (rangesOn && event.modifiers().testFlag(Qt::ShiftModifier)) {
        // The pin stays; the end that is away from it moves.
        double end = *pinX;
        if (range && ((*range)[0] == end || (*range)[1] == end)) {
            end = (*range)[0] == end ? (*range)[1] : (*range)[0];
        }
        selectRange(*pinX, moved(end, direction), true);
    } else {
        movePinTo(moved(*pinX, direction));
    }
    return true;
}

}  // namespace pf::ui
