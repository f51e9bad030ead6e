// Train: the recipe on the left, the run on the right.
#pragma once

#include <functional>

#include "core/base/config/options.h"
#include "core/session/control.h"
#include "core/session/run/run_reader.h"
#include "ui/kit/page.h"
#include "ui/train/recipe_panel.h"
#include "ui/train/run_pace.h"
#include "ui/train/run_phase.h"
#include "ui/train/run_session.h"
#include "ui/train/run_view.h"

class QSplitter;
class QStackedWidget;

namespace pf::ui {

class LiveCharts;
class RecipeForm;
class RunHeader;
class StartView;

class TrainPage : public Page {
    Q_OBJECT
  public:
    explicit TrainPage(QWidget* parent = nullptr);

    /// A config (.yaml) fills the form; a run directory is attached to.
    bool openPath(const QString& path) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    void exportCurrent() override;
    bool evaluateCurrent() override;
    void activated() override;

    /// Shows the demo's recipe, ready to be started with one click.
    void selectDemo();
    void startDemo();
    /// Fills the form; false (with a message) when the file is not a config.
    bool openConfig(const QString& file);
    void openRun(const QString& directory);
    /// Opens a stopped run and continues it.
    void resumeRun(const QString& directory);
    /// Changes the recipe in the form and shows it; false (with a message) while a run is being trained.
    bool changeRecipe(const std::function<void(Options&)>& change);
    void togglePause() { session_->setPaused(canPause(session_->phase())); }

    RunSession& session() { return *session_; }
    RecipeForm& form() const { return recipe_->form(); }
    LiveCharts& charts() const { return view_->charts(); }
    bool isTraining() const { return isOwnAndBusy(session_->phase()); }

  Q_SIGNALS:
    /// A run was started or opened: lists of runs may be out of date.
    void runsChanged();
    /// A recipe's file or a run directory is shown from now on.
    void pathOpened(const QString& path);

  private:
    void connectParts();
    void start();
    void resumeRun();
    void resumeNow();
    /// Opens a recipe that comes with the program; false when it is not there (said).
    bool openPreset(const QString& name);
    void showRecipe();
    void askForConfig();
    void refreshActions();
    void showSteps();
    void showOpened();
    void openGallery();

    QStackedWidget* stack_;
    StartView* start_;
    QWidget* work_;  ///< what stands there once a recipe or a run is open
    RunSession* session_;
    RunHeader* header_;
    RecipePanel* recipe_;
    RunView* view_;
    QSplitter* columns_;
    QString resumeWhenRead_;  ///< directory of a run that continues as soon as it has been read
    RunPace pace_;
};

}  // namespace pf::ui
