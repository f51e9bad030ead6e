// Asks the user where a model's backbone is, and lets the work wait for the answer.
#pragma once

#include <filesystem>
#include <memory>

#include <QObject>
#include <QPointer>

#include "core/session/model/backbone_search.h"
#include "ui/shell/worker_questions.h"

class QMessageBox;
class QWidget;

namespace pf::ui {

/// Installs itself as the process's finder (setBackboneFinder) and asks on top of `window` while that is
/// shown: what is missing, then its file. While the window is not shown the answer is that it stays missing.
class WindowBackboneFinder : public QObject {
    Q_OBJECT
  public:
    explicit WindowBackboneFinder(QWidget* window);
    /// What still waits stays missing.
    ~WindowBackboneFinder() override;

    /// Lets everything that waits continue without a backbone.
    void refuseWaiting();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    using Questions = WorkerQuestions<MissingBackbone, std::filesystem::path, WindowBackboneFinder>;
    friend Questions;

    void showNext();
    void chooseFile();
    void answer(const std::filesystem::path& file);

    QWidget* window_;
    std::shared_ptr<Questions> questions_;
    QPointer<QMessageBox> box_;
};

}  // namespace pf::ui
