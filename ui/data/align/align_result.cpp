#include "ui/data/align/align_result.h"

#include <map>

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVariant>

#include "ui/kit/box.h"
#include "ui/kit/number_text.h"
#include "ui/kit/text_table_model.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

AlignResult::AlignResult(QWidget* parent)
    : QFrame(parent),
      remarks_(new TextTableModel({tr("Photo"), tr("Remark"), tr("Crop"), tr("Detail")}, this)) {
    setObjectName(QStringLiteral("alignResult"));
    setProperty("card", true);
    counts_ = makeText(QStringLiteral("alignCounts"), this);
    counts_->setFont(Theme::instance().titleFont());
    kinds_ = makeText(QStringLiteral("alignKinds"), this);
    gallery_ = makeButton(QStringLiteral("alignGallery"), tr("Look at in Gallery"), this);
    report_ = makeButton(QStringLiteral("alignReport"), tr("Open the report"), this);
    auto* sorted = new QSortFilterProxyModel(this);
    sorted->setSourceModel(remarks_);
    QTableView* view = makeTableView(QStringLiteral("alignRemarks"), tr("Photos with a remark"), this);
    view->setModel(sorted);
    view->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    view->setSortingEnabled(true);
    view->setColumnWidth(0, 260);
    view->setColumnWidth(1, 110);
    view->setColumnWidth(2, 90);
    const int gap = Theme::spacing();
    makeColumn(this, gap, {counts_, kinds_, makeRow(nullptr, gap, {gallery_, report_, Spring{}}), {view, 1}})
        ->setContentsMargins(2 * gap, gap, 2 * gap, gap);
    connect(gallery_, &QPushButton::clicked, this, &AlignResult::galleryRequested);
    connect(report_, &QPushButton::clicked, this, &AlignResult::reportRequested);
}

void AlignResult::setOutcome(const AlignOutcome& outcome) {
    QString counts =
        tr("%1 photos · %2 crops written").arg(countText(outcome.photos), countText(outcome.written));
    if (outcome.kept > 0) {
        counts += tr(" · %1 were there already").arg(countText(outcome.kept));
    }
    if (outcome.withoutCrop > 0) {
        counts += tr(" · %1 photos without a crop").arg(countText(outcome.withoutCrop));
    }
    if (!outcome.complete) {
        counts += tr(" · stopped");
    }
    counts_->setText(counts);
    std::map<std::string, std::size_t> kinds;
    std::vector<QStringList> rows;
    rows.reserve(outcome.remarks.size());
    for (const AlignRemark& remark : outcome.remarks) {
        ++kinds[remark.kind];
        rows.push_back({QString::fromStdString(remark.photo), QString::fromStdString(remark.kind),
                        remark.written ? tr("written") : tr("none"), QString::fromStdString(remark.detail)});
    }
    QStringList words;
    for (const auto& [kind, count] : kinds) {
        words << QStringLiteral("%1: %2").arg(QString::fromStdString(kind), countText(count));
    }
    QStringList lines = {words.isEmpty() ? tr("Every photo went through without remark.")
                                         : words.join(QStringLiteral(" · "))};
    if (outcome.otherFiles > 0) {
        lines << tr("%1 other files were passed over.").arg(countText(outcome.otherFiles));
    }
    lines << textList(outcome.notes);
    if (!outcome.reading.empty()) {
        lines << QString::fromStdString(outcome.reading);
    }
    kinds_->setText(lines.join(QLatin1Char('\n')));
    remarks_->setRows(std::move(rows));
    gallery_->setEnabled(outcome.written + outcome.kept > 0);
    report_->setEnabled(!outcome.report.empty());
    report_->setToolTip(QString::fromStdString(outcome.report.string()));
}

}  // namespace pf::ui
