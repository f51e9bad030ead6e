#include "ui/kit/paths/drop_area.h"

#include <QPainter>
#include <QVBoxLayout>

#include "ui/kit/empty_state.h"
#include "ui/theme/theme.h"

namespace pf::ui {

DropArea::DropArea(const QString& icon, const QString& title, const QString& text, const QString& buttonText,
                   QWidget* parent)
    : QFrame(parent), invitation_(new EmptyState(icon, title, text, buttonText, this)) {
    (new QVBoxLayout(this))->addWidget(invitation_);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void DropArea::setHovered(bool hovered) {
    if (hovered != hovered_) {
        hovered_ = hovered;
        update();
    }
}

void DropArea::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = Theme::instance();
    painter.setPen(QPen(theme.colour(hovered_ ? Theme::Role::Accent : Theme::Role::Border),
                        hovered_ ? 2 : 1.5, Qt::DashLine));
    painter.setBrush(theme.colour(hovered_ ? Theme::Role::Selection : Theme::Role::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), 6, 6);
}

}  // namespace pf::ui
