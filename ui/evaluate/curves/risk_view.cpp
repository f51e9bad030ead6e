#include "ui/evaluate/curves/risk_view.h"

#include <cmath>
#include <limits>

#include "ui/chart/chart.h"

namespace pf::ui {

RiskView::RiskView(QWidget* parent) : ProtocolView(QStringLiteral("riskChart"), parent) {
    chart()->setTitle(tr("Accuracy after discarding uncertain pairs"));
    chart()->setAxisLabels(tr("discarded pairs (%)"), tr("accuracy, 10-fold (%)"));
    chart()->setAxisFormats(AxisFormat::Percent, AxisFormat::Percent);
    chart()->setNoDataText(tr("No results yet"));
    chart()->setPinLimits(0, kHighestDiscard, kDiscardStep);
}

void RiskView::draw(const std::vector<DrawnResult>& results, std::size_t) {
    setDrawn(results);
    chart()->setNoDataText(noRiskText(results, tr("No results yet")));
    for (const DrawnResult& result : results) {
        if (result.curves != nullptr) {
            if (result.curves->hasRisk()) {
                drawCurves(result, results.size() == 1);
            }
            continue;
        }
        QVector<double> xs;
        QVector<double> ys;
        const auto lineOf = [&](const std::vector<RiskPoint>& points) {
            xs.clear();
            ys.clear();
            for (const RiskPoint& point : points) {
                xs << point.discard;
                ys << point.accuracy;
            }
        };
        lineOf(result.record.riskCurve);
        chart()->setSeries(result.id, result.name, xs, ys, styleOf(result));
        SeriesStyle random = styleOf(result);
        random.dotted = true;
        random.inLegend = false;
        random.width = 1.4;
        random.meaning = tr("random discard");
        lineOf(result.record.randomCurve);
        chart()->setSeries(result.id + QStringLiteral(" random"), tr("%1, random discard").arg(result.name),
                           xs, ys, random);
    }
}

void RiskView::drawCurves(const DrawnResult& result, bool alone) {
    const PairCurves& curves = *result.curves;
    // Alone, each curve has its own word in the legend; among others all of a result go together.
    const auto style = [&](const QString& key) {
        SeriesStyle style = styleOf(result);
        style.group = alone ? result.id + key : result.id;
        style.inLegend = alone || key.isEmpty();
        return style;
    };
    QVector<double> xs;
    QVector<double> ys;
    QVector<double> fixed;
    for (std::size_t i = 0; i < curves.refitted().size(); ++i) {
        xs << curves.refitted()[i].discard;
        ys << curves.refitted()[i].accuracy;
        fixed << curves.fixedAccuracy()[i];
    }
    if (const ScoreReport* report = curves.riskReport();
        report != nullptr && report->risk && !report->risk->intervals.empty()) {
        QVector<double> discards;
        QVector<double> lows;
        QVector<double> highs;
        for (std::size_t i = 0; i < report->risk->rows.size(); ++i) {
            discards << report->risk->rows[i].discard;
            lows << report->risk->intervals[i].low;
            highs << report->risk->intervals[i].high;
        }
        drawBand(result, discards, lows, highs);
        noteBand(*report);
    }
    SeriesStyle solid = style({});
    solid.meaning = tr("re-fitted");
    chart()->setSeries(result.id, alone ? solid.meaning : result.name, xs, ys, solid);
    SeriesStyle dashed = style(QStringLiteral(" fixed"));
    dashed.dashed = true;
    dashed.meaning = tr("fixed threshold");
    chart()->setSeries(result.id + QStringLiteral(" fixed"),
                       alone ? dashed.meaning : tr("%1, fixed threshold").arg(result.name), xs, fixed,
                       dashed);
    const ScoreReport* any = curves.scoreReport();
    if (any != nullptr && any->risk) {
        QVector<double> discards;
        QVector<double> means;
        for (const RandomDiscardRow& row : any->risk->random) {
            discards << row.discard;
            means << row.meanAccuracy;
        }
        SeriesStyle dotted = style(QStringLiteral(" random"));
        dotted.dotted = true;
        dotted.width = 1.4;
        dotted.meaning = tr("random discard");
        chart()->setSeries(result.id + QStringLiteral(" random"),
                           alone ? dotted.meaning : tr("%1, random discard").arg(result.name), discards,
                           means, dotted);
    }
}

QString RiskView::sentence() const {
    return tr("Solid: the threshold is re-fitted on the pairs that remain, as in the paper (risk-controlled, "
              "%1 score). Dashed: the threshold of discard 0, the mean over its folds, is kept, as a system "
              "in "
              "use would; the gap is the effect of re-fitting. Dotted: as many pairs discarded at random.")
               .arg(scoreWord(choice().score)) +
           bandText();
}

double RiskView::pinAt(const PairCurves&, const ReadingPlace& place) const {
    return place.discard;
}

double RiskView::listThreshold(const PairCurves& curves, const ReadingPlace& place) const {
    const RiskRow row = curves.atDiscard(place.discard).refitted;
    return row.measured() ? row.threshold : place.threshold;
}

QString RiskView::readout(const PairCurves& curves, const ReadingPlace& place) const {
    if (!curves.hasRisk()) {
        return noRiskWord();
    }
    const DiscardReading reading = curves.atDiscard(place.discard);
    QStringList parts{
        tr("risk threshold %1").arg(thresholdWord(reading.refitted.riskThreshold)),
        tr("re-fitted <b>%1</b> at threshold %2")
            .arg(percentWord(reading.refitted.accuracy), thresholdWord(reading.refitted.threshold)),
        tr("fixed <b>%1</b> at %2")
            .arg(percentWord(reading.fixedAccuracy), thresholdWord(curves.fixedThreshold()))};
    if (!reading.refitted.measured()) {
        parts << QString::fromStdString(reading.refitted.problem).toHtmlEscaped();
    }
    return joinReadings(parts);
}

}  // namespace pf::ui
