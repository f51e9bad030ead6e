#include "ui/evaluate/protocols/open_set_page.h"

#include <algorithm>
#include <utility>

#include <QComboBox>

#include "core/results/charts/identification_charts.h"
#include "ui/chart/chart.h"
#include "ui/evaluate/curves/protocol_view.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

OpenSetPage::OpenSetPage(std::shared_ptr<ModelService> models, QWidget* parent)
    : ProtocolPage(QStringLiteral("openSetPage"), tr("BLUFR: blufr_lfw_config.mat and its image list"),
                   tr("Open-set identification of %1"), &EvaluationTask::blufr, std::move(models), parent) {
    chart_ = named(new Chart(this), "openSetChart");
    shown_ = makeCombo(
        QStringLiteral("openSetShown"), tr("Curve"),
        {tr("DIR over FAR"), tr("CMC, closed set"), tr("CMC, open set")}, chart_,
        tr("DIR: probes of known people that are found at rank 1 and above the threshold. CMC: found within "
           "a rank, whatever the threshold"));
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

void OpenSetPage::take(const QString& name, const EvaluationReports& reports) {
    if (reports.openSet && !reports.openSet->interrupted) {
        addReport(name, *reports.openSet);
    }
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
    std::vector<NamedTrials> trials;
    for (const Named& named : reports_) {
        trials.push_back(
            {named.name.toStdString(), shown == Cmc ? &named.report.closedSet : &named.report.openSet});
    }
    ChartDescription chart = shown == Dir ? dirChart(trials) : cmcChart(trials);
    chart.emptyText = tr("The protocol has no such trials").toStdString();
    chart_->draw(chart);
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
    return (lines << textList(reports_.back().report.notes)).join(QStringLiteral(" · "));
}

void OpenSetPage::showExportMenu() {
    chart_->showExportMenu();
}

}  // namespace pf::ui
