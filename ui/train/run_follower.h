// Follows a run directory from a thread of its own and hands its records to the window in small portions.
#pragma once

#include <memory>

#include <QObject>

#include "core/base/config/options.h"
#include "core/session/run/run_reader.h"

class QTimer;

namespace pf::ui {

class BackgroundTask;

class RunFollower : public QObject {
    Q_OBJECT
  public:
    explicit RunFollower(QObject* parent = nullptr);

    /// Starts over with this directory. `waitForIt`: its config.yaml may not be there yet (a run just
    /// started); otherwise a folder that is not a run is reported by failed().
    void follow(const QString& directory, bool waitForIt);
    void stop();

    const QString& directory() const { return directory_; }
    bool isOpen() const { return open_; }
    const Options& options() const { return options_; }
    RunState state() const { return state_; }
    const QString& stateDetail() const { return stateDetail_; }
    /// What is wrong with the run's config.yaml, or empty.
    const QString& configProblem() const { return configProblem_; }
    std::int64_t totalSteps() const { return totalSteps_; }
    /// Units: seconds since the run's files last grew; negative while it is not known. What is seen here is
    /// timed by a clock that does not jump.
    double silentSeconds() const { return silentSeconds_; }

  Q_SIGNALS:
    /// options() and totalSteps() are known.
    void opened();
    /// The run's files were replaced by others: all that was handed over is void; options() may be new.
    void startedAnew();
    /// New records, at most a few thousand; state() and the rest are up to date with them.
    void updated(const pf::RunUpdate& update);
    /// Everything that was in the directory when it was opened has been handed over.
    void caughtUp();
    /// state() or silentSeconds() moved without records.
    void stateRefreshed();
    void failed(const QString& message);

  private:
    struct Shared;
    void pull();

    QString directory_;
    std::shared_ptr<Shared> shared_;
    BackgroundTask* task_ = nullptr;
    QTimer* timer_;
    bool open_ = false;
    bool caughtUp_ = false;
    Options options_;
    RunState state_ = RunState::Unknown;
    QString stateDetail_;
    QString configProblem_;
    std::int64_t totalSteps_ = 0;
    double silentSeconds_ = -1;
};

}  // namespace pf::ui
