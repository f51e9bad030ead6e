#include "ui/data/backbone/check_result.h"

#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>

#include "core/base/text.h"
#include "ui/kit/box.h"
#include "ui/kit/number_text.h"
#include "ui/kit/thumbnail_loader.h"
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

namespace {

constexpr int kThumbnail = 56;

QTableWidgetItem* numberItem(double value, int digits) {
    auto* item = new QTableWidgetItem(QString::number(value, 'f', digits));
    item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    item->setFont(Theme::instance().tabularFont());
    return item;
}

}  // namespace

CheckResult::CheckResult(QWidget* parent) : QFrame(parent) {
    setObjectName(QStringLiteral("checkResult"));
    setProperty("card", true);
    title_ = makeText(QStringLiteral("checkTitle"), this);
    title_->setFont(Theme::instance().titleFont());
    sizes_ = makeText(QStringLiteral("checkSizes"), this);
    accuracy_ = makeText(QStringLiteral("checkAccuracy"), this);
    findings_ = new FindingList(this);
    QPushButton* use = makeButton(QStringLiteral("useInRecipe"), tr("Use in a recipe"), this,
                                  tr("Fills the backbone and its input in Train; nothing starts yet"));
    use->setProperty("primary", true);
    better_ = makeButton(QStringLiteral("takeBetter"), tr("Use the better settings"), this);
    rows_ = named(new QTableWidget(0, 4, this), "checkRows", tr("Faces that were tried"));
    rows_->setHorizontalHeaderLabels({tr("Face"), tr("Norm of mu"), tr("Lowest value"), tr("Highest value")});
    rows_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    rows_->setSelectionBehavior(QAbstractItemView::SelectRows);
    rows_->setTabKeyNavigation(false);
    rows_->setShowGrid(false);
    rows_->setIconSize(QSize(kThumbnail, kThumbnail));
    rows_->verticalHeader()->hide();
    rows_->verticalHeader()->setDefaultSectionSize(kThumbnail + 6);
    rows_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    rows_->setMinimumHeight(3 * kThumbnail);

    const int gap = Theme::spacing();
    makeColumn(
        this, gap,
        {title_, sizes_, accuracy_, findings_, makeRow(nullptr, gap, {use, better_, Spring{}}), {rows_, 1}})
        ->setContentsMargins(2 * gap, gap, 2 * gap, gap);
    connect(use, &QPushButton::clicked, this, &CheckResult::useRequested);
    connect(better_, &QPushButton::clicked, this, [this] { Q_EMIT betterRequested(betterSettings_); });
}

void CheckResult::setCheck(const BackboneCheck& check) {
    title_->setText(QString::fromStdString(check.description));
    QStringList facts = {tr("mu: %1 values").arg(countText(check.embeddingSize)),
                         tr("features for the head: %1 values").arg(countText(check.featureSize))};
    if (check.imagesPerSecond > 0) {
        facts << tr("%1 images/s").arg(check.imagesPerSecond, 0, 'f', 1);
    }
    QStringList lines = {facts.join(QStringLiteral(" · ")),
                         tr("Input: %1").arg(QString::fromStdString(check.preprocessing))};
    if (!check.outputs.empty()) {
        lines << tr("Outputs: %1").arg(textList(check.outputs).join(QStringLiteral(", ")));
    }
    sizes_->setText(lines.join(QLatin1Char('\n')));
    accuracy_->setVisible(check.pairAccuracy.has_value());
    if (check.pairAccuracy) {
        accuracy_->setText(
            tr("Accuracy of the cosine on %1 pairs: %2")
                .arg(countText(check.pairs), QString::fromStdString(formatPercent(*check.pairAccuracy))));
    }
    findings_->setFindings(check.findings);
    betterSettings_ = textList(check.betterSettings);
    better_->setVisible(!betterSettings_.isEmpty());
    better_->setToolTip(betterSettings_.join(QLatin1Char('\n')));
    showRows(check);
}

void CheckResult::showRows(const BackboneCheck& check) {
    rows_->setRowCount(static_cast<int>(check.rows.size()));
    for (int row = 0; row < rows_->rowCount(); ++row) {
        const BackboneCheck::Row& one = check.rows[static_cast<std::size_t>(row)];
        auto* name = new QTableWidgetItem(QString::fromStdString(one.name));
        name->setToolTip(name->text());
        if (!one.thumbnail.empty()) {
            name->setIcon(QIcon(QPixmap::fromImage(toQImage(one.thumbnail))));
        }
        rows_->setItem(row, 0, name);
        rows_->setItem(row, 1, numberItem(one.norm, 2));
        rows_->setItem(row, 2, numberItem(one.lowest, 3));
        rows_->setItem(row, 3, numberItem(one.highest, 3));
    }
}

}  // namespace pf::ui
