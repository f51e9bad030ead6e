#include "ui/evaluate/protocols/open_set_page.h"

#include <algorithm>
#include <utility>

#include <QComboBox>
#include <QVBoxLayout>

#include "core/base/text.h"
#include "ui/chart/chart.h"
#include "ui/evaluate/curves/protocol_view.h"
#include "ui/theme/theme.h"

namespace pf::ui {

OpenSetPage::OpenSetPage(std::shared_ptr<ModelService> models, QWidget* parent)
    : ProtocolPage(QStringLiteral("openSetPage"), tr("BLUFR: blufr_lfw_config.mat and its image list"),
                   std::move(models), parent) {
    chart_ = new Chart(this);
    chart_->setObjectName(QStringLiteral("openSetChart"));
    shown_ = new QComboBox(chart_);
    shown_->setObjectName(QStringLiteral("openSetShown"));
    shown_->setAccessibleName(tr("Curve"));
    shown_->addItem(tr("DIR over FAR"));
    shown_->addItem(tr("CMC, closed set"));
    shown_->addItem(tr("CMC, open set"));
    shown_->setToolTip(tr(
        "DIR: probes of known people that are found at rank 1 and above the threshold. CMC: found within a "
        "rank, whatever the threshold"));
    chart_->addHeaderWidget(shown_);
    setContents(chart_, tr("No open-set identification yet"),
                tr("Choose the folder of the BLUFR protocol and embeddings of its images, or a model and the "
                   "images themselves, and press Run. The chart shows how many known people are found (DIR) "
                   "while strangers are rarely taken for one of them (FAR)."));
    connect(shown_, &QComboBox::currentIndexChanged, this, &OpenSetPage::draw);
    connect(chart_, &Chart::exported, this, &ProtocolPage::exported);
    connect(chart_, &Chart::exportFailed, this, &ProtocolPage::exportFailed);
    connect(&Theme::instance(), &Theme::changed, this, &OpenSetPage::draw);
    draw();
    showContents();
}

BackgroundTask* OpenSetPage::start(const ProtocolRun& run, const std::shared_ptr<ModelService>& models) {
    return runInBackground(
        this, {tr("Open-set identification of %1").arg(run.name())},
        [run, models](RunControl& control, const ProgressObserver& observer) {
            EvaluationTask task;
            task.blufr = run.folder.toStdString();
            return measured(run, models, std::move(task), control, observer).openSet;
        },
        [this, name = run.name()](const std::optional<OpenSetReport>& report) {
            if (report && !report->interrupted) {
                addReport(name, *report);
            }
            ended({});
        },
        [this](const QString& error) { ended(error); });
}

void OpenSetPage::addReport(const QString& name, const OpenSetReport& report) {
    const auto same =
        std::find_if(reports_.begin(), reports_.end(), [&](const Named& one) { return one.name == name; });
    if (same == reports_.end()) {
        reports_.push_back({name, report});
    } else {
        same->report = report;
    }
    draw();
    showContents();
}

void OpenSetPage::draw() {
    const auto shown = static_cast<Shown>(shown_->currentIndex());
    chart_->clear();
    chart_->setTitle(shown == Dir ? tr("Detection and identification (DIR)") : tr("Match by rank (CMC)"));
    chart_->setAxisLabels(shown == Dir ? tr("FAR") : tr("rank"),
                          shown == Dir ? tr("DIR at rank 1 (%)") : tr("found within the rank (%)"));
    chart_->setLogX(shown == Dir);
    chart_->setAxisFormats(shown == Dir ? AxisFormat::Plain : AxisFormat::Count, AxisFormat::Percent);
    chart_->setNoDataText(tr("The protocol has no such trials"));
    int colour = 0;
    for (const Named& named : reports_) {
        const IdentificationResult& result = shown == Cmc ? named.report.closedSet : named.report.openSet;
        for (const IdentificationScores& scores : result.scores) {
            QVector<double> xs;
            QVector<double> ys;
            if (shown == Dir) {
                for (const DirAtFar& point : scores.curve) {
                    if (point.farTarget > 0) {
                        xs << point.farTarget;
                        ys << point.mean;
                    }
                }
            } else {
                for (std::size_t rank = 0; rank < scores.cmc.size(); ++rank) {
                    xs << static_cast<double>(rank + 1);
                    ys << scores.cmc[rank];
                }
            }
            SeriesStyle style;
            style.colour = Theme::instance().seriesColour(colour++);
            style.width = 2;
            style.markers = shown != Dir;
            const QString name = named.name + QStringLiteral(", ") + scoreWord(scores.kind);
            chart_->setSeries(name, name, xs, ys, style);
            for (const DirAtFar& point : scores.dir) {
                if (shown == Dir && reports_.size() == 1 && colour == 1 && point.reachable) {
                    chart_->setMarker(QString::number(point.farTarget), point.farTarget,
                                      QString::number(point.farTarget, 'g', 3));
                }
            }
        }
    }
}

QString OpenSetPage::sentence() const {
    if (reports_.empty()) {
        return {};
    }
    QStringList lines;
    for (const Named& named : reports_) {
        const IdentificationResult& result = named.report.openSet;
        QStringList words;
        for (const IdentificationScores& scores : result.scores) {
            for (const DirAtFar& point : scores.dir) {
                if (point.farTarget == 1e-2 || point.farTarget == 1e-3) {
                    words << tr("%1 DIR at FAR %2: %3 ± %4%5")
                                 .arg(scoreWord(scores.kind), fmrWord(point.farTarget),
                                      percentWord(point.mean), percentWord(point.deviation),
                                      point.reachable ? QString() : tr(" (too few strangers to measure)"));
                }
            }
        }
        lines << tr("%1, %2 trials: %3.")
                     .arg(named.name)
                     .arg(result.trials)
                     .arg(words.join(QStringLiteral("; ")));
    }
    for (const std::string& note : reports_.back().report.notes) {
        lines << QString::fromStdString(note);
    }
    return lines.join(QStringLiteral(" · "));
}

void OpenSetPage::showExportMenu() {
    chart_->showExportMenu();
}

}  // namespace pf::ui
