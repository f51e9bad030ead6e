#include "ui/kit/elided_label.h"

#include <algorithm>

#include <QPainter>
#include <QStyle>

namespace pf::ui {

/// Enough to see that something stands here.
constexpr int kSmallestCharacters = 6;

ElidedLabel::ElidedLabel(Qt::TextElideMode mode, QWidget* parent) : QLabel(parent), mode_(mode) {
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

QSize ElidedLabel::minimumSizeHint() const {
    const int whole = fontMetrics().horizontalAdvance(text());
    return {std::min(whole, kSmallestCharacters * fontMetrics().averageCharWidth()),
            QLabel::minimumSizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    style()->drawItemText(&painter, contentsRect(), static_cast<int>(alignment()), palette(), isEnabled(),
                          shownText(), foregroundRole());
}

}  // namespace pf::ui
