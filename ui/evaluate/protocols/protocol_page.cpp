#include "ui/evaluate/protocols/protocol_page.h"

#include <utility>

#include <QFileInfo>
#include <QFormLayout>
#include <QLineEdit>
#include <QStackedWidget>

#include "core/session/evaluate/ready_embeddings.h"
#include "ui/evaluate/plan/evaluation_job.h"
#include "ui/kit/action_bar.h"
#include "ui/kit/box.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/model_service.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/path_chooser.h"
#include "ui/kit/paths/path_edit.h"
#include "ui/kit/tick_list.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

QString ProtocolRun::name() const {
    return embeddings.isEmpty() ? shortModelName(model) : shortSetName(embeddings);
}

ProtocolForm::ProtocolForm(const QString& folderHint, QWidget* parent) : QWidget(parent) {
    folder_ = new PathChooser(QStringLiteral("protocolFolder"), PathMode::OpenFolder, tr("Protocol folder"),
                              folderHint, this);
    from_ = makeCombo(QStringLiteral("embeddingsFrom"), tr("Embeddings"),
                      {tr("ready, from a file"), tr("by a model, from images")}, this);
    embeddings_ = new PathChooser(QStringLiteral("protocolEmbeddings"), PathMode::OpenFile,
                                  tr("Embeddings file"), tr(".npz, .npy or .pkl"), this);
    model_ = new ModelSelector(this);
    images_ = new PathChooser(QStringLiteral("protocolImages"), PathMode::OpenFolder, tr("Images"),
                              tr("folder below which the protocol's images lie"), this);
    bar_ = new ActionBar(QStringLiteral("protocol"), tr("Run"), this, false);

    setMaximumWidth(820);  // longer lines would be hard to follow
    layout_ = new QFormLayout(this);
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(Theme::spacing() / 2);
    layout_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout_->addRow(tr("Protocol folder"), folder_);
    layout_->addRow(tr("Embeddings"), from_);
    layout_->addRow(tr("File"), embeddings_);
    layout_->addRow(tr("Model"), model_);
    layout_->addRow(tr("Images"), images_);
    layout_->addRow(bar_);
    for (PathChooser* field : {folder_, embeddings_, images_}) {
        connect(field, &PathChooser::pathChanged, this, &ProtocolForm::refresh);
        connect(field->edit(), &QLineEdit::returnPressed, bar_, &ActionBar::runRequested);
    }
    connect(from_, &QComboBox::currentIndexChanged, this, &ProtocolForm::refresh);
    connect(model_, &PathChooser::pathChanged, this, &ProtocolForm::refresh);
    kept_ = {{"folder", folder_},
             {"from", from_},
             {"embeddings", embeddings_},
             {"model", model_},
             {"images", images_}};
    refresh();
}

ProtocolRun ProtocolForm::run() const {
    ProtocolRun run;
    run.folder = folder_->path();
    if (byModel()) {
        run.model = model_->model();
        run.imagesRoot = images_->path();
    } else {
        run.embeddings = embeddings_->path();
    }
    return run;
}

bool ProtocolForm::openPath(const QString& path) {
    if (isEmbeddingFile(path)) {
        from_->setCurrentIndex(0);
        embeddings_->setPath(path);
        return true;
    }
    if (QFileInfo(path).isDir()) {
        folder_->setPath(path);
        return true;
    }
    return false;
}

bool ProtocolForm::isComplete() const {
    const ProtocolRun now = run();
    return !now.folder.isEmpty() &&
           (byModel() ? !now.model.isEmpty() && !now.imagesRoot.isEmpty() : !now.embeddings.isEmpty());
}

void ProtocolForm::refresh() {
    showRow(layout_, embeddings_, !byModel());
    showRow(layout_, model_, byModel());
    showRow(layout_, images_, byModel());
    bar_->setMissing(isComplete()                ? QString()
                     : folder_->path().isEmpty() ? tr("Choose the protocol's folder.")
                     : byModel()                 ? tr("Choose a model and the images.")
                                                 : tr("Choose a file of embeddings."));
}

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
