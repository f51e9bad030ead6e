#include "ui/kit/empty_state.h"

#include <QLabel>
#include <QPushButton>

#include "ui/kit/box.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

EmptyState::EmptyState(const QString& icon, const QString& title, const QString& text,
                       const QString& buttonText, QWidget* parent)
    : QWidget(parent),
      icon_(icon),
      image_(new QLabel(this)),
      title_(new QLabel(title, this)),
      text_(new QLabel(text, this)) {
    auto* column = new QVBoxLayout(this);
    column->setSpacing(Theme::spacing());
    column->addStretch(2);
    image_->setAlignment(Qt::AlignCenter);
    column->addWidget(image_);
    title_->setFont(Theme::instance().titleFont());
    title_->setAlignment(Qt::AlignCenter);
    title_->setWordWrap(true);
    column->addWidget(title_);
    text_->setAlignment(Qt::AlignCenter);
    text_->setWordWrap(true);
    text_->setProperty("muted", true);
    text_->setMaximumWidth(520);
    // A word-wrapped label in a centred box needs its width said, or it takes its narrowest.
    text_->setMinimumWidth(280);
    column->addLayout(makeRow(nullptr, kUsualGap, {Spring{}, {text_, 4}, Spring{}}));
    button_ = makeButton(QStringLiteral("emptyStateButton"), buttonText, this);
    button_->setProperty("primary", true);
    button_->setVisible(!buttonText.isEmpty());
    column->addSpacing(Theme::spacing());
    column->addLayout(makeRow(nullptr, kUsualGap, {Spring{}, button_, Spring{}}));
    column->addStretch(3);
    connect(button_, &QPushButton::clicked, this, &EmptyState::actionRequested);
    const auto repaint = [this] {
        image_->setPixmap(Theme::instance().pixmap(icon_, 48, Theme::Role::MutedText));
    };
    connect(&Theme::instance(), &Theme::changed, this, repaint);
    repaint();
}

void EmptyState::setTexts(const QString& title, const QString& text) {
    title_->setText(title);
    text_->setText(text);
}

}  // namespace pf::ui
