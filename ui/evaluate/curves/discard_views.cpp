#include "ui/evaluate/curves/discard_views.h"

#include <QCheckBox>
#include <QComboBox>

#include "core/results/charts/discard_charts.h"
#include "ui/chart/chart.h"
#include "ui/kit/box.h"
#include "ui/kit/number_text.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

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
