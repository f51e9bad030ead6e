#include "ui/evaluate/curves/protocol_view.h"

#include <algorithm>
#include <cmath>

#include <QVBoxLayout>

#include "core/base/text.h"
#include "ui/chart/chart.h"

namespace pf::ui {

ProtocolView::ProtocolView(const QString& name, QWidget* parent) : QWidget(parent) {
    chart_ = new Chart(this);
    chart_->setObjectName(name);
    chart_->setRangeSelection(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(chart_);
}

double ProtocolView::thresholdAt(const PairCurves&, double x) const {
    return x;
}

double ProtocolView::listThreshold(const PairCurves&, const ReadingPlace& place) const {
    return place.threshold;
}

PairQuery ProtocolView::queryBetween(const PairCurves& curves, double low, double high) const {
    if (readsDiscard()) {
        return {PairQuery::Kind::DiscardRange, low, high};
    }
    const double a = thresholdAt(curves, low);
    const double b = thresholdAt(curves, high);
    return {PairQuery::Kind::ScoreRange, std::min(a, b), std::max(a, b)};
}

void ProtocolView::setOptions(QWidget* options) {
    options_ = options;
}

void ProtocolView::setDrawn(const std::vector<DrawnResult>& results) {
    chart_->clear();
    bandText_.clear();
    for (const DrawnResult& result : results) {
        if (result.curves != nullptr) {
            choice_ = result.curves->choice();
        }
    }
}

SeriesStyle ProtocolView::styleOf(const DrawnResult& result) {
    SeriesStyle style;
    style.colour = result.colour;
    style.symbol = result.symbol;
    style.group = result.id;
    style.width = 2;
    return style;
}

void ProtocolView::drawBand(const DrawnResult& result, const QVector<double>& xs, const QVector<double>& lows,
                            const QVector<double>& highs) {
    QColor colour = result.colour;
    colour.setAlphaF(0.18F);
    chart_->setBand(result.id + QStringLiteral(" band"), tr("%1, 95 % interval").arg(result.name), xs, lows,
                    highs, colour, false, tr("95 % interval"));
}

void ProtocolView::noteBand(const ScoreReport& report) {
    bandText_ = tr(" Band: 95 % interval of %1 bootstrap replicates over %2.")
                    .arg(QString::fromStdString(formatCount(static_cast<std::int64_t>(report.replicates))),
                         report.overIdentities ? tr("identities") : tr("pairs"));
}

QString noRiskWord() {
    return ProtocolView::tr(
        "These embeddings have no σ²: nothing can be discarded by it. Choose a quality file at the left and "
        "evaluate again; ROC, DET and scores are there.");
}

QString noRiskText(const std::vector<DrawnResult>& results, const QString& otherwise) {
    const bool none =
        !results.empty() && std::all_of(results.begin(), results.end(), [](const DrawnResult& result) {
            return result.curves != nullptr && !result.curves->hasRisk();
        });
    return none ? noRiskWord() : otherwise;
}

QString percentWord(double fraction) {
    return std::isfinite(fraction) ? QString::fromStdString(formatPercent(fraction)) : QStringLiteral("–");
}

QString rateWord(double fraction) {
    if (!std::isfinite(fraction)) {
        return QStringLiteral("–");
    }
    return fraction == 0 || fraction >= 0.01 ? QString::fromStdString(formatPercent(fraction))
                                             : QString::number(fraction * 100, 'g', 2) + QStringLiteral(" %");
}

QString thresholdWord(double threshold) {
    return std::isfinite(threshold) ? QString::number(threshold, 'f', 4) : QStringLiteral("–");
}

QString scoreWord(PairScoreKind kind) {
    switch (kind) {
        case PairScoreKind::Cosine:
            return ProtocolView::tr("cosine");
        case PairScoreKind::Mls:
            return ProtocolView::tr("MLS");
        case PairScoreKind::DistanceTerm:
            return ProtocolView::tr("distance term");
        case PairScoreKind::NegativeSquaredDistance:
            return ProtocolView::tr("negative squared distance");
    }
    return {};
}

QString fmrWord(double fmr) {
    return QString::number(fmr, 'g', 4);
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
