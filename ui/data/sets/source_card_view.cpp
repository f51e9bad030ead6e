#include "ui/data/sets/source_card_view.h"

#include <algorithm>
#include <array>

#include <QHeaderView>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QTableWidget>

#include "core/base/text.h"
#include "ui/kit/box.h"
#include "ui/kit/flow_layout.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

struct Words {
    const char* text;
    const char* help;  ///< where the button leads
};

/// In the order of SourceUse.
constexpr std::array<Words, static_cast<std::size_t>(SourceUse::OpenRun) + 1> kWords = {
    {{"Train with these faces", "Opens Train; nothing starts yet"},
     {"Look at in Gallery", "Opens Gallery"},
     {"Evaluate", "Adds it to the lists of Evaluate"},
     {"Compare in Pairs", "Puts it into Pairs"},
     {"Use as backbone", "Tries it with a few images before a recipe uses it"},
     {"Import weights", "Turns the tensors into a native backbone"},
     {"Align", "Cuts aligned faces out of photos"},
     {"Convert", "Copies the set into another format"},
     {"Export", "Writes the model for use elsewhere"},
     {"Open run", "Shows its curves, live or finished"}}};

/// The button's text: "Train with these faces".
QString useText(SourceUse use, SourceKind kind) {
    if (use == SourceUse::Train && kind == SourceKind::Config) {
        return SourceCardView::tr("Train with this recipe");
    }
    if (use == SourceUse::Gallery && kind == SourceKind::Model) {
        return SourceCardView::tr("Use in Gallery");
    }
    if (use == SourceUse::OpenRun && kind == SourceKind::Runs) {
        return SourceCardView::tr("Open runs");
    }
    return SourceCardView::tr(kWords[static_cast<std::size_t>(use)].text);
}

}  // namespace

SourceCardView::SourceCardView(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("sourceCard"));
    setProperty("card", true);
    title_ = makeText(QStringLiteral("sourceTitle"), this);
    title_->setFont(Theme::instance().titleFont());
    path_ = makeText(QStringLiteral("sourcePath"), this);
    path_->setProperty("muted", true);
    remark_ = makeText(QStringLiteral("sourceRemark"), this);
    warning_ = makeWarning();
    uses_ = new QWidget(this);
    new FlowLayout(uses_, Theme::spacing());
    facts_ = named(new QTableWidget(0, 2, this), "sourceFacts", tr("Facts"));
    facts_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    facts_->setSelectionBehavior(QAbstractItemView::SelectRows);
    facts_->setTabKeyNavigation(false);
    facts_->setShowGrid(false);
    facts_->setWordWrap(false);
    facts_->setTextElideMode(Qt::ElideMiddle);
    facts_->setFrameShape(QFrame::NoFrame);
    facts_->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    facts_->horizontalHeader()->hide();
    facts_->verticalHeader()->hide();
    facts_->horizontalHeader()->setStretchLastSection(true);
    problemCount_ = makeText(QStringLiteral("sourceProblemCount"), this);
    problems_ = named(new QListWidget(this), "sourceProblems", tr("Problems"));
    problems_->setWordWrap(true);
    problems_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    problems_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    const int gap = Theme::spacing();
    makeColumn(this, gap, {title_, path_, remark_, warning_, uses_, facts_, problemCount_, problems_})
        ->setContentsMargins(2 * gap, gap, 2 * gap, gap);
}

QWidget* SourceCardView::makeWarning() {
    auto* frame = named(new QFrame(this), "programWarning");
    frame->setProperty("hint", QStringLiteral("warning"));
    auto* icon = new QLabel(frame);
    auto* text = makeText(QStringLiteral("programWarningText"), frame);
    text->setText(
        tr("This file is a program: opening it runs its code with your rights. Open it only if you know "
           "where it comes from. Nothing of it has been run so far; you are asked before the first time."));
    makeRow(frame, kUsualGap, {{icon, 0, Qt::AlignTop}, {text, 1}})
        ->setContentsMargins(Theme::spacing(), Theme::spacing() / 2, Theme::spacing(), Theme::spacing() / 2);
    const auto paint = [icon] {
        icon->setPixmap(Theme::instance().pixmap(QStringLiteral("warning"), 18, Theme::Role::Warning));
    };
    connect(&Theme::instance(), &Theme::changed, icon, paint);
    paint();
    return frame;
}

void SourceCardView::setCard(const SourceCard& card, const QString& remark) {
    title_->setText(QString::fromStdString(card.title));
    path_->setText(QString::fromStdString(card.path));
    showText(remark_, remark);
    warning_->setVisible(card.isProgram);
    showFacts(card);
    showProblems(card);
    showUses(card);
}

void SourceCardView::showFacts(const SourceCard& card) {
    facts_->setRowCount(static_cast<int>(card.facts.size()));
    for (int row = 0; row < facts_->rowCount(); ++row) {
        const SourceFact& fact = card.facts[static_cast<std::size_t>(row)];
        facts_->setItem(row, 0, new QTableWidgetItem(QString::fromStdString(fact.name)));
        auto* value = new QTableWidgetItem(QString::fromStdString(fact.value));
        value->setFont(Theme::instance().tabularFont());
        value->setToolTip(value->text());
        facts_->setItem(row, 1, value);
    }
    facts_->resizeColumnToContents(0);
    // As high as its rows: the card scrolls as a whole.
    int height = 2 * facts_->frameWidth();
    for (int row = 0; row < facts_->rowCount(); ++row) {
        height += facts_->rowHeight(row);
    }
    facts_->setFixedHeight(height);
    facts_->setVisible(!card.facts.empty());
}

void SourceCardView::showProblems(const SourceCard& card) {
    problems_->clear();
    for (const std::string& problem : card.problems) {
        problems_->addItem(QString::fromStdString(problem));
    }
    const auto all = static_cast<long long>(std::max(card.problemCount, card.problems.size()));
    const auto listed = static_cast<long long>(card.problems.size());
    const QString count = QString::fromStdString(formatCount(all));
    problemCount_->setText(all == 0        ? tr("No problems found.")
                           : all == 1      ? tr("1 problem:")
                           : all == listed ? tr("%1 problems:").arg(count)
                                           : tr("%1 problems, the first %2:").arg(count).arg(listed));
    problemCount_->setProperty("muted", all == 0);
    Theme::restyle(problemCount_);
    problems_->setVisible(listed > 0);
    const int line = problems_->fontMetrics().height() + 6;
    problems_->setFixedHeight(line * static_cast<int>(std::clamp<long long>(2 * listed, 2, 8)) + 4);
}

void SourceCardView::showUses(const SourceCard& card) {
    QLayout* flow = uses_->layout();
    while (QLayoutItem* item = flow->takeAt(0)) {
        // Later: the button may be the one that is just being pressed.
        item->widget()->setObjectName({});
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const SourceUse use : card.uses) {
        auto* button = named(new QPushButton(useText(use, card.kind), uses_),
                             QStringLiteral("use-%1").arg(static_cast<int>(use)));
        button->setProperty("primary", flow->count() == 0);
        button->setToolTip(tr(kWords[static_cast<std::size_t>(use)].help));
        flow->addWidget(button);
        connect(button, &QPushButton::clicked, this,
                [this, use, kind = card.kind, path = QString::fromStdString(card.path)] {
                    Q_EMIT useRequested(use, kind, path);
                });
        button->show();
    }
    uses_->setVisible(!card.uses.empty());
    flow->invalidate();
    uses_->updateGeometry();
}

}  // namespace pf::ui
