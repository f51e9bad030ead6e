#include "ui/train/evaluation_progress.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "ui/chart/chart.h"
#include "ui/kit/number_text.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

QString stepText(std::int64_t step) {
    return EvaluationProgress::tr("step %1").arg(countText(step));
}

}  // namespace

EvaluationProgress::EvaluationProgress(Chart* chart, QObject* parent)
    : QObject(parent), chart_(chart), metric_(new QComboBox) {
    metric_->setObjectName(QStringLiteral("evaluationMetric"));
    metric_->setAccessibleName(tr("Metric that decides which evaluation is best"));
    metric_->setToolTip(
        tr("What decides which evaluation is best, as evaluation.best_by does for the checkpoint that the "
           "run keeps.\nAccuracies are 10-fold; −10 %: cosine, with the 10 % most uncertain pairs discarded "
           "and the threshold fitted again to those kept.\nAreas are of the FNMR at a fixed threshold over "
           "the discarded pairs (EDC); smaller is better."));
    struct Choice {
        const char* metric;
        QString label;  ///< continues the chart's title
        QString words;
    };
    const Choice choices[] = {
        {kMlsAccuracy, tr("by MLS"), tr("10-fold accuracy of the MLS")},
        {kCosineAccuracy, tr("by cosine"), tr("10-fold accuracy of the cosine")},
        {kRiskAccuracy, tr("by risk"), tr("Accuracy at the largest discard that was evaluated")},
        {kAreaMetrics[0], tr("by EDC 20 %"), tr("Area under the EDC up to discarding 20 %")},
        {kAreaMetrics[1], tr("by EDC 30 %"), tr("Area under the EDC up to discarding 30 %")},
        {kAreaMetrics[2], tr("by EDC all"), tr("Area under the whole EDC")},
    };
    for (const Choice& choice : choices) {
        metric_->addItem(choice.label, QString::fromLatin1(choice.metric));
        metric_->setItemData(metric_->count() - 1, choice.words, Qt::ToolTipRole);
        metric_->setItemData(metric_->count() - 1, choice.words, Qt::AccessibleTextRole);
    }
    metric_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    metric_->setMinimumContentsLength(9);
    chart_->addHeaderWidget(metric_);
    connect(metric_, &QComboBox::currentIndexChanged, this, &EvaluationProgress::draw);
    draw();
}

void EvaluationProgress::clear() {
    history_.clear();
    draw();
}

void EvaluationProgress::add(const RunUpdate& update) {
    if (history_.add(update)) {
        draw();
    }
}

void EvaluationProgress::dropAfter(std::int64_t step) {
    history_.dropAfter(step);
    draw();
}

void EvaluationProgress::setMetric(const QString& name) {
    if (const int index = metric_->findData(name); index >= 0) {
        metric_->setCurrentIndex(index);
    }
}

std::vector<EvaluationProgress::Line> EvaluationProgress::lines() const {
    std::vector<Line> lines;
    const QString chosen = metric();
    if (isAreaMetric(metric())) {
        const std::array<QString, 3> names = {tr("20 %"), tr("30 %"), tr("all")};
        for (std::size_t i = 0; i < kAreaMetrics.size(); ++i) {
            const QString id = QString::fromLatin1(kAreaMetrics[i]);
            lines.push_back(
                {id, names[i], id == chosen, [i](const EvaluationPoint& point) { return point.areas[i]; }});
        }
        return lines;
    }
    std::set<double> discards;
    for (const EvaluatedSet& set : history_.sets()) {
        for (const auto& [step, point] : set.points) {
            for (const auto& [discard, accuracy] : point.accuracyAt) {
                discards.insert(discard);
            }
        }
    }
    lines.push_back({QString::fromLatin1(kMlsAccuracy), tr("MLS"), chosen == QLatin1String(kMlsAccuracy),
                     [](const EvaluationPoint& point) { return point.mls; }});
    lines.push_back({QString::fromLatin1(kCosineAccuracy), tr("cosine"),
                     chosen == QLatin1String(kCosineAccuracy),
                     [](const EvaluationPoint& point) { return point.cosine; }});
    for (const double discard : discards) {
        if (discard == 0) {
            continue;  // nothing discarded: the cosine accuracy itself
        }
        const QString percent = QString::number(100 * discard, 'g', 4);
        lines.push_back({QStringLiteral("discard") + percent, tr("−%1 %").arg(percent),
                         chosen == QLatin1String(kRiskAccuracy) && discard == *discards.rbegin(),
                         [discard](const EvaluationPoint& point) {
                             const auto at = point.accuracyAt.find(discard);
                             return at == point.accuracyAt.end() ? EvaluationPoint::kUnknown : at->second;
                         }});
    }
    return lines;
}

void EvaluationProgress::draw() {
    const Layout layout = {isAreaMetric(metric()), history_.sets().size() == 1};
    if (layout != layout_) {
        // The legend's entries stand for other curves from now on.
        for (const QString& id : chart_->seriesIds()) {
            chart_->removeSeries(id);
        }
        layout_ = layout;
    }
    QStringList drawn;
    const ChartAxis steps = drawLines(drawn);
    drawMarks(drawn);
    for (const QString& id : chart_->seriesIds()) {
        if (!drawn.contains(id)) {
            chart_->removeSeries(id);
        }
    }
    const bool areas = layout.areas;
    const QString quantity = areas ? tr("area under the EDC") : tr("accuracy (%)");
    chart_->setAxes(
        steps, {.name = quantity.toStdString(), .format = areas ? AxisFormat::Plain : AxisFormat::Percent});
    chart_->setNoDataText(areas && !history_.sets().empty()
                              ? tr("The evaluations of this run were recorded without areas under the EDC.")
                              : tr("Each evaluation adds a point: accuracy with and without the most "
                                   "uncertain pairs, or the area under the EDC."));
}

ChartAxis EvaluationProgress::drawLines(QStringList& drawn) {
    const bool single = layout_.single;
    const std::vector<Line> wanted = lines();
    double first = std::numeric_limits<double>::infinity();
    double last = -first;
    for (std::size_t s = 0; s < history_.sets().size(); ++s) {
        const EvaluatedSet& set = history_.sets()[s];
        const QString group = set.name;
        for (std::size_t l = 0; l < wanted.size(); ++l) {
            const Line& line = wanted[l];
            QVector<double> xs;
            QVector<double> ys;
            bool known = false;
            for (const auto& [step, point] : set.points) {
                xs.append(static_cast<double>(step));
                ys.append(line.value(point));
                known = known || std::isfinite(ys.last());
            }
            if (!known) {
                continue;
            }
            // One set: a colour for each quantity. Several: a colour for each set, as in the risk curve.
            SeriesStyle style;
            style.colour = Theme::instance().seriesColour(static_cast<int>(single ? l : s));
            style.width = line.chosen ? 2.2 : 1.2;
            style.markers = line.chosen || xs.size() == 1;
            style.dashed = !line.chosen;
            style.inLegend = single || line.chosen;
            style.group = single ? QString() : group;
            style.meaning = single ? QString() : line.name;
            const QString id = set.name + QLatin1Char('/') + line.id;
            const QString name = single        ? line.name
                                 : line.chosen ? set.name
                                               : QStringLiteral("%1, %2").arg(set.name, line.name);
            chart_->setSeries(id, name, xs, ys, style);
            first = std::min(first, xs.first());
            last = std::max(last, xs.last());
            drawn << id;
        }
    }
    ChartAxis steps{.name = tr("step").toStdString(), .format = AxisFormat::Count};
    if (last > first) {
        // The dots of the first and the last evaluation are whole.
        const double room = 0.03 * (last - first);
        steps.low = first - room;
        steps.high = last + room;
    }
    return steps;
}

void EvaluationProgress::drawMarks(QStringList& drawn) {
    const auto best = bestStep();
    const auto kept = keptStep();
    QString bestWords = best ? tr("best: %1").arg(stepText(*best)) : QString();
    QString keptWords = kept ? tr("kept by the run: %1").arg(stepText(*kept)) : QString();
    if (best && best == kept) {
        bestWords = tr("best, kept by the run: %1").arg(stepText(*best));
        keptWords.clear();
    } else if (best && kept && std::abs(*best - *kept) < 0.4 * static_cast<double>(history_.lastStep())) {
        // Two texts so near to each other would lie on top of one another.
        bestWords += QStringLiteral(" · ") + keptWords;
        keptWords.clear();
    }
    QStringList words = {bestWords, keptWords};
    words.removeAll(QString());
    chart_->setAccessibleDescription(words.join(QStringLiteral(" · ")));
    mark(QStringLiteral("best"), best, bestWords, tr("best"), 5, drawn);
    mark(QStringLiteral("kept"), best == kept ? std::nullopt : kept, keptWords, tr("kept by the run"), 6,
         drawn);
}

void EvaluationProgress::mark(const QString& id, std::optional<std::int64_t> step, const QString& words,
                              const QString& name, int colour, QStringList& drawn) {
    if (!step) {
        chart_->removeMarker(id);
        return;
    }
    QVector<double> xs;
    QVector<double> ys;
    const QString chosen = metric();
    for (const EvaluatedSet& set : history_.sets()) {
        if (const auto at = set.points.find(*step);
            at != set.points.end() && std::isfinite(at->second.value(chosen))) {
            xs.append(static_cast<double>(*step));
            ys.append(at->second.value(chosen));
        }
    }
    if (xs.isEmpty()) {
        chart_->removeMarker(id);
        return;
    }
    // Not in the legend: the words stand at the line.
    const QColor ink = Theme::instance().seriesColour(colour);
    chart_->setSeries(id, name, xs, ys, {.colour = ink, .line = false, .markers = true, .inLegend = false});
    drawn << id;
    chart_->setMarker(id, xs.first(), words);
}

}  // namespace pf::ui
