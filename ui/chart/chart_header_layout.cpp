#include "ui/chart/chart_header_layout.h"

#include <algorithm>

#include <QWidget>

namespace pf::ui {

constexpr int kGap = 8;
constexpr int kRowGap = 2;

ChartHeaderLayout::ChartHeaderLayout(QWidget* parent, QWidget* title, QWidget* legend, QWidget* controls,
                                     QWidget* button)
    : FlowLayout(parent) {
    setContentsMargins(8, 4, 4, 0);
    for (QWidget* widget : {title, legend, controls, button}) {
        addWidget(widget);
    }
}

QSize ChartHeaderLayout::sizeHint() const {
    const QMargins margins = contentsMargins();
    int width = margins.left() + margins.right();
    int height = 0;
    for (const Part part : {Title, Legend, Controls, Button}) {
        if (!items_[part]->isEmpty()) {
            width += widthOf(part) + kGap;
            height = std::max(height, items_[part]->sizeHint().height());
        }
    }
    return {width, height + margins.top() + margins.bottom()};
}

QSize ChartHeaderLayout::minimumSize() const {
    const QMargins margins = contentsMargins();
    int row = 0;
    int height = 0;
    for (const Part part : {Title, Controls, Button}) {
        if (!items_[part]->isEmpty()) {
            row += items_[part]->minimumSize().width() + kGap;
            height = std::max(height, items_[part]->minimumSize().height());
        }
    }
    const int legend = items_[Legend]->isEmpty() ? 0 : items_[Legend]->minimumSize().width();
    return {std::max(row, legend) + margins.left() + margins.right(),
            height + margins.top() + margins.bottom()};
}

int ChartHeaderLayout::arrange(const QRect& rect, bool apply) const {
    const QMargins margins = contentsMargins();
    const QRect room = rect.marginsRemoved(margins);
    const auto put = [apply](QLayoutItem* item, const QRect& place) {
        if (apply) {
            item->setGeometry(place);
        }
    };
    int right = room.right() + 1;
    int height = 0;
    const auto centred = [&](QLayoutItem* item, int left, int width, int rowHeight) {
        const int own = std::min(rowHeight, item->sizeHint().height());
        put(item, QRect(left, room.top() + (rowHeight - own) / 2, width, own));
    };
    for (const Part part : {Title, Controls, Button}) {
        if (!items_[part]->isEmpty()) {
            height = std::max(height, items_[part]->sizeHint().height());
        }
    }
    for (const Part part : {Button, Controls}) {
        if (!items_[part]->isEmpty()) {
            right -= widthOf(part);
            centred(items_[part], right, widthOf(part), height);
            right -= kGap;
        }
    }
    const bool hasTitle = !items_[Title]->isEmpty();
    const int titleWidth = std::max(0, std::min(widthOf(Title), right - room.left()));
    QLayoutItem* legend = items_[Legend];
    const int beside = room.left() + (hasTitle ? titleWidth + kGap : 0);
    const bool hasLegend = !legend->isEmpty();
    const bool fits = hasLegend && beside + widthOf(Legend) <= right;
    if (fits) {
        height = std::max(height, legend->heightForWidth(right - beside));
    }
    if (hasTitle) {
        centred(items_[Title], room.left(), titleWidth, height);
    }
    if (fits) {
        const int own = legend->heightForWidth(right - beside);
        put(legend, QRect(beside, room.top() + (height - own) / 2, right - beside, own));
    } else if (hasLegend) {
        const int top = room.top() + (height > 0 ? height + kRowGap : 0);
        const int own = legend->heightForWidth(room.width());
        put(legend, QRect(room.left(), top, room.width(), own));
        height = top - room.top() + own;
    }
    return height + margins.top() + margins.bottom();
}

}  // namespace pf::ui
