#include "ui/runs/run_overlay.h"

#include <algorithm>
#include <set>

#include <QComboBox>
#include <QDir>
#include <QFileInfo>
#include <QSignalBlocker>
#include <QTimer>

#include "ui/chart/chart.h"
#include "ui/kit/box.h"
#include "ui/kit/elided_label.h"
#include "ui/theme/theme.h"
#include "ui/train/smoothing.h"

namespace pf::ui {

namespace {

constexpr double kLossSmoothing = 0.9;

bool isEvaluation(const QString& metric) {
    return metric.contains(QLatin1String(": "));
}

bool isLoss(const QString& metric) {
    return metric.startsWith(QLatin1String("loss "));
}

/// Evaluation first: what one compares runs by, and of it the score that σ² is for.
int rank(const QString& metric) {
    return metric.endsWith(RunOverlay::tr("%1 accuracy").arg(QStringLiteral("mls"))) ? 0
           : isEvaluation(metric)                                                    ? 1
           : isLoss(metric)                                                          ? 2
                                                                                     : 3;
}

}  // namespace

RunOverlay::RunOverlay(QWidget* parent)
    : QWidget(parent), chart_(new Chart(this)), choice_(new QComboBox(this)), redrawSoon_(new QTimer(this)) {
    chart_->setObjectName(QStringLiteral("overlayChart"));
    chart_->setTitle(tr("Runs side by side"));
    chart_->setNoDataText(tr("Tick runs in the table to see one metric of all of them here."));
    chart_->setAxes({.name = tr("step").toStdString()}, {});
    choice_->setObjectName(QStringLiteral("overlayMetric"));
    choice_->setAccessibleName(tr("Metric to compare"));
    choice_->setMinimumContentsLength(18);
    choice_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    chart_->addHeaderWidget(choice_);
    same_ = new ElidedLabel(Qt::ElideMiddle, this);
    same_->setObjectName(QStringLiteral("sameCurves"));
    same_->setProperty("muted", true);
    same_->setContentsMargins(8, 0, 8, 4);
    same_->hide();
    makeColumn(this, kUsualGap, {{chart_, 1}, same_})->setContentsMargins(1, 1, 1, 1);
    redrawSoon_->setSingleShot(true);
    redrawSoon_->setInterval(150);
    connect(redrawSoon_, &QTimer::timeout, this, &RunOverlay::redraw);
    connect(choice_, &QComboBox::currentTextChanged, this, &RunOverlay::setMetric);
}

void RunOverlay::setRuns(const QStringList& directories) {
    std::erase_if(runs_, [&](const auto& entry) { return !directories.contains(entry.first); });
    for (const QString& directory : directories) {
        if (runs_.contains(directory)) {
            continue;
        }
        Run& run = runs_[directory];
        run.colour = colourOf(directory);
        run.name = labelOf(directory);
        run.follower = std::make_unique<RunFollower>();
        connect(run.follower.get(), &RunFollower::opened, this, &RunOverlay::optionsArrived);
        connect(run.follower.get(), &RunFollower::failed, this, &RunOverlay::failed);
        connect(run.follower.get(), &RunFollower::updated, this,
                [this, &run](const RunUpdate& update) { take(run, update); });
        run.follower->follow(directory, false);
    }
    offerMetrics();
    redraw();
    Q_EMIT optionsArrived();
}

int RunOverlay::colourOf(const QString& directory) {
    const qsizetype known = coloured_.indexOf(directory);
    if (known >= 0) {
        return static_cast<int>(known);
    }
    // A run whose folder is gone no longer needs its place.
    for (qsizetype i = 0; i < coloured_.size(); ++i) {
        if (!runs_.contains(coloured_[i]) && !QFileInfo::exists(coloured_[i])) {
            coloured_[i] = directory;
            return static_cast<int>(i);
        }
    }
    coloured_ << directory;
    return static_cast<int>(coloured_.size()) - 1;
}

void RunOverlay::setColoured(const QStringList& directories) {
    coloured_ = directories;
    for (auto& [directory, run] : runs_) {
        run.colour = colourOf(directory);
    }
    redraw();
}

QString RunOverlay::labelOf(const QString& directory) {
    const QFileInfo info(directory);
    return info.dir().dirName() + QLatin1Char('/') + info.fileName();
}

const Options* RunOverlay::optionsOf(const QString& directory) const {
    const auto at = runs_.find(directory);
    return at == runs_.end() || !at->second.follower->isOpen() ? nullptr : &at->second.follower->options();
}

void RunOverlay::take(Run& run, const RunUpdate& update) {
    const auto kinds = run.curves.size();
    if (update.startedAnew) {
        run.curves.clear();
    }
    if (update.rewoundToStep >= 0) {
        for (auto& [name, curve] : run.curves) {
            while (!curve.xs.isEmpty() && curve.xs.last() > static_cast<double>(update.rewoundToStep)) {
                curve.xs.removeLast();
                curve.ys.removeLast();
            }
        }
    }
    const auto add = [&run](const QString& metric, double x, double y) {
        Curve& curve = run.curves[metric];
        curve.xs.append(x);
        curve.ys.append(y);
    };
    for (const StepRecord& record : update.steps) {
        const auto x = static_cast<double>(record.step);
        for (const auto& [term, value] : record.terms) {
            add(QStringLiteral("loss ") + QString::fromStdString(term), x, value);
        }
        add(tr("σ² median of the batch"), x, record.sigmaSq[3]);
        add(tr("σ² 90th percentile of the batch"), x, record.sigmaSq[5]);
        add(tr("learning rate"), x, record.learningRate);
        add(tr("images/s"), x, record.imagesPerSecond);
    }
    for (const EvaluationRecord& record : update.evaluations) {
        const auto x = static_cast<double>(record.step);
        const QString set = QString::fromStdString(record.set) + QStringLiteral(": ");
        for (const auto& [score, summary] : record.scores) {
            add(set + tr("%1 accuracy").arg(QString::fromStdString(score)), x, summary.accuracy);
        }
        for (const RiskPoint& point : record.riskMax) {
            if (point.discard > 0) {
                add(set + tr("accuracy at %1 % discard").arg(point.discard * 100), x, point.accuracy);
            }
        }
    }
    if (run.curves.size() != kinds) {
        offerMetrics();
    }
    if (!redrawSoon_->isActive()) {
        redrawSoon_->start();
    }
}

QStringList RunOverlay::metrics() const {
    std::set<QString> names;
    for (const auto& [directory, run] : runs_) {
        for (const auto& [name, curve] : run.curves) {
            names.insert(name);
        }
    }
    QStringList sorted(names.begin(), names.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const QString& a, const QString& b) { return rank(a) < rank(b); });
    return sorted;
}

void RunOverlay::offerMetrics() {
    const QStringList names = metrics();
    const QSignalBlocker blocker(choice_);
    choice_->clear();
    choice_->addItems(names);
    choice_->setEnabled(!names.isEmpty());
    // What is wanted may be reported later than what else there is.
    if (names.contains(preferred_) || !names.contains(metric_)) {
        metric_ = names.contains(preferred_) ? preferred_ : names.value(0);
    }
    choice_->setCurrentText(metric_);
}

void RunOverlay::setMetric(const QString& metric) {
    preferred_ = metric_ = metric;
    if (choice_->currentText() != metric) {
        const QSignalBlocker blocker(choice_);
        choice_->setCurrentText(metric);
    }
    redraw();
}

void RunOverlay::redraw() {
    QStringList wanted;
    for (const auto& [directory, run] : runs_) {
        const auto at = run.curves.find(metric_);
        if (at == run.curves.end()) {
            continue;
        }
        const bool smooth = isLoss(metric_) || metric_ == tr("images/s");
        SeriesStyle style;
        style.colour = Theme::instance().seriesColour(run.colour);
        style.symbol = run.colour / kSeriesColours;
        style.markers = isEvaluation(metric_);
        chart_->setSeries(directory, run.name, at->second.xs,
                          smooth ? smoothed(at->second.ys, kLossSmoothing) : at->second.ys, style);
        wanted << directory;
    }
    const QStringList shown = chart_->seriesIds();
    for (const QString& id : shown) {
        if (!wanted.contains(id)) {
            chart_->removeSeries(id);
        }
    }
    QStringList same;
    for (const QStringList& names : chart_->coinciding()) {
        same << names.join(QStringLiteral(" = "));
    }
    same_->setText(tr("The same curve: %1").arg(same.join(QStringLiteral("; "))));
    same_->setToolTip(same_->text());
    same_->setVisible(!same.isEmpty());
    chart_->setFootnote(same.isEmpty() ? QString() : same_->text());
    const bool percent = isEvaluation(metric_);
    const QString quantity = percent           ? metric_ + tr(" (%)")
                             : isLoss(metric_) ? metric_ + tr(" (smoothed)")
                                               : metric_;
    chart_->setAxes(
        {.name = tr("step").toStdString(), .format = AxisFormat::Count},
        {.name = quantity.toStdString(), .format = percent ? AxisFormat::Percent : AxisFormat::Plain});
}

}  // namespace pf::ui
