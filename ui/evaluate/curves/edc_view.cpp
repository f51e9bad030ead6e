#include "ui/evaluate/curves/edc_view.h"

#include <cmath>

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>

#include "ui/chart/chart.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

constexpr int kPoints = 401;

}  // namespace

EdcView::EdcView(QWidget* parent) : ProtocolView(QStringLiteral("edcChart"), parent) {
    chart()->setNoDataText(tr("No results yet"));
    chart()->setHomeRangeY(0.0, {});
    chart()->setPinLimits(0, kHighestDiscard, kDiscardStep);
    auto* row = new QWidget(this);
    kind_ = new QComboBox(row);
    kind_->setObjectName(QStringLiteral("edcKind"));
    kind_->setAccessibleName(tr("Threshold of the error curve"));
    kind_->addItem(tr("EDC: threshold fixed"));
    kind_->addItem(tr("ERC: threshold recomputed"));
    kind_->setToolTip(
        tr("EDC (ISO/IEC 29794-1): the threshold of discard 0 stays. ERC (as CR-FIQA evaluates): it is set "
           "anew at every step. They rank methods differently."));
    fmr_ = new QCheckBox(tr("FMR too"), row);
    fmr_->setObjectName(QStringLiteral("edcFmr"));
    fmr_->setToolTip(tr("Also draw the false match rate of the pairs that remain, on the right axis"));
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(Theme::spacing());
    line->addWidget(kind_);
    line->addWidget(fmr_);
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

void EdcView::draw(const std::vector<DrawnResult>& results, std::size_t) {
    setDrawn(results);
    chart()->setNoDataText(noRiskText(results, tr("No results yet")));
    const bool withFmr = fmr_->isChecked() && !showsErc();
    chart()->setTitle(showsErc() ? tr("Error versus reject, threshold recomputed (ERC)")
                                 : tr("Error versus discard (EDC)"));
    chart()->setAxisLabels(
        tr("discarded pairs (%)"),
        showsErc() ? tr("FNMR, threshold recomputed (%)") : tr("FNMR at the fixed threshold (%)"),
        withFmr ? tr("FMR at the fixed threshold (%)") : QString());
    chart()->setAxisFormats(AxisFormat::Percent, AxisFormat::Percent, AxisFormat::Percent);
    for (const DrawnResult& result : results) {
        if (result.curves == nullptr) {
            drawRecord(result);
        } else if (!result.curves->hasRisk()) {
            continue;
        } else if (showsErc()) {
            drawErc(result);
        } else {
            drawEdc(result, results.size() == 1);
        }
    }
}

void EdcView::drawRecord(const DrawnResult& result) {
    recordFmr_ = result.record.fixedFmr;
    QVector<double> xs;
    QVector<double> ys;
    for (const auto& [discard, fnmr] : result.record.fnmrCurve) {
        xs << discard;
        ys << fnmr;
    }
    SeriesStyle style = styleOf(result);
    style.stepped = true;
    if (!showsErc()) {
        chart()->setSeries(result.id, result.name, xs, ys, style);
    }
}

void EdcView::drawErc(const DrawnResult& result) {
    QVector<double> xs;
    QVector<double> ys;
    for (const ErcPoint& point : result.curves->erc().points) {
        xs << point.rejectFraction;
        ys << (point.measured ? point.point.fnmr() : std::nan(""));
    }
    SeriesStyle style = styleOf(result);
    style.markers = true;
    chart()->setSeries(result.id, result.name, xs, ys, style);
}

void EdcView::drawEdc(const DrawnResult& result, bool alone) {
    const EdcCurve& edc = result.curves->edc();
    QVector<double> xs;
    QVector<double> fnmr;
    QVector<double> fmr;
    QVector<double> oracle;
    for (int i = 0; i < kPoints; ++i) {
        const double discard = i / static_cast<double>(kPoints - 1);
        const EdcPoint point = edc.at(discard);
        xs << discard;
        fnmr << point.fnmr;
        fmr << point.fmr;
        oracle << edc.oracleFnmr(discard);
    }
    if (const ScoreReport* report = result.curves->riskReport()) {
        for (const EdcReport& one : report->edc) {
            if (one.fixed.fmrTarget != choice().fmr || one.intervals.empty()) {
                continue;
            }
            QVector<double> discards;
            QVector<double> lows;
            QVector<double> highs;
            for (std::size_t i = 0; i < one.points.size(); ++i) {
                discards << one.points[i].discardFraction;
                lows << one.intervals[i].low;
                highs << one.intervals[i].high;
            }
            drawBand(result, discards, lows, highs);
            noteBand(*report);
        }
    }
    const auto add = [&](const QString& key, const QString& word, const QVector<double>& ys,
                         SeriesStyle style, const QVector<double>& places) {
        style.group = alone ? result.id + key : result.id;
        style.inLegend = alone || key.isEmpty();
        style.meaning = word;
        chart()->setSeries(result.id + key,
                           alone           ? word
                           : key.isEmpty() ? result.name
                                           : result.name + QStringLiteral(", ") + word,
                           places, ys, style);
    };
    SeriesStyle steps = styleOf(result);
    steps.stepped = true;
    add({}, tr("FNMR"), fnmr, steps, xs);
    SeriesStyle thin = steps;
    thin.width = 1.4;
    thin.dashed = true;
    add(QStringLiteral(" oracle"), tr("best possible risk"), oracle, thin, xs);
    SeriesStyle flat = thin;
    flat.dashed = false;
    flat.dotted = true;
    add(QStringLiteral(" random"), tr("random discard"), {fnmr.first(), fnmr.first()}, flat, {0.0, 1.0});
    if (fmr_->isChecked()) {
        SeriesStyle right = styleOf(result);
        right.stepped = true;
        right.width = 1.2;
        right.rightAxis = true;
        if (alone) {
            right.colour = Theme::instance().seriesColour(1);
        }
        add(QStringLiteral(" fmr"), tr("FMR"), fmr, right, xs);
    }
}

QString EdcView::sentence() const {
    const QString rate = fmrWord(recordFmr_ > 0 ? recordFmr_ : choice().fmr);
    if (showsErc()) {
        return tr("Error versus reject: at every 5 % the threshold is computed anew so that the pairs that "
                  "remain keep FMR %1. It ranks methods differently from the EDC, whose threshold stays.")
            .arg(rate);
    }
    return tr("Error versus discard characteristic: the threshold is fixed once, before any discard, at FMR "
              "%1; "
              "the curve is the FNMR of the pairs that remain. Dashed: the best risk there could be; dotted: "
              "random discard. It ranks models differently from the risk chart, which re-fits the threshold.")
               .arg(rate) +
           bandText();
}

double EdcView::pinAt(const PairCurves&, const ReadingPlace& place) const {
    return place.discard;
}

double EdcView::listThreshold(const PairCurves& curves, const ReadingPlace&) const {
    return curves.edc().fixed().threshold;
}

QString EdcView::readout(const PairCurves& curves, const ReadingPlace& place) const {
    if (!curves.hasRisk()) {
        return noRiskWord();
    }
    if (showsErc()) {
        const ErcPoint* nearest = &curves.erc().points.front();
        for (const ErcPoint& point : curves.erc().points) {
            if (point.rejectFraction <= place.discard + 1e-9) {
                nearest = &point;
            }
        }
        return joinReadings({tr("at %1 %").arg(100 * nearest->rejectFraction),
                             nearest->measured ? tr("FNMR <b>%1</b> at threshold %2")
                                                     .arg(rateWord(nearest->point.fnmr()),
                                                          thresholdWord(nearest->point.threshold))
                                               : tr("nothing to measure"),
                             tr("area to 95 % %1").arg(QString::number(curves.erc().area(), 'g', 4))});
    }
    const DiscardReading reading = curves.atDiscard(place.discard);
    const auto areaWord = [](double area) { return QString::number(area, 'g', 4); };
    const DiscardAreas& areas = curves.edcAreas();
    const OperatingPoint& fixed = curves.edc().fixed();
    return joinReadings(
        {tr("threshold %1 at FMR %2 (reached %3)")
             .arg(thresholdWord(fixed.threshold), fmrWord(fixed.fmrTarget), rateWord(fixed.fmr)),
         tr("FNMR <b>%1</b>").arg(rateWord(reading.edc.fnmr)),
         tr("best possible %1").arg(rateWord(reading.oracleFnmr)),
         tr("FMR %1").arg(rateWord(reading.edc.fmr)),
         tr("risk threshold %1").arg(thresholdWord(reading.edc.riskThreshold)),
         tr("area to 20 % %1, to 30 % %2, all %3")
             .arg(areaWord(areas.upTo20), areaWord(areas.upTo30), areaWord(areas.full))});
}

}  // namespace pf::ui
