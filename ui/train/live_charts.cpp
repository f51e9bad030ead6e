#include "ui/train/live_charts.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <QCheckBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QSettings>
#include <QSlider>
#include <QTimer>

#include "ui/chart/chart.h"
#include "ui/kit/number_text.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

/// Terms in the order of the legend; those that come later in a run's log follow.
constexpr std::array kTermOrder = {"a", "mls", "atte", "s_L2", "s_L1", "regu", "att_pos", "att_neg"};

constexpr std::size_t kBands = kSigmaPercentiles.size() - 1;

QString bandId(std::size_t band) {
    return QStringLiteral("band%1").arg(band);
}

QColor bandColour(std::size_t band) {
    // The darkest end of the scale would not be seen on a dark window.
    QColor colour = Theme::viridis(0.12 + 0.88 * static_cast<double>(band) / static_cast<double>(kBands - 1));
    colour.setAlpha(150);
    return colour;
}

Chart* makeChart(QWidget* parent, const char* name, const QString& title) {
    // Some 100 px of it inside the axes; where the window is lower the page scrolls.
    constexpr int kLeastPlotHeight = 150;
    auto* chart = new Chart(parent);
    makeCard(chart, parent);
    chart->setObjectName(QString::fromLatin1(name));
    chart->setTitle(title);
    chart->setWheelScrolls(true);
    chart->setMinimumPlotHeight(kLeastPlotHeight);
    return chart;
}

/// Columns of the grid that a chart takes where two stand side by side.
constexpr int kGridColumns = 16;

}  // namespace

LiveCharts::LiveCharts(QWidget* parent)
    : QWidget(parent),
      smoothing_(new QSlider(Qt::Horizontal)),
      logarithmic_(new QCheckBox(tr("log"))),
      resmoothSoon_(new QTimer(this)) {
    grid_ = new QGridLayout(this);
    grid_->setContentsMargins(0, 0, 0, 0);
    grid_->setSpacing(Theme::spacing());
    for (int column = 0; column < kGridColumns; ++column) {
        grid_->setColumnStretch(column, 1);
    }
    loss_ = makeChart(this, "lossChart", tr("Loss terms"));
    fan_ = makeChart(this, "fanChart", tr("σ² percentiles"));
    speed_ = makeChart(this, "speedChart", tr("Speed"));
    risk_ = makeChart(this, "riskChart", tr("Risk curve"));
    evaluations_ = makeChart(this, "evaluationChart", tr("Evaluations"));
    arrange(false);

    const ChartAxis steps{.name = tr("step").toStdString(), .format = AxisFormat::Count};
    loss_->setAxes(steps, {.name = tr("loss").toStdString()});
    loss_->setNoDataText(tr("Each loss term appears here from the first step on."));
    named(smoothing_, "smoothingSlider", tr("Smoothing of the loss curves"),
          tr("Smoothing: the raw values stay visible, faint, behind the smoothed curve"));
    smoothing_->setRange(0, 100);
    smoothing_->setValue(70);
    smoothing_->setFixedWidth(90);
    named(logarithmic_, "logCheck", {},
          tr("Logarithmic loss axis. A negative term (a negative MLS is normal) cannot be drawn on it."));
    loss_->addHeaderWidget(makeMuted(tr("smooth"), nullptr));
    loss_->addHeaderWidget(smoothing_);
    loss_->addHeaderWidget(logarithmic_);

    fan_->setAxes(steps, {.name = tr("σ²").toStdString()});
    fan_->setNoDataText(
        tr("The spread of σ² over the batch: bands between the percentiles 0, 10, 30, 50, 70, 90, 100."));

    progress_ = new EvaluationProgress(evaluations_, this);

    speed_->setAxes(steps, {.name = tr("images/s").toStdString(), .format = AxisFormat::Grouped},
                    {.name = tr("learning rate").toStdString()});
    speed_->setNoDataText(tr("Images per second and the learning rate."));

    risk_->setAxes(percentAxis(tr("discarded pairs (%)").toStdString()),
                   percentAxis(tr("accuracy (%)").toStdString()));
    risk_->setNoDataText(tr("After each evaluation: accuracy when the most uncertain pairs are left out."));

    resmoothSoon_->setSingleShot(true);
    resmoothSoon_->setInterval(60);
    connect(resmoothSoon_, &QTimer::timeout, this, &LiveCharts::resmooth);
    connect(smoothing_, &QSlider::valueChanged, resmoothSoon_, qOverload<>(&QTimer::start));
    connect(logarithmic_, &QCheckBox::toggled, loss_, &Chart::setLogY);
    for (Chart* chart : {loss_, fan_, evaluations_, risk_, speed_}) {
        chart->installEventFilter(this);
        chart->setAttribute(Qt::WA_Hover);
    }
    clear();
}

void LiveCharts::arrange(bool narrow) {
    struct Place {
        Chart* chart;
        int row, column, columns;  ///< where two charts find room side by side
    };
    // The fan's legend is the longest, the speed's the shortest; below them what the evaluations say.
    const std::array<Place, 5> places = {{{loss_, 0, 0, kGridColumns},
                                          {fan_, 1, 0, 10},
                                          {speed_, 1, 10, 6},
                                          {risk_, 2, 0, 7},
                                          {evaluations_, 2, 7, 9}}};
    narrow_ = narrow;
    for (int row = 0; row < static_cast<int>(places.size()); ++row) {
        const Place& place = places[static_cast<std::size_t>(row)];
        QWidget* card = place.chart->parentWidget();
        grid_->removeWidget(card);
        grid_->addWidget(card, narrow ? row : place.row, narrow ? 0 : place.column, 1,
                         narrow ? kGridColumns : place.columns);
        const bool used = narrow || row < 3;
        grid_->setRowStretch(row, !used ? 0 : row == 0 ? 5 : 4);
        grid_->setRowMinimumHeight(row, !used ? 0 : narrow ? 190 : row == 1 ? 148 : 160);
    }
}

void LiveCharts::fitTo(int width) {
    // Beside its axes a plot needs room for curves.
    static constexpr int kLeast = 260;
    const auto least = [](const Chart* chart) {
        return std::max(kLeast, chart->parentWidget()->minimumSizeHint().width());
    };
    const int needed = std::max(least(fan_) * kGridColumns / 10, least(speed_) * kGridColumns / 6);
    if (const bool narrow = width < std::max(needed, least(risk_) + least(evaluations_)) + grid_->spacing();
        narrow != narrow_) {
        arrange(narrow);
    }
}

void LiveCharts::clear() {
    steps_.clear();
    terms_.clear();
    evaluated_.clear();
    setColours_.clear();
    sets_ = 0;
    speedSmoother_.restart();
    progress_->clear();
    for (Chart* chart : {loss_, fan_, risk_, speed_}) {
        chart->clear();
    }
    risk_->setTitle(tr("Risk curve"));
    for (std::size_t band = 0; band < kBands; ++band) {
        const QString name =
            QStringLiteral("%1–%2 %").arg(kSigmaPercentiles[band]).arg(kSigmaPercentiles[band + 1]);
        fan_->setBand(bandId(band), name, {}, {}, {}, {.colour = bandColour(band)});
    }
    const Theme& theme = Theme::instance();
    fan_->setSeries(QStringLiteral("median"), tr("median"), {}, {}, {.colour = theme.seriesColour(6)});
    speed_->setSeries(QStringLiteral("speed"), tr("images/s"), {}, {}, {.colour = theme.seriesColour(0)});
    speed_->setSeries(QStringLiteral("rate"), tr("learning rate"), {}, {},
                      {.colour = theme.seriesColour(1), .stepped = true, .rightAxis = true});
}

void LiveCharts::add(const RunUpdate& update) {
    if (update.rewoundToStep >= 0) {
        dropAfter(static_cast<double>(update.rewoundToStep));
    }
    addSteps(update.steps);
    for (const EvaluationRecord& evaluation : update.evaluations) {
        addEvaluation(evaluation);
    }
    progress_->add(update);
}

void LiveCharts::dropAfter(double step) {
    while (!steps_.isEmpty() && steps_.last() > step) {
        steps_.removeLast();
        for (auto& [name, term] : terms_) {
            term.values.removeLast();
        }
    }
    fan_->dropAfter(step);
    speed_->dropAfter(step);
    progress_->dropAfter(static_cast<std::int64_t>(step));
    resmooth();
    // A curve of a step that the run has gone back behind belongs to a head that no longer exists.
    evaluated_.removeIf([&](const auto& shown) {
        if (shown.value() > static_cast<std::int64_t>(step)) {
            risk_->removeSeries(shown.key());
            risk_->removeSeries(shown.key() + QStringLiteral("/random"));
            return true;
        }
        return false;
    });
    if (evaluated_.isEmpty()) {
        risk_->setTitle(tr("Risk curve"));
    }
}

void LiveCharts::ensureTerm(const QString& name) {
    if (terms_.contains(name)) {
        return;
    }
    Term& term = terms_[name];
    term.values = QVector<double>(steps_.size(), std::numeric_limits<double>::quiet_NaN());
    term.smoother = Smoother(smoothingAmount());
    const QString label = name == QLatin1String("a") ? tr("a (total)") : name;
    SeriesStyle raw;
    raw.colour = Theme::instance().termColour(name);
    raw.width = 1;
    raw.faint = true;
    raw.inLegend = false;
    raw.group = name;
    raw.meaning = tr("each step");
    SeriesStyle smooth;
    smooth.colour = raw.colour;
    smooth.width = name == QLatin1String("a") ? 2.2 : 1.8;
    smooth.group = name;
    smooth.meaning = tr("smoothed");
    loss_->setSeries(name + QStringLiteral("/raw"), label, steps_, term.values, raw);
    loss_->setSeries(name, label, steps_, term.values, smooth);
    loss_->setSeriesVisible(name, name != QLatin1String("att_pos") && name != QLatin1String("att_neg"));
}

void LiveCharts::addSteps(const std::vector<StepRecord>& steps) {
    if (steps.empty()) {
        return;
    }
    std::set<QString> arrived;
    for (const StepRecord& record : steps) {
        for (const auto& [name, value] : record.terms) {
            arrived.insert(QString::fromStdString(name));
        }
    }
    for (const char* term : kTermOrder) {
        if (const QString name = QString::fromLatin1(term); arrived.erase(name) > 0) {
            ensureTerm(name);
        }
    }
    for (const QString& name : arrived) {
        if (name != QLatin1String("s_min") &&
            name != QLatin1String("s_max")) {  // the fan's edges are no losses
            ensureTerm(name);
        }
    }
    const auto count = static_cast<qsizetype>(steps.size());
    QVector<double> xs(count);
    QVector<double> speeds(count);
    QVector<double> rates(count);
    std::array<QVector<double>, kSigmaPercentiles.size()> percentiles;
    percentiles.fill(QVector<double>(count));
    for (qsizetype i = 0; i < count; ++i) {
        const StepRecord& record = steps[static_cast<std::size_t>(i)];
        xs[i] = static_cast<double>(record.step);
        speeds[i] = speedSmoother_.next(record.imagesPerSecond);
        rates[i] = record.learningRate;
        for (std::size_t p = 0; p < percentiles.size(); ++p) {
            percentiles[p][i] = record.sigmaSq[p];
        }
    }
    for (auto& [name, term] : terms_) {
        QVector<double> raw(count);
        QVector<double> smooth(count);
        const std::string key = name.toStdString();
        for (qsizetype i = 0; i < count; ++i) {
            const auto& reported = steps[static_cast<std::size_t>(i)].terms;
            const auto at = reported.find(key);
            raw[i] = at == reported.end() ? std::numeric_limits<double>::quiet_NaN() : at->second;
            smooth[i] = term.smoother.next(raw[i]);
        }
        term.values += raw;
        loss_->appendPoints(name + QStringLiteral("/raw"), xs, raw);
        loss_->appendPoints(name, xs, smooth);
    }
    steps_ += xs;
    for (std::size_t band = 0; band < kBands; ++band) {
        fan_->appendBand(bandId(band), xs, percentiles[band], percentiles[band + 1]);
    }
    fan_->appendPoints(QStringLiteral("median"), xs, percentiles[3]);
    speed_->appendPoints(QStringLiteral("speed"), xs, speeds);
    speed_->appendPoints(QStringLiteral("rate"), xs, rates);
}

void LiveCharts::addEvaluation(const EvaluationRecord& evaluation) {
    const QString set = QString::fromStdString(evaluation.set);
    if (evaluated_.value(set, -1) > evaluation.step) {
        return;
    }
    evaluated_[set] = evaluation.step;
    const auto unpack = [](const std::vector<RiskPoint>& curve) {
        QVector<double> xs;
        QVector<double> ys;
        for (const RiskPoint& point : curve) {
            xs.append(point.discard);
            ys.append(point.accuracy);
        }
        return std::pair(xs, ys);
    };
    if (!setColours_.contains(set)) {
        setColours_[set] = sets_++;
    }
    SeriesStyle style;
    style.colour = Theme::instance().seriesColour(setColours_[set]);
    style.width = 2;
    const auto [riskX, riskY] = unpack(evaluation.riskCurve);
    risk_->setSeries(set, set, riskX, riskY, style);
    style.dashed = true;
    style.width = 1.4;
    // One entry shows and hides the baselines of all sets: two for each set would fill the card.
    style.group = QStringLiteral("random");
    style.inLegend = setColours_[set] == 0;
    style.meaning = tr("random discard");
    const auto [randomX, randomY] = unpack(evaluation.randomCurve);
    risk_->setSeries(set + QStringLiteral("/random"),
                     style.inLegend ? style.meaning : tr("%1, random").arg(set), randomX, randomY, style);
    risk_->setTitle(tr("Risk curve, step %1").arg(countText(evaluation.step)));
}

double LiveCharts::smoothingAmount() const {
    // The slider's far end should make ever longer averages: 0 -> 1 step, 50 -> 10 steps, 100 -> 100 steps.
    const double position = smoothing_->value() / 50.0;
    return 1.0 - std::pow(10.0, -position);
}

void LiveCharts::resmooth() {
    const double amount = smoothingAmount();
    for (auto& [name, term] : terms_) {
        term.smoother = Smoother(amount);
        QVector<double> smooth(term.values.size());
        for (qsizetype i = 0; i < smooth.size(); ++i) {
            smooth[i] = term.smoother.next(term.values[i]);
        }
        loss_->replacePoints(name, steps_, smooth);
        loss_->replacePoints(name + QStringLiteral("/raw"), steps_, term.values);
    }
}

bool LiveCharts::event(QEvent* event) {
    if (event->type() == QEvent::ParentChange && parentWidget() != nullptr) {
        parentWidget()->installEventFilter(this);  // the part of a scroll area that is seen
    } else if (event->type() == QEvent::LayoutRequest && parentWidget() != nullptr) {
        fitTo(parentWidget()->width());  // a legend has grown
    }
    return QWidget::event(event);
}

bool LiveCharts::eventFilter(QObject* watched, QEvent* event) {
    if (watched == parentWidget()) {
        if (event->type() == QEvent::Resize) {
            fitTo(parentWidget()->width());
        }
    } else if (event->type() == QEvent::Enter || event->type() == QEvent::HoverEnter) {
        current_ = qobject_cast<Chart*>(watched);
    }
    return QWidget::eventFilter(watched, event);
}

void LiveCharts::saveState(QSettings& settings) const {
    settings.setValue(QStringLiteral("smoothing"), smoothing_->value());
    settings.setValue(QStringLiteral("logarithmic"), logarithmic_->isChecked());
    settings.setValue(QStringLiteral("evaluationMetric"), progress_->metric());
}

void LiveCharts::restoreState(QSettings& settings) {
    smoothing_->setValue(settings.value(QStringLiteral("smoothing"), smoothing_->value()).toInt());
    logarithmic_->setChecked(settings.value(QStringLiteral("logarithmic"), false).toBool());
    progress_->setMetric(settings.value(QStringLiteral("evaluationMetric")).toString());
}

}  // namespace pf::ui
