#include "ui/evaluate/evaluate_page.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>
#include <QSplitter>

#include "ui/evaluate/evaluation_command.h"
#include "ui/evaluate/evaluation_notes.h"
#include "ui/evaluate/pairs/pair_actions.h"
#include "ui/evaluate/pairs/pair_browser.h"
#include "ui/evaluate/pairs/pair_lists.h"
#include "ui/evaluate/plan/plan_panel.h"
#include "ui/evaluate/protocols/open_set_page.h"
#include "ui/evaluate/protocols/templates_page.h"
#include "ui/evaluate/report_menu.h"
#include "ui/evaluate/result_reading.h"
#include "ui/evaluate/result_views.h"
#include "ui/kit/action_bar.h"
#include "ui/kit/background_task.h"
#include "ui/kit/box.h"
#include "ui/kit/model_service.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/tick_list.h"
#include "ui/theme/theme.h"

namespace pf::ui {

constexpr auto kDemoPairs = "synthetic:identities=60,images=12,first=100000,pairs=600";

EvaluatePage::EvaluatePage(std::shared_ptr<ModelService> models, QWidget* parent)
    : Page(tr("Evaluate"), QStringLiteral("evaluate"), parent), models_(std::move(models)) {
    setObjectName(QStringLiteral("evaluatePage"));
    plan_ = new PlanPanel(this);
    plan_->setMinimumWidth(260);
    notes_ = new EvaluationNotes(this);
    views_ = new ResultViews(models_, this);

    auto* right = new QWidget(this);
    const int gap = Theme::spacing();
    makeColumn(right, gap, {{views_, 1}, notes_})->setContentsMargins(gap, gap, gap, gap);
    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->addWidget(plan_);
    splitter->addWidget(right);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    splitter->setSizes({300, 1000});
    makeColumn(this, 0, {views_->tabRow(), {splitter, 1}});

    connect(plan_->bar(), &ActionBar::runRequested, this, &EvaluatePage::run);
    connect(plan_, &PlanPanel::fixedFmrChanged, views_->reading(), &ResultReading::setFixedFmr);
    connect(views_, &ResultViews::tabChanged, plan_, &QWidget::setVisible);
    connect(views_, &ResultViews::demoRequested, this,
            [this] { plan_->sets()->add(tr("demo pairs"), QString::fromLatin1(kDemoPairs)); });
    const PairActions* actions = views_->reading()->pairs()->browser()->actions();
    connect(actions, &PairActions::messageRequested, this, &Page::messageRequested);
    connect(actions, &PairActions::compareRequested, this, &EvaluatePage::compareRequested);
    connect(actions, &PairActions::galleryRequested, this,
            [this](const QString& model, const QString& source) {
                Q_EMIT openGalleryRequested(model, {source});
            });
    connect(views_, &ResultViews::exported, this,
            [this](const QString& path) { Q_EMIT messageRequested(tr("Exported %1").arg(path)); });
    connect(views_, &ResultViews::exportFailed, notes_, &EvaluationNotes::showError);
    ReportMenu* reports = views_->reports();
    reports->setSources([this] { return command(); }, [this] { return views_->score(); });
    connect(reports, &ReportMenu::failed, notes_, &EvaluationNotes::showError);
    connect(reports, &ReportMenu::messageRequested, this, &Page::messageRequested);
}

QString EvaluatePage::command() const {
    if (ProtocolForm* form = views_->currentForm()) {
        return protocolCommand(form->run(), views_->currentTab() == ResultViews::OpenSet
                                                ? &EvaluateCommand::blufr
                                                : &EvaluateCommand::ijb);
    }
    return evaluationCommands(plan_->plan(), views_->score());
}

bool EvaluatePage::openPath(const QString& path) {
    const QFileInfo info(path);
    if (!info.exists()) {
        return false;
    }
    const bool isRun = QFileInfo::exists(path + QStringLiteral("/checkpoints"));
    if (ProtocolForm* form = views_->currentForm(); form != nullptr && !isRun && form->openPath(path)) {
        return true;
    }
    if (isRun || info.suffix() == QLatin1String("safetensors")) {
        openModel(path, {});
    } else if (isEmbeddingFile(path)) {
        plan_->sets()->add(shortSetName(path), path);
    } else {
        openModel({}, {path});
    }
    return true;
}

void EvaluatePage::openModel(const QString& model, const QStringList& sources) {
    if (views_->currentForm() != nullptr) {
        views_->setCurrentTab(ResultViews::Risk);  // where the lists of models and sets are
    }
    plan_->models()->add(shortModelName(model), model);
    for (const QString& source : sources) {
        plan_->sets()->add(shortSetName(source), source);
    }
}

void EvaluatePage::run() {
    const EvaluationPlan plan = plan_->plan();
    if (task_ || plan.evaluations() == 0) {
        return;
    }
    // What is evaluated again must not show an old error meanwhile.
    std::erase_if(results_, [](const EvaluationResult& result) { return !result.error.isEmpty(); });
    refresh();
    box_ = std::make_shared<ResultBox>();
    plan_->setBusy(true);
    views_->setRunning(true);
    TaskOptions options;
    options.name = plan.evaluations() > 1 ? tr("%1 evaluations").arg(plan.evaluations())
                   : plan.embeddingFiles() == 1
                       ? tr("Evaluating %1").arg(plan.sets.front().name)
                       : tr("Evaluating %1 on %2").arg(plan.models.front().name, plan.sets.front().name);
    task_ = runInBackground(
        this, options,
        [plan, models = models_, box = box_](RunControl& control, const ProgressObserver& observer) {
            runEvaluation(plan, models, *box, control, observer);
        },
        [this] { ended(); },
        [this](const QString& error) {
            ended();
            notes_->showError(error);
        });
    connect(plan_->bar(), &ActionBar::stopRequested, task_, &BackgroundTask::requestStop);
    connect(task_, &BackgroundTask::progressChanged, this, [this](const Progress& progress) {
        plan_->bar()->showProgress(progress);
        addResults(box_->take());
    });
}

void EvaluatePage::ended() {
    task_.clear();
    plan_->setBusy(false);
    views_->setRunning(false);
    addResults(box_->take());
}

void EvaluatePage::addResults(const std::vector<EvaluationResult>& results) {
    if (results.empty()) {
        return;
    }
    for (const EvaluationResult& result : results) {
        const auto same =
            std::find_if(results_.begin(), results_.end(), [&result](const EvaluationResult& earlier) {
                return earlier.model == result.model && earlier.set == result.set;
            });
        if (same == results_.end()) {
            results_.push_back(result);
        } else {
            *same = result;
        }
    }
    refresh();
}

void EvaluatePage::refresh() {
    views_->setResults(results_);
    notes_->setResults(results_);
}

void EvaluatePage::exportCurrent() {
    if (views_->hasSomething()) {
        views_->exportCurrent();
    } else {
        Q_EMIT messageRequested(tr("There is nothing to export yet: run an evaluation first."));
    }
}

void EvaluatePage::clearSelection() {
    views_->reading()->clearSelection();
}

bool EvaluatePage::evaluateCurrent() {
    if (!views_->runCurrent()) {
        run();
    }
    return true;
}

void EvaluatePage::activated() {
    plan_->modelSelector()->refresh();
    views_->openSet()->form()->modelSelector()->refresh();
    views_->templates()->form()->modelSelector()->refresh();
}

void EvaluatePage::saveState(QSettings& settings) const {
    plan_->saveState(settings);
    views_->saveState(settings);
}

void EvaluatePage::restoreState(QSettings& settings) {
    plan_->restoreState(settings);
    views_->restoreState(settings);
}

}  // namespace pf::ui
