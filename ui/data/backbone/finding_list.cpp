#include "ui/data/backbone/finding_list.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

using Level = BackboneFinding::Level;

QString word(Level level) {
    return level == Level::Good   ? FindingList::tr("Good")
           : level == Level::Note ? FindingList::tr("Note")
                                  : FindingList::tr("Warning");
}

QString iconName(Level level) {
    return level == Level::Good   ? QStringLiteral("check")
           : level == Level::Note ? QStringLiteral("info")
                                  : QStringLiteral("warning");
}

Theme::Role role(Level level) {
    return level == Level::Good   ? Theme::Role::Success
           : level == Level::Note ? Theme::Role::MutedText
                                  : Theme::Role::Warning;
}

}  // namespace

FindingList::FindingList(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("findings"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    connect(&Theme::instance(), &Theme::changed, this, &FindingList::rebuild);
}

void FindingList::setFindings(const std::vector<BackboneFinding>& findings) {
    findings_ = findings;
    rebuild();
}

void FindingList::rebuild() {
    delete lines_;
    lines_ = new QWidget(this);
    auto* grid = new QGridLayout(lines_);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::spacing());
    grid->setVerticalSpacing(Theme::spacing() / 2);
    grid->setColumnStretch(2, 1);
    int row = 0;
    for (const BackboneFinding& finding : findings_) {
        auto* icon = new QLabel(lines_);
        icon->setPixmap(Theme::instance().pixmap(iconName(finding.level), 16, role(finding.level)));
        auto* kind = new QLabel(word(finding.level), lines_);
        kind->setObjectName(QStringLiteral("findingLevel"));
        QFont strong = kind->font();
        strong.setBold(finding.level == Level::Warning);
        kind->setFont(strong);
        auto* text = new QLabel(QString::fromStdString(finding.text), lines_);
        text->setObjectName(QStringLiteral("findingText"));
        text->setTextFormat(Qt::PlainText);
        text->setWordWrap(true);
        text->setTextInteractionFlags(Qt::TextSelectableByMouse);
        text->setAccessibleName(QStringLiteral("%1: %2").arg(kind->text(), text->text()));
        grid->addWidget(icon, row, 0, Qt::AlignTop);
        grid->addWidget(kind, row, 1, Qt::AlignTop);
        grid->addWidget(text, row, 2);
        ++row;
    }
    layout()->addWidget(lines_);
    lines_->show();
}

}  // namespace pf::ui
