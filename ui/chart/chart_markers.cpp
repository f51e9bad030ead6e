#include "ui/chart/chart_markers.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/chart/text_fitting.h"
#include "ui/theme/theme.h"

namespace pf::ui {

void ChartMarkers::set(const QString& id, double x, const QString& words, int row) {
    Marker& marker = markers_[id];
    if (marker.line == nullptr) {
        marker.line = new QCPItemStraightLine(plot_);
        marker.text = new QCPItemText(plot_);
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
    marker.words = words;
    marker.text->setText(words);
    setColours(Theme::instance().isDark());
}

void ChartMarkers::remove(const QString& id) {
    if (const auto at = markers_.find(id); at != markers_.end()) {
        plot_->removeItem(at->second.line);
        plot_->removeItem(at->second.text);
        markers_.erase(at);
    }
}

void ChartMarkers::clear() {
    while (!markers_.empty()) {
        remove(QString(markers_.begin()->first));
    }
}

void ChartMarkers::setColours(bool dark) {
    for (const auto& [id, marker] : markers_) {
        marker.line->setPen(QPen(Theme::colour(Theme::Role::MutedText, dark), 1, Qt::DashLine));
        marker.text->setColor(Theme::colour(Theme::Role::MutedText, dark));
    }
}

void ChartMarkers::setFont(const QFont& font) {
    for (const auto& [id, marker] : markers_) {
        marker.text->setFont(font);
    }
}

bool ChartMarkers::place() {
    constexpr int kTop = 8;
    constexpr double kAbove = 2;
    bool changed = false;
    const QRect room = plot_->axisRect()->rect();
    std::map<int, double> heights;  // by row
    for (const auto& [id, marker] : markers_) {
        // The words stand on the side where they have room; in a narrow plot in several lines.
        const double at = plot_->xAxis->coordToPixel(marker.line->point1->key());
        const QFontMetricsF metrics(marker.text->font());
        const double padding = marker.text->padding().left() + marker.text->padding().right();
        const double wide = metrics.horizontalAdvance(marker.words) + padding;
        const double right = room.right() - at;
        const double left = at - room.left();
        const bool toRight = wide <= right || right >= left;
        const Qt::Alignment side = toRight ? Qt::AlignLeft : Qt::AlignRight;
        const QString text =
            wrappedText(marker.words, metrics, std::max(40.0, std::max(left, right) - padding))
                .join(QLatin1Char('\n'));
        changed = changed || marker.text->textAlignment() != side || marker.text->text() != text;
        marker.text->setPositionAlignment(Qt::AlignTop | side);
        marker.text->setTextAlignment(side);
        marker.text->setText(text);
        marker.text->setVisible(!text.isEmpty() &&
                                plot_->xAxis->range().contains(marker.line->point1->key()));
        if (!text.isEmpty()) {
            const double lines = static_cast<double>(text.count(QLatin1Char('\n')) + 1);
            heights[marker.row] = std::max(heights[marker.row], lines * metrics.height() + 2);
        }
    }
    double top = kAbove;
    for (auto& [row, height] : heights) {
        top += std::exchange(height, top);  // from now on where the row begins
    }
    for (const auto& [id, marker] : markers_) {
        marker.text->position->setCoords(marker.line->point1->key(), heights[marker.row]);
    }
    QMargins margins = plot_->axisRect()->minimumMargins();
    if (const int wanted = heights.empty() ? kTop : static_cast<int>(std::ceil(top));
        margins.top() != wanted) {
        margins.setTop(std::max(kTop, wanted));
        changed = changed || margins != plot_->axisRect()->minimumMargins();
        plot_->axisRect()->setMinimumMargins(margins);
    }
    return changed;
}

}  // namespace pf::ui
