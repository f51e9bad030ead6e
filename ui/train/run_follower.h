// Follows a run directory from a thread of its own and hands its records to the window in small portions.
#pragma once

#include <memory>

#include <QObject>

#include "core/base/config/options.h"
#include "core/session/run/run_reader.h"

class QTimer;

namespace pf::ui {

class BackgroundTask;

/// What a run's files say of it.
struct RunStatus {
    RunState state = RunState::Unknown;
    QString detail;
    /// Units: seconds since the files last grew; negative while it is not known. What is seen here is timed
    /// by a clock that does not jump.
    double silentSeconds = -1;
};

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
    const RunStatus& status() const { return status_; }
    /// What is wrong with the run's config.yaml, or empty.
    const QString& configProblem() const { return configProblem_; }
    std::int64_t totalSteps() const { return totalSteps_; }

  Q_SIGNALS:
    /// options() and totalSteps() are known.
    void opened();
    /// The run's files were replaced by others: all that was handed over is void; options() may be new.
    void startedAnew();
    /// New records, at most a few thousand; status() and the rest are up to date with them.
    void updated(const pf::RunUpdate& update);
    /// status() moved without records.
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
    Options options_;
    RunStatus status_;
    QString configProblem_;
    std::int64_t totalSteps_ = 0;
};

}  // namespace pf::ui
