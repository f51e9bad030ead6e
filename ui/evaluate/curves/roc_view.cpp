#include "ui/evaluate/curves/roc_view.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>

#include "ui/chart/chart.h"
#include "ui/chart/probit.h"

namespace pf::ui {

namespace {

constexpr std::size_t kSamples = 500;
constexpr auto kRunAgain =
    QT_TRANSLATE_NOOP("pf::ui::ProtocolView", "Run the evaluation to see this curve: only a table is here");

/// The lowest rate above zero that any of the results can show.
double lowestRate(const std::vector<DrawnResult>& results) {
    std::size_t most = 10;
    for (const DrawnResult& result : results) {
        if (result.curves != nullptr) {
            most = std::max(most, result.curves->roc().impostorCount());
        }
    }
    return 1.0 / static_cast<double>(most);
}

}  // namespace

QString thresholdReadout(const PairCurves& curves, double threshold, bool withSummary) {
    const ThresholdReading reading = curves.atThreshold(threshold);
    QStringList parts{ProtocolView::tr("threshold <b>%1</b>").arg(thresholdWord(threshold)),
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

RocView::RocView(QWidget* parent) : ProtocolView(QStringLiteral("rocChart"), parent) {
    chart()->setTitle(tr("Receiver operating characteristic (ROC)"));
    chart()->setAxisLabels(tr("FMR"), tr("TMR (%)"));
    chart()->setAxisFormats(AxisFormat::Plain, AxisFormat::Percent);
    chart()->setLogX(true);
    chart()->setNoDataText(tr(kRunAgain));
}

void RocView::draw(const std::vector<DrawnResult>& results, std::size_t) {
    setDrawn(results);
    const double lowest = lowestRate(results);
    chart()->setHomeRangeX(lowest, 1.0);
    chart()->setPinLimits(lowest, 1.0);
    for (const DrawnResult& result : results) {
        if (result.curves == nullptr) {
            continue;
        }
        const ScoreReport* report = result.curves->scoreReport();
        if (report != nullptr && report->roc && !report->roc->bandIntervals.empty()) {
            QVector<double> xs;
            QVector<double> lows;
            QVector<double> highs;
            for (std::size_t i = 0; i < report->roc->bandFmrs.size(); ++i) {
                xs << report->roc->bandFmrs[i];
                lows << report->roc->bandIntervals[i].low;
                highs << report->roc->bandIntervals[i].high;
            }
            drawBand(result, xs, lows, highs);
            noteBand(*report);
        }
        QVector<double> xs;
        QVector<double> ys;
        for (const RocPoint& point : result.curves->roc().sampled(kSamples)) {
            if (point.fmr > 0) {
                xs << point.fmr;
                ys << point.tmr;
            }
        }
        chart()->setSeries(result.id, result.name, xs, ys, styleOf(result));
    }
}

QString RocView::sentence() const {
    return tr("True match rate over false match rate at every threshold of the %1 score. The curve begins "
              "at "
              "the FMR of a single impostor pair: below it nothing can be measured.")
               .arg(scoreWord(choice().score)) +
           bandText();
}

double RocView::thresholdAt(const PairCurves& curves, double x) const {
    return curves.atFmr(x).threshold;
}

double RocView::pinAt(const PairCurves& curves, const ReadingPlace& place) const {
    return std::max(curves.atThreshold(place.threshold).fmr,
                    1.0 / static_cast<double>(curves.roc().impostorCount()));
}

QString RocView::readout(const PairCurves& curves, const ReadingPlace& place) const {
    return thresholdReadout(curves, place.threshold, true);
}

DetView::DetView(QWidget* parent) : ProtocolView(QStringLiteral("detChart"), parent) {
    chart()->setTitle(tr("Detection error trade-off (DET)"));
    chart()->setNoDataText(tr(kRunAgain));
    scale_ = new QComboBox(this);
    scale_->setObjectName(QStringLiteral("detScale"));
    scale_->setAccessibleName(tr("Axes of the DET"));
    scale_->addItem(tr("Normal deviates"));
    scale_->addItem(tr("Logarithmic"));
    scale_->setToolTip(tr("On normal deviates Gaussian scores make straight lines"));
    setOptions(scale_);
    connect(scale_, &QComboBox::currentIndexChanged, this, &ProtocolView::redrawRequested);
}

bool DetView::isLogarithmic() const {
    return scale_->currentIndex() == 1;
}

double DetView::place(double rate) const {
    return isLogarithmic() ? rate : normalDeviate(rate);
}

void DetView::draw(const std::vector<DrawnResult>& results, std::size_t) {
    setDrawn(results);
    const AxisFormat format = isLogarithmic() ? AxisFormat::Percent : AxisFormat::Deviate;
    chart()->setAxisFormats(format, format);
    chart()->setLogX(isLogarithmic());
    chart()->setLogY(isLogarithmic());
    chart()->setAxisLabels(tr("FMR (%)"), tr("FNMR (%)"));
    const double lowest = lowestRate(results);
    const double highest = isLogarithmic() ? 1.0 : 0.6;
    chart()->setHomeRangeX(place(lowest), place(highest));
    chart()->setPinLimits(place(lowest), place(highest));
    const auto shown = [](double rate) { return rate > 0 && rate < 1; };
    double lowestFnmr = 1;
    double highestFnmr = 0;
    for (const DrawnResult& result : results) {
        if (result.curves == nullptr) {
            continue;
        }
        const ScoreReport* report = result.curves->scoreReport();
        if (report != nullptr && report->roc && !report->roc->bandIntervals.empty()) {
            QVector<double> xs;
            QVector<double> lows;
            QVector<double> highs;
            const double floor = 0.5 / static_cast<double>(result.curves->roc().genuineCount());
            for (std::size_t i = 0; i < report->roc->bandFmrs.size(); ++i) {
                const double fmr = report->roc->bandFmrs[i];
                const Interval& tmr = report->roc->bandIntervals[i];
                if (shown(fmr)) {
                    xs << place(fmr);
                    lows << place(std::clamp(1 - tmr.high, floor, 1 - 1e-9));
                    highs << place(std::clamp(1 - tmr.low, floor, 1 - 1e-9));
                }
            }
            drawBand(result, xs, lows, highs);
            noteBand(*report);
        }
        QVector<double> xs;
        QVector<double> ys;
        for (const RocPoint& point : result.curves->roc().sampled(kSamples)) {
            if (shown(point.fmr) && shown(1 - point.tmr)) {
                xs << place(point.fmr);
                ys << place(1 - point.tmr);
                lowestFnmr = std::min(lowestFnmr, 1 - point.tmr);
                highestFnmr = std::max(highestFnmr, 1 - point.tmr);
            }
        }
        chart()->setSeries(result.id, result.name, xs, ys, styleOf(result));
    }
    if (lowestFnmr < 1) {
        chart()->setHomeRangeY(place(lowestFnmr) - (isLogarithmic() ? 0 : 0.1),
                               place(std::max(highest, std::min(highestFnmr, 0.99))));
        SeriesStyle line;
        line.faint = true;
        line.inLegend = false;
        line.width = 1;
        line.meaning = tr("FMR = FNMR");
        const double from = std::min(lowest, lowestFnmr);
        chart()->setSeries(QStringLiteral("equal"), tr("FMR = FNMR"), {place(from), place(highest)},
                           {place(from), place(highest)}, line);
    }
}

QString DetView::sentence() const {
    return tr("Both errors at every threshold of the %1 score: lower is better; the faint line is where they "
              "are equal (EER).")
               .arg(scoreWord(choice().score)) +
           bandText();
}

double DetView::thresholdAt(const PairCurves& curves, double x) const {
    return curves.atFmr(isLogarithmic() ? x : normalFraction(x)).threshold;
}

double DetView::pinAt(const PairCurves& curves, const ReadingPlace& at) const {
    const double least = 1.0 / static_cast<double>(curves.roc().impostorCount());
    const double highest = isLogarithmic() ? 1.0 : 0.6;
    return place(std::clamp(curves.atThreshold(at.threshold).fmr, std::min(least, highest), highest));
}

QString DetView::readout(const PairCurves& curves, const ReadingPlace& place) const {
    return thresholdReadout(curves, place.threshold, true);
}

}  // namespace pf::ui
