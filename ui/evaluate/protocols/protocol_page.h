// A tab whose protocol has lists of its own: a form, and what came out of its runs.
#pragma once

#include <filesystem>
#include <memory>

#include <QPointer>
#include <QWidget>

#include "core/session/evaluate/evaluation_task.h"
#include "ui/evaluate/protocols/protocol_form.h"
#include "ui/kit/background_task.h"

class QStackedWidget;

namespace pf::ui {

class EmptyState;
class ModelService;

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
