#include "ui/shell/rail.h"

#include <QButtonGroup>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/kit/job_monitor.h"
#include "ui/theme/theme.h"

namespace pf::ui {

constexpr int kRailWidth = 88;

Rail::Rail(QWidget* parent)
    : QWidget(parent), group_(new QButtonGroup(this)), column_(new QVBoxLayout(this)) {
    setObjectName(QStringLiteral("rail"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedWidth(kRailWidth);
    column_->setContentsMargins(0, Theme::spacing(), 0, 0);
    column_->setSpacing(2);
    column_->addStretch();
    column_->addWidget(new JobMonitor(this));
    group_->setExclusive(true);
    connect(group_, &QButtonGroup::idClicked, this, &Rail::placeChosen);
    connect(&Theme::instance(), &Theme::changed, this, &Rail::updateIcons);
}

void Rail::addPlace(const QString& title, const QString& iconName, const QString& shortcut) {
    auto* button = new QToolButton(this);
    button->setObjectName(QStringLiteral("railButton"));
    button->setProperty("place", title);
    button->setText(title);
    button->setAccessibleName(title);
    button->setToolTip(tr("%1 (%2)").arg(title, shortcut));
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    button->setIconSize(QSize(24, 24));
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    const int index = static_cast<int>(buttons_.size());
    group_->addButton(button, index);
    column_->insertWidget(index, button);
    buttons_.append(button);
    icons_.append(iconName);
    updateIcons();
}

void Rail::setCurrent(int index) {
    if (index >= 0 && index < buttons_.size()) {
        buttons_[index]->setChecked(true);
        updateIcons();
    }
}

void Rail::updateIcons() {
    for (int i = 0; i < buttons_.size(); ++i) {
        buttons_[i]->setIcon(Theme::instance().icon(
            icons_[i], buttons_[i]->isChecked() ? Theme::Role::Accent : Theme::Role::MutedText));
    }
}

}  // namespace pf::ui
