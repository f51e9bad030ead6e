#include "ui/evaluate/curves/threshold_views.h"

#include <algorithm>

#include "core/results/charts/score_charts.h"
#include "ui/chart/chart.h"
#include "ui/kit/number_text.h"
#include "ui/kit/widgets.h"

namespace pf::ui {

namespace {

/// The lowest rate above zero that any of the results can show.
double lowestRate(const ChartSubjects& subjects) {
    std::size_t most = 10;
    for (const ChartSubject& subject : subjects) {
        for (const ScoreReport* curve : subject.curves) {
            most = std::max(most, curve->impostor);
        }
    }
    return 1.0 / static_cast<double>(most);
}

/// "threshold · FMR · FNMR · accuracy", and of the ROC as a whole EER, AUC and d'.
QString thresholdReadout(const PairCurves& curves, double threshold, bool withSummary) {
    const ThresholdReading reading = curves.atThreshold(threshold);
    QStringList parts{ProtocolView::tr("threshold <b>%1</b>").arg(scoreText(threshold)),
                      ProtocolView::tr("FMR <b>%1</b>").arg(rateWord(reading.fmr)),
                      ProtocolView::tr("FNMR <b>%1</b>").arg(rateWord(reading.fnmr)),
                      ProtocolView::tr("accuracy %1").arg(percentWord(reading.accuracy))};
    const ScoreReport* report = curves.scoreReport();
    if (withSummary && report != nullptr && report->roc) {
        parts << ProtocolView::tr("EER %1").arg(rateWord(report->roc->equalError.rate))
              << ProtocolView::tr("AUC %1").arg(QString::number(report->roc->areaUnderCurve, 'f', 5));
        if (report->roc->dPrime) {
            parts << ProtocolView::tr("d′ %1").arg(QString::number(*report->roc->dPrime, 'f', 3));
        }
    }
    return joinReadings(parts);
}

}  // namespace

ChartDescription RocView::describe(const ChartSubjects& subjects, std::size_t) const {
    chart()->setPinLimits(lowestRate(subjects), 1.0);
    return rocChart(subjects, {});
}

double RocView::pinAt(const PairCurves& curves, const ReadingPlace& place) const {
    return std::max(curves.atThreshold(place.threshold).fmr,
                    1.0 / static_cast<double>(curves.roc().impostorCount()));
}

QString RocView::readout(const PairCurves& curves, const ReadingPlace& place) const {
    return thresholdReadout(curves, place.threshold, true);
}

DetView::DetView(QWidget* parent) : RocView(QStringLiteral("detChart"), parent) {
    scale_ = makeCombo(QStringLiteral("detScale"), tr("Axes of the DET"),
                       {tr("Normal deviates"), tr("Logarithmic")}, this,
                       tr("On normal deviates Gaussian scores make straight lines"));
    setOptions(scale_);
    connect(scale_, &QComboBox::currentIndexChanged, this, &ProtocolView::redrawRequested);
}

ChartDescription DetView::describe(const ChartSubjects& subjects, std::size_t) const {
    ChartDescription described =
        detChart(subjects, {}, isLogarithmic() ? AxisScale::Log10 : AxisScale::Probit);
    highest_ = described.x.high.value_or(isLogarithmic() ? 1.0 : 0.6);
    chart()->setPinLimits(place(lowestRate(subjects)), place(highest_));
    return described;
}

double DetView::thresholdAt(const PairCurves& curves, double x) const {
    return curves.atFmr(isLogarithmic() ? x : normalFraction(x)).threshold;
}

double DetView::pinAt(const PairCurves& curves, const ReadingPlace& at) const {
    const double least = 1.0 / static_cast<double>(curves.roc().impostorCount());
    return place(std::clamp(curves.atThreshold(at.threshold).fmr, std::min(least, highest_), highest_));
}

ChartDescription ScoresView::describe(const ChartSubjects& subjects, std::size_t active) const {
    return scoresChart(subjects, {}, active);
}

QString ScoresView::readout(const PairCurves& curves, const ReadingPlace& place) const {
    return thresholdReadout(curves, place.threshold, false);
}

}  // namespace pf::ui
