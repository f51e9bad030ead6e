#include "ui/evaluate/curves/protocol_view.h"

#include <algorithm>
#include <utility>

#include "core/results/record_curves.h"
#include "ui/chart/chart.h"
#include "ui/kit/box.h"
#include "ui/kit/widgets.h"

namespace pf::ui {

DrawnResult::DrawnResult(const QString& id, const QString& name, std::size_t place, PairCurvesPtr pairCurves,
                         const EvaluationRecord* onlyRecord)
    : subject{id.toStdString(), name.toStdString(), static_cast<int>(place), {}, {}},
      curves(std::move(pairCurves)) {
    if (curves != nullptr) {
        subject.curves = {&curves->drawn()};
        subject.fixedAccuracy = curves->fixedAccuracy();
    } else if (onlyRecord != nullptr) {
        record = std::make_shared<const ScoreReport>(recordCurves(*onlyRecord));
        subject.curves = {record.get()};
    }
}

ProtocolView::ProtocolView(const QString& name, QWidget* parent) : QWidget(parent) {
    chart_ = named(new Chart(this), name);
    chart_->setRangeSelection(true);
    makeColumn(this, 0, {chart_});
}

PairQuery ProtocolView::queryBetween(const PairCurves& curves, double low, double high) const {
    if (readsDiscard()) {
        return {PairQuery::Kind::DiscardRange, low, high};
    }
    const double a = thresholdAt(curves, low);
    const double b = thresholdAt(curves, high);
    return {PairQuery::Kind::ScoreRange, std::min(a, b), std::max(a, b)};
}

void ProtocolView::draw(const std::vector<DrawnResult>& results, std::size_t active) {
    ChartSubjects subjects;
    bool isKnown = false;
    bool hasRisk = results.empty();
    for (const DrawnResult& result : results) {
        subjects.push_back(result.subject);
        isKnown = isKnown || result.curves != nullptr;
        hasRisk = hasRisk || result.curves == nullptr || result.curves->hasRisk();
    }
    ChartDescription description = describe(subjects, active);
    if (readsDiscard() && !hasRisk) {
        description.emptyText = noRiskWord().toStdString();
    } else if (!isKnown) {
        description.emptyText =
            (readsDiscard() ? tr("No results yet")
                            : tr("Run the evaluation to see this curve: only a table is here"))
                .toStdString();
    }
    caption_ = QString::fromStdString(description.caption);
    chart_->draw(description);
}

QString noRiskWord() {
    return ProtocolView::tr(
        "These embeddings have no σ²: nothing can be discarded by it. Choose a quality file at the left and "
        "evaluate again; ROC, DET and scores are there.");
}

QString joinReadings(const QStringList& parts) {
    // Lines break between the parts, never within one.
    QStringList whole;
    for (QString part : parts) {
        whole << part.replace(QLatin1Char(' '), QStringLiteral("&nbsp;"));
    }
    return whole.join(QStringLiteral("&nbsp;&nbsp;· "));
}

}  // namespace pf::ui
