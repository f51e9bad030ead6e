// Train: the recipe on the left, the run as it goes on the right.
#pragma once

#include <functional>

#include "core/base/config/options.h"
#include "core/session/control.h"
#include "core/session/run/run_reader.h"
#include "ui/kit/page.h"
#include "ui/train/run_phase.h"

class QSplitter;
class QStackedWidget;

namespace pf::ui {

class HintBar;
class LiveCharts;
class LogPanel;
class RecipeForm;
class RecipePanel;
class RunHeader;
class RunSession;
class StartView;

class TrainPage : public Page {
    Q_OBJECT
  public:
    explicit TrainPage(QWidget* parent = nullptr);
    ~TrainPage() override;

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
    /// Fills the form; false (with a message) when the file is no config.
    bool openConfig(const QString& file);
    void openRun(const QString& directory);
    /// Opens a stopped run and goes on with it.
    void resumeRun(const QString& directory);
    /// Changes the recipe in the form and shows it; false (with a message) while a run is being trained.
    bool changeRecipe(const std::function<void(Options&)>& change);
    void togglePause();

    RunSession& session() { return *session_; }
    RecipeForm& form();
    LiveCharts& charts() { return *charts_; }
    bool isTraining() const;
    /// The folders whose runs are listed.
    QStringList runRoots() const;

  Q_SIGNALS:
    /// A run was started or opened: lists of runs may be out of date.
    void runsChanged();
    /// A recipe's file or a run directory is shown from now on.
    void pathOpened(const QString& path);

  private:
    void makeRecipePanel();
    QWidget* makeRunPanel();
    void connectSession();
    void connectHeader();
    void start();
    void resumeRun();
    void goOn();
    void newRun();
    /// Opens a recipe that comes with the program; false when it is not there (said).
    bool openPreset(const QString& name);
    void saveOpened(QSettings& settings) const;
    void restoreOpened(QSettings& settings);
    void copyCommand();
    void askForConfig();
    void refreshActions();
    void takeUpdate(const RunUpdate& update);
    void takeProgress(const Progress& progress);
    void showOpened();
    void openGallery();
    void rememberRoot(const QString& directory);

    QStackedWidget* stack_;
    StartView* start_;
    RunHeader* header_;
    RecipePanel* recipe_;
    LiveCharts* charts_;
    LogPanel* log_;
    HintBar* hints_;
    RunSession* session_;
    QSplitter* columns_;
    QSplitter* rows_;
    QString configFile_;
    QString resumeWhenRead_;  ///< directory of a run that goes on as soon as it has been read
    QStringList roots_;
    long long lastStep_ = 0;
    double lastSpeed_ = 0;
    double lastElapsed_ = 0;
    double secondsLeft_ = -1;
    long long firstStepHere_ =
        -1;  ///< where this window's reading of the run began, for the estimate of time left
    double firstElapsedHere_ = 0;
};

}  // namespace pf::ui
