// A tab whose protocol has lists of its own: a form, and what came out of its runs.
#pragma once

#include <filesystem>
#include <memory>

#include <QComboBox>
#include <QPointer>
#include <QWidget>

#include "core/session/evaluate/evaluation_task.h"
#include "ui/kit/background_task.h"
#include "ui/kit/kept_fields.h"

class QFormLayout;
class QStackedWidget;

namespace pf::ui {

class ActionBar;
class EmptyState;
class ModelSelector;
class ModelService;
class PathChooser;

/// One run of such a protocol. Either `embeddings`, or `model` and `imagesRoot`.
struct ProtocolRun {
    QString folder;
    QString embeddings;
    QString model;
    QString imagesRoot;

    /// The embeddings' or the model's short name.
    QString name() const;
};

/// What a protocol with lists of its own needs: its folder, and embeddings or a model with its images.
class ProtocolForm : public QWidget {
    Q_OBJECT
  public:
    /// `folderHint` says which folder is meant.
    explicit ProtocolForm(const QString& folderHint, QWidget* parent = nullptr);

    ProtocolRun run() const;
    /// Takes a file of embeddings or a folder that was opened while the form is in front; false: no use for
    /// it.
    bool openPath(const QString& path);
    /// Everything needed is there.
    bool isComplete() const;
    /// Asks to run and to stop.
    ActionBar* bar() const { return bar_; }
    void saveState(QSettings& settings) const { saveFields(settings, kept_); }
    void restoreState(QSettings& settings) { restoreFields(settings, kept_); }
    ModelSelector* modelSelector() const { return model_; }

  private:
    bool byModel() const { return from_->currentIndex() == 1; }
    void refresh();

    QFormLayout* layout_ = nullptr;
    PathChooser* folder_ = nullptr;
    QComboBox* from_ = nullptr;
    PathChooser* embeddings_ = nullptr;
    ModelSelector* model_ = nullptr;
    PathChooser* images_ = nullptr;
    KeptFields kept_;
    ActionBar* bar_ = nullptr;
};

class ProtocolPage : public QWidget {
    Q_OBJECT
  public:
    /// `taskName` names a run in the rail, "Templates of %1"; `folder` is where the task has its lists.
    ProtocolPage(const QString& name, const QString& folderHint, const QString& taskName,
                 std::filesystem::path EvaluationTask::*folder, std::shared_ptr<ModelService> models,
                 QWidget* parent);

    ProtocolForm* form() const { return form_; }
    bool isBusy() const { return task_ != nullptr; }
    /// Starts what the form says; nothing while it is not complete or something runs.
    void run();
    /// What the page shows, in a sentence or two.
    virtual QString sentence() const = 0;
    virtual bool hasSomething() const = 0;
    virtual void showExportMenu() = 0;

  Q_SIGNALS:
    /// There is something new to see, or to say.
    void contentsChanged();
    void exported(const QString& path);
    void exportFailed(const QString& message);

  protected:
    /// Where results are shown; in front once there are some.
    void setContents(QWidget* contents, const QString& emptyTitle, const QString& emptyText);
    void showContents();
    /// Adds what a run gave; nothing where it was stopped before.
    virtual void take(const QString& name, const EvaluationReports& reports) = 0;

  private:
    /// The work is over; an error's text, or empty.
    void ended(const QString& error);

    QString taskName_;
    std::filesystem::path EvaluationTask::*folder_;
    std::shared_ptr<ModelService> models_;
    ProtocolForm* form_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    EmptyState* empty_ = nullptr;
    QWidget* contents_ = nullptr;
    QPointer<BackgroundTask> task_;
};

}  // namespace pf::ui
