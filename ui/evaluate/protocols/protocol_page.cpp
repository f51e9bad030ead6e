#include "ui/evaluate/protocols/protocol_page.h"

#include <utility>

#include <QStackedWidget>

#include "core/session/evaluate/ready_embeddings.h"
#include "ui/kit/action_bar.h"
#include "ui/kit/box.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/model_service.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

/// Measures a run's embeddings, read or made, by the task's protocol.
EvaluationReports measured(const ProtocolRun& run, const std::shared_ptr<ModelService>& models,
                           EvaluationTask task, RunControl& control, const ProgressObserver& observer) {
    if (!run.embeddings.isEmpty()) {
        const std::filesystem::path file = run.embeddings.toStdString();
        const EmbeddingSet ready = openEmbeddings(file);
        return evaluateTask({.ready = &ready, .file = file}, task, control, observer);
    }
    task.imagesRoot = run.imagesRoot.toStdString();
    const ModelService::Lease lease = models->borrow(run.model.toStdString(), control);
    return lease ? evaluateTask({.model = &*lease}, task, control, observer) : EvaluationReports();
}

}  // namespace

ProtocolPage::ProtocolPage(const QString& name, const QString& folderHint, const QString& taskName,
                           std::filesystem::path EvaluationTask::*folder,
                           std::shared_ptr<ModelService> models, QWidget* parent)
    : QWidget(parent), taskName_(taskName), folder_(folder), models_(std::move(models)) {
    setObjectName(name);
    form_ = new ProtocolForm(folderHint, this);
    stack_ = new QStackedWidget(this);
    makeColumn(this, Theme::spacing(), {form_, {stack_, 1}})
        ->setContentsMargins(0, Theme::spacing() / 2, 0, 0);
    connect(form_->bar(), &ActionBar::runRequested, this, &ProtocolPage::run);
}

void ProtocolPage::setContents(QWidget* contents, const QString& emptyTitle, const QString& emptyText) {
    contents_ = contents;
    empty_ = new EmptyState(QStringLiteral("evaluate"), emptyTitle, emptyText, {}, this);
    stack_->addWidget(empty_);
    stack_->addWidget(contents);
}

void ProtocolPage::showContents() {
    stack_->setCurrentWidget(hasSomething() ? contents_ : empty_);
    Q_EMIT contentsChanged();
}

void ProtocolPage::run() {
    if (task_ || !form_->isComplete()) {
        return;
    }
    form_->bar()->setBusy(true);
    const ProtocolRun run = form_->run();
    EvaluationTask task;
    task.*folder_ = run.folder.toStdString();
    task_ = runInBackground(
        this, {taskName_.arg(run.name())},
        [run, task, models = models_](RunControl& control, const ProgressObserver& observer) {
            return measured(run, models, task, control, observer);
        },
        [this, name = run.name()](const EvaluationReports& reports) {
            take(name, reports);
            ended({});
        },
        [this](const QString& error) { ended(error); });
    connect(form_->bar(), &ActionBar::stopRequested, task_, &BackgroundTask::requestStop);
    connect(task_, &BackgroundTask::progressChanged, form_->bar(), [bar = form_->bar()](Progress progress) {
        if (progress.total > 0 && progress.done >= progress.total) {
            progress = {};
            progress.phase = Phase::Evaluating;
        }
        bar->showProgress(progress);
    });
}

void ProtocolPage::ended(const QString& error) {
    task_.clear();
    form_->bar()->setBusy(false);
    form_->bar()->showError(error);
    showContents();
}

}  // namespace pf::ui
