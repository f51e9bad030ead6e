#include "ui/data/backbone/finding_list.h"

#include <QGridLayout>
#include <QLabel>

#include "ui/kit/box.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

using Level = BackboneFinding::Level;

struct Look {
    QString word;
    const char* icon;
    Theme::Role role;
};

Look lookOf(Level level) {
    return level == Level::Good   ? Look{FindingList::tr("Good"), "check", Theme::Role::Success}
           : level == Level::Note ? Look{FindingList::tr("Note"), "info", Theme::Role::MutedText}
                                  : Look{FindingList::tr("Warning"), "warning", Theme::Role::Warning};
}

}  // namespace

FindingList::FindingList(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("findings"));
    makeColumn(this, kUsualGap, {});
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
        const Look look = lookOf(finding.level);
        icon->setPixmap(Theme::instance().pixmap(QString::fromLatin1(look.icon), 16, look.role));
        auto* kind = named(new QLabel(look.word, lines_), "findingLevel");
        QFont strong = kind->font();
        strong.setBold(finding.level == Level::Warning);
        kind->setFont(strong);
        QLabel* text = makeText(QStringLiteral("findingText"), lines_);
        text->setText(QString::fromStdString(finding.text));
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
