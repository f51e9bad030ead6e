#include "ui/evaluate/curves/scores_view.h"

#include <cmath>

#include "ui/chart/chart.h"
#include "ui/evaluate/curves/roc_view.h"

namespace pf::ui {

namespace {

struct Density {
    QVector<double> centres;
    QVector<double> heights;
};

/// Four bins as one: outlines over each other must be calm.
Histogram coarser(const Histogram& fine) {
    constexpr std::size_t kJoined = 4;
    if (fine.counts.size() % kJoined != 0) {
        return fine;
    }
    Histogram coarse{fine.low, fine.high, std::vector<std::size_t>(fine.counts.size() / kJoined)};
    for (std::size_t i = 0; i < fine.counts.size(); ++i) {
        coarse.counts[i / kJoined] += fine.counts[i];
    }
    return coarse;
}

/// Shares per unit of score, so that histograms of different bins can be compared.
Density densityOf(const Histogram& histogram) {
    double all = 0;
    for (const std::size_t count : histogram.counts) {
        all += static_cast<double>(count);
    }
    Density density;
    for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
        density.centres << histogram.low + histogram.binWidth() * (static_cast<double>(i) + 0.5);
        density.heights << static_cast<double>(histogram.counts[i]) / (all * histogram.binWidth());
    }
    return density;
}

}  // namespace

ScoresView::ScoresView(QWidget* parent) : ProtocolView(QStringLiteral("scoresChart"), parent) {
    chart()->setTitle(tr("Scores of genuine and impostor pairs"));
    chart()->setAxisFormats(AxisFormat::Plain, AxisFormat::Plain, AxisFormat::Percent);
    chart()->setHomeRangeY(0.0, {});
    chart()->setNoDataText(tr("Run the evaluation to see its scores: only a table is here"));
}

void ScoresView::draw(const std::vector<DrawnResult>& results, std::size_t active) {
    setDrawn(results);
    chart()->setAxisLabels(tr("%1 score").arg(scoreWord(choice().score)),
                           tr("density (share per unit of score)"), tr("accuracy at the threshold (%)"));
    const bool alone = results.size() == 1;
    hasOutlines_ = false;
    for (std::size_t i = 0; i < results.size(); ++i) {
        const DrawnResult& result = results[i];
        const ScoreReport* report = result.curves == nullptr ? nullptr : result.curves->scoreReport();
        if (report == nullptr || !report->distribution) {
            continue;
        }
        const DistributionReport& spread = *report->distribution;
        const double width = spread.genuine.binWidth();
        if (i == active) {
            activeName_ = result.name;
            for (const bool genuine : {false, true}) {
                const Density density = densityOf(genuine ? spread.genuine : spread.impostor);
                // Greys: the colours are those of the evaluations.
                const QColor colour = genuine ? QColor(0x5f, 0x68, 0x74, 190) : QColor(0x9a, 0xa3, 0xaf, 120);
                const QString kind = genuine ? tr("genuine") : tr("impostor");
                chart()->setBars(genuine ? QStringLiteral("genuine") : QStringLiteral("impostor"),
                                 alone ? kind : tr("%1, %2").arg(kind, result.name), density.centres,
                                 density.heights, width, colour);
            }
        } else {
            hasOutlines_ = true;
            for (const bool genuine : {false, true}) {
                const Density density = densityOf(coarser(genuine ? spread.genuine : spread.impostor));
                SeriesStyle outline = styleOf(result);
                outline.inLegend = false;
                outline.width = 1.2;
                outline.dashed = !genuine;
                outline.symbol = 0;
                const QString kind = genuine ? tr("genuine") : tr("impostor");
                outline.meaning = genuine ? tr("genuine (outline)") : tr("impostor (outline)");
                chart()->setSeries(result.id + QLatin1Char(' ') + kind,
                                   result.name + QStringLiteral(", ") + kind, density.centres,
                                   density.heights, outline);
            }
        }
        SeriesStyle accuracy = styleOf(result);
        accuracy.rightAxis = true;
        accuracy.meaning = tr("accuracy at the threshold");
        QVector<double> xs(spread.thresholds.begin(), spread.thresholds.end());
        QVector<double> ys(spread.accuracies.begin(), spread.accuracies.end());
        chart()->setSeries(result.id, alone ? accuracy.meaning : result.name, xs, ys, accuracy);
    }
    if (active < results.size() && results[active].curves != nullptr) {
        drawThresholds(*results[active].curves);
    }
}

void ScoresView::drawThresholds(const PairCurves& curves) {
    int row = 0;
    if (std::isfinite(curves.fixedThreshold())) {
        chart()->setMarker(QStringLiteral("folds"), curves.fixedThreshold(), tr("10-fold"), row++);
    }
    chart()->setMarker(QStringLiteral("fmr"), curves.edc().fixed().threshold,
                       tr("FMR %1").arg(fmrWord(choice().fmr)), row);
}

QString ScoresView::sentence() const {
    return tr("Bars: how the %1 scores of %2 are spread. Lines: the accuracy of all pairs at each threshold. "
              "Dashed and upright: the mean threshold of the 10-fold verification, and the one calibrated to "
              "FMR "
              "%3.")
               .arg(scoreWord(choice().score), activeName_, fmrWord(choice().fmr)) +
           (hasOutlines_ ? tr(" Thin outlines: the scores of the other evaluations, genuine in whole lines, "
                              "impostor in dashes.")
                         : QString());
}

double ScoresView::pinAt(const PairCurves&, const ReadingPlace& place) const {
    return place.threshold;
}

QString ScoresView::readout(const PairCurves& curves, const ReadingPlace& place) const {
    return thresholdReadout(curves, place.threshold, false);
}

}  // namespace pf::ui
