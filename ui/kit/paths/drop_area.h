// The invitation to drop a file, in a dashed frame.
#pragma once

#include <QFrame>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/kit/empty_state.h"
#include "ui/theme/theme.h"

namespace pf::ui {

class DropArea : public QFrame {
    Q_OBJECT
  public:
    DropArea(const QString& icon, const QString& title, const QString& text, const QString& buttonText,
             QWidget* parent = nullptr)
        : QFrame(parent), invitation_(new EmptyState(icon, title, text, buttonText, this)) {
        (new QVBoxLayout(this))->addWidget(invitation_);
        connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    }

    /// Something that can be dropped is over the tab.
    void setHovered(bool hovered) {
        hovered_ = hovered;
        update();
    }
    EmptyState* invitation() const { return invitation_; }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Theme& theme = Theme::instance();
        painter.setPen(QPen(theme.colour(hovered_ ? Theme::Role::Accent : Theme::Role::Border),
                            hovered_ ? 2 : 1.5, Qt::DashLine));
        painter.setBrush(theme.colour(hovered_ ? Theme::Role::Selection : Theme::Role::Surface));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), 6, 6);
    }

  private:
    EmptyState* invitation_ = nullptr;
    bool hovered_ = false;
};

}  // namespace pf::ui
