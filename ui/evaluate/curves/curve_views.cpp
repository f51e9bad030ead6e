#include "ui/evaluate/curves/curve_views.h"

#include <algorithm>

#include <QCheckBox>

#include "core/results/charts/discard_charts.h"
#include "core/results/charts/score_charts.h"
#include "ui/chart/chart.h"
#include "ui/kit/box.h"
#include "ui/kit/number_text.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

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

DiscardView::DiscardView(const QString& name, QWidget* parent) : ProtocolView(name, parent) {
    chart()->setPinLimits(0, kHighestDiscard, kDiscardStep);
}

ChartDescription RiskView::describe(const ChartSubjects& subjects, std::size_t) const {
    return riskChart(subjects, {});
}

double RiskView::listThreshold(const PairCurves& curves, const ReadingPlace& place) const {
    const RiskRow row = curves.atDiscard(place.discard).refitted;
    return row.measured() ? row.threshold : place.threshold;
}

QStringList RiskView::readings(const PairCurves& curves, double discard) const {
    const DiscardReading reading = curves.atDiscard(discard);
    QStringList parts{tr("risk threshold %1").arg(scoreText(reading.refitted.riskThreshold)),
                      tr("re-fitted <b>%1</b> at threshold %2")
                          .arg(percentWord(reading.refitted.accuracy), scoreText(reading.refitted.threshold)),
                      tr("fixed <b>%1</b> at %2")
                          .arg(percentWord(reading.fixedAccuracy), scoreText(curves.fixedThreshold()))};
    if (!reading.refitted.measured()) {
        parts << QString::fromStdString(reading.refitted.problem).toHtmlEscaped();
    }
    return parts;
}

EdcView::EdcView(QWidget* parent) : DiscardView(QStringLiteral("edcChart"), parent) {
    auto* row = new QWidget(this);
    kind_ = makeCombo(
        QStringLiteral("edcKind"), tr("Threshold of the error curve"),
        {tr("EDC: threshold fixed"), tr("ERC: threshold recomputed")}, row,
        tr("EDC (ISO/IEC 29794-1): the threshold of discard 0 stays. ERC (as CR-FIQA evaluates): it is set "
           "again at every step. They rank methods differently."));
    fmr_ = named(new QCheckBox(tr("FMR too"), row), "edcFmr", {},
                 tr("Also draw the false match rate of the pairs that remain, on the right axis"));
    makeRow(row, Theme::spacing(), {kind_, fmr_});
    setOptions(row);
    connect(kind_, &QComboBox::currentIndexChanged, this, [this] {
        fmr_->setEnabled(!showsErc());
        Q_EMIT redrawRequested();
    });
    connect(fmr_, &QCheckBox::toggled, this, &ProtocolView::redrawRequested);
}

bool EdcView::showsErc() const {
    return kind_->currentIndex() == 1;
}

ChartDescription EdcView::describe(const ChartSubjects& subjects, std::size_t) const {
    // All are drawn for one choice; a record has the FMR that it was made with.
    const std::vector<double> targets = edcTargets(subjects, {});
    const double fmr = targets.empty() ? 1e-3 : targets.front();
    return showsErc() ? ercChart(subjects, {}, fmr) : edcChart(subjects, {}, fmr, fmr_->isChecked());
}

QStringList EdcView::readings(const PairCurves& curves, double discard) const {
    if (showsErc()) {
        const ErcPoint* nearest = &curves.erc().points.front();
        for (const ErcPoint& point : curves.erc().points) {
            if (point.rejectFraction <= discard + 1e-9) {
                nearest = &point;
            }
        }
        return {tr("at %1 %").arg(100 * nearest->rejectFraction),
                nearest->measured
                    ? tr("FNMR <b>%1</b> at threshold %2")
                          .arg(rateWord(nearest->point.fnmr()), scoreText(nearest->point.threshold))
                    : tr("nothing to measure"),
                tr("area to 95 % %1").arg(QString::number(curves.erc().area(), 'g', 4))};
    }
    const DiscardReading reading = curves.atDiscard(discard);
    const auto areaWord = [](double area) { return QString::number(area, 'g', 4); };
    const DiscardAreas& areas = curves.edcAreas();
    const OperatingPoint& fixed = curves.edc().fixed();
    return {tr("threshold %1 at FMR %2 (reached %3)")
                .arg(scoreText(fixed.threshold), fmrWord(fixed.fmrTarget), rateWord(fixed.fmr)),
            tr("FNMR <b>%1</b>").arg(rateWord(reading.edc.fnmr)),
            tr("best possible %1").arg(rateWord(reading.oracleFnmr)),
            tr("FMR %1").arg(rateWord(reading.edc.fmr)),
            tr("risk threshold %1").arg(scoreText(reading.edc.riskThreshold)),
            tr("area to 20 % %1, to 30 % %2, all %3")
                .arg(areaWord(areas.upTo20), areaWord(areas.upTo30), areaWord(areas.full))};
}

}  // namespace pf::ui
