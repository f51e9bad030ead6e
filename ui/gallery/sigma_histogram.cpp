#include "ui/gallery/sigma_histogram.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include "ui/kit/number_text.h"
#include "ui/theme/theme.h"

namespace pf::ui {

constexpr int kBins = 48;
constexpr double kHandle = 5;        // px around an edge that grab it
constexpr double kSmallestDrag = 3;  // px; less is a click

SigmaHistogram::SigmaHistogram(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("sigmaHistogram"));
    setAccessibleName(tr("Histogram of σ²; drag to choose a range"));
    setToolTip(
        tr("Drag to show only a range of σ²; double click to show all.\n"
           "With the keyboard: Left and Right move the range, Esc clears it."));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void SigmaHistogram::setValues(std::vector<double> ascending, bool keep) {
    values_ = std::move(ascending);
    counts_.assign(kBins, 0);
    if (!values_.empty()) {
        low_ = values_.front();
        high_ = values_.back();
        if (!(high_ > low_)) {  // all the same: give the one bar a place
            const double margin = low_ == 0 ? 0.5 : std::abs(low_) * 0.05;
            low_ -= margin;
            high_ += margin;
        }
        for (const double value : values_) {
            const int bin = static_cast<int>((value - low_) / (high_ - low_) * kBins);
            ++counts_[static_cast<std::size_t>(std::clamp(bin, 0, kBins - 1))];
        }
    }
    if (keep && !values_.empty()) {
        setRange(range_);
    } else {
        drag_ = Drag::None;
        setRange(std::nullopt);
    }
    update();
}

void SigmaHistogram::setRange(const std::optional<Range>& range) {
    std::optional<Range> wanted = range;
    if (wanted) {
        std::sort(wanted->begin(), wanted->end());
        (*wanted)[0] = std::clamp((*wanted)[0], low_, high_);
        (*wanted)[1] = std::clamp((*wanted)[1], low_, high_);
    }
    if (wanted == range_) {
        return;
    }
    range_ = wanted;
    update();
    Q_EMIT rangeChanged(range_);
}

double SigmaHistogram::toX(double sigma) const {
    const QRectF area = plot();
    return area.left() + (sigma - low_) / (high_ - low_) * area.width();
}

double SigmaHistogram::toSigma(double x) const {
    const QRectF area = plot();
    return low_ + std::clamp((x - area.left()) / area.width(), 0.0, 1.0) * (high_ - low_);
}

SigmaHistogram::Drag SigmaHistogram::dragAt(double x) const {
    if (range_) {
        const double low = toX((*range_)[0]);
        const double high = toX((*range_)[1]);
        if (std::abs(x - high) <= kHandle) {
            return Drag::High;
        }
        if (std::abs(x - low) <= kHandle) {
            return Drag::Low;
        }
        if (x > low && x < high) {
            return Drag::Move;
        }
    }
    return Drag::New;
}

void SigmaHistogram::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const Theme& theme = Theme::instance();
    const QRectF area = plot();
    if (values_.empty()) {
        painter.setPen(theme.colour(Theme::Role::MutedText));
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap,
                         tr("σ² appears once a model has seen the images"));
        return;
    }
    if (range_) {
        painter.fillRect(
            QRectF(QPointF(toX((*range_)[0]), area.top()), QPointF(toX((*range_)[1]), area.bottom())),
            theme.colour(Theme::Role::Selection));
    }
    const int highest = *std::max_element(counts_.begin(), counts_.end());
    const double width = area.width() / kBins;
    for (int bin = 0; bin < kBins; ++bin) {
        const int count = counts_[static_cast<std::size_t>(bin)];
        if (count == 0) {
            continue;
        }
        const double centre = low_ + (bin + 0.5) / kBins * (high_ - low_);
        const auto place = std::lower_bound(values_.begin(), values_.end(), centre) - values_.begin();
        QColor colour = Theme::viridis(static_cast<double>(place) / static_cast<double>(values_.size()));
        if (range_ && (centre < (*range_)[0] || centre > (*range_)[1])) {
            colour.setAlphaF(0.25F);
        }
        const double height = std::max(1.0, area.height() * count / highest);
        painter.fillRect(
            QRectF(area.left() + bin * width, area.bottom() - height, std::max(1.0, width - 1), height),
            colour);
    }
    painter.setPen(theme.colour(Theme::Role::Border));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    if (range_) {
        painter.setPen(QPen(theme.colour(Theme::Role::Accent), 2));
        for (const double edge : *range_) {
            painter.drawLine(QPointF(toX(edge), area.top()), QPointF(toX(edge), area.bottom()));
        }
    }
    painter.setFont(theme.tabularFont());
    painter.setPen(theme.colour(Theme::Role::MutedText));
    const QRectF foot(area.left(), area.bottom() + 3, area.width(), height() - area.bottom() - 3);
    painter.drawText(foot, Qt::AlignLeft | Qt::AlignTop, sigmaText(values_.front()));
    painter.drawText(foot, Qt::AlignRight | Qt::AlignTop, sigmaText(values_.back()));
    painter.drawText(foot, Qt::AlignHCenter | Qt::AlignTop, tr("σ²"));
    if (hasFocus()) {
        painter.setPen(QPen(theme.colour(Theme::Role::Accent), 1));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
}

void SigmaHistogram::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || values_.empty()) {
        return;
    }
    drag_ = dragAt(event->position().x());
    pressed_ = toSigma(event->position().x());
    atPress_ = range_.value_or(Range{pressed_, pressed_});
}

void SigmaHistogram::mouseMoveEvent(QMouseEvent* event) {
    const double x = event->position().x();
    if (drag_ == Drag::None) {
        const Drag here = values_.empty() ? Drag::None : dragAt(x);
        const bool edge = here == Drag::Low || here == Drag::High;
        setCursor(edge ? Qt::SizeHorCursor : here == Drag::Move ? Qt::OpenHandCursor : Qt::CrossCursor);
        return;
    }
    const double sigma = toSigma(x);
    if (drag_ == Drag::Low) {
        setRange(Range{std::min(sigma, atPress_[1]), atPress_[1]});
    } else if (drag_ == Drag::High) {
        setRange(Range{atPress_[0], std::max(sigma, atPress_[0])});
    } else if (drag_ == Drag::Move) {
        const double shift = std::clamp(sigma - pressed_, low_ - atPress_[0], high_ - atPress_[1]);
        setRange(Range{atPress_[0] + shift, atPress_[1] + shift});
    } else if (std::abs(x - toX(pressed_)) >= kSmallestDrag) {
        setRange(Range{pressed_, sigma});
    }
}

void SigmaHistogram::mouseReleaseEvent(QMouseEvent* event) {
    if (drag_ == Drag::New && std::abs(event->position().x() - toX(pressed_)) < kSmallestDrag) {
        clearRange();  // a click beside the range
    }
    drag_ = Drag::None;
}

void SigmaHistogram::keyPressEvent(QKeyEvent* event) {
    const double step = (high_ - low_) / kBins;
    if (event->key() == Qt::Key_Escape && range_) {
        clearRange();
    } else if ((event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) && !values_.empty()) {
        const double direction = event->key() == Qt::Key_Right ? step : -step;
        const Range from = range_.value_or(Range{low_, low_ + (high_ - low_) / 4});
        const double shift = range_ ? std::clamp(direction, low_ - from[0], high_ - from[1]) : 0.0;
        setRange(Range{from[0] + shift, from[1] + shift});
    } else {
        QWidget::keyPressEvent(event);
    }
}

}  // namespace pf::ui
