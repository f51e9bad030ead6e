#include "ui/evaluate/protocols/protocol_page.h"

#include <utility>

#include <QStackedWidget>

#include "core/session/evaluate/ready_embeddings.h"
#include "ui/kit/box.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/model_service.h"
#include "ui/theme/theme.h"

namespace pf::ui {

ProtocolPage::ProtocolPage(const QString& name, const QString& folderHint,
                           std::shared_ptr<ModelService> models, QWidget* parent)
    : QWidget(parent), models_(std::move(models)) {
    setObjectName(name);
    form_ = new ProtocolForm(folderHint, this);
    stack_ = new QStackedWidget(this);
    makeColumn(this, Theme::spacing(), {form_, {stack_, 1}})
        ->setContentsMargins(0, Theme::spacing() / 2, 0, 0);
    connect(form_, &ProtocolForm::runRequested, this, &ProtocolPage::run);
    connect(form_, &ProtocolForm::stopRequested, this, [this] {
        if (task_) {
            task_->requestStop();
        }
    });
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
    form_->setBusy(true);
    task_ = start(form_->run(), models_);
    connect(task_, &BackgroundTask::progressChanged, form_, &ProtocolForm::showProgress);
}

void ProtocolPage::ended(const QString& error) {
    task_.clear();
    form_->setBusy(false);
    form_->showError(error);
    showContents();
}

EvaluationReports ProtocolPage::measured(const ProtocolRun& run, const std::shared_ptr<ModelService>& models,
                                         EvaluationTask task, RunControl& control,
                                         const ProgressObserver& observer) {
    if (!run.embeddings.isEmpty()) {
        const std::filesystem::path file = run.embeddings.toStdString();
        const EmbeddingSet ready = openEmbeddings(file);
        return evaluateTask({.ready = &ready, .file = file}, task, control, observer);
    }
    task.imagesRoot = run.imagesRoot.toStdString();
    const ModelService::Lease lease = models->borrow(run.model.toStdString(), control);
    return lease ? evaluateTask({.model = &*lease}, task, control, observer) : EvaluationReports();
}

}  // namespace pf::ui
