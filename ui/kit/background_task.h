// Work in a thread of its own; the window pulls its progress and its result.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>
#include <variant>

#include <QObject>

#include "core/session/control.h"

namespace pf::ui {

/// How a task presents itself.
struct TaskOptions {
    QString name = {};          ///< "Evaluating demo on lfw"; shown in the rail's foot
    bool showInRail = true;     ///< false for short helpers (thumbnails, file listings)
    int shutdownWaitMs = 3000;  ///< longest wait for the worker when the owner goes away
};

/// One running piece of work. Lives on the UI thread, child of its owner, deletes itself when done.
/// Destroying it asks the work to stop and waits at most shutdownWaitMs; a result is then no longer
/// delivered.
class BackgroundTask : public QObject {
    Q_OBJECT
  public:
    struct Shared;
    using Work = std::function<void(RunControl&, const ProgressObserver&)>;

    /// `work` runs on the new thread; `delivered` runs on the UI thread with an empty text or the error's
    /// text.
    BackgroundTask(QObject* owner, TaskOptions options, Work work,
                   std::function<void(const QString& error)> delivered);
    ~BackgroundTask() override;

    const QString& name() const { return options_.name; }
    Progress progress() const;
    bool isPaused() const;
    bool isStopping() const;

  public Q_SLOTS:
    void requestStop();
    void setPaused(bool paused);

  Q_SIGNALS:
    /// At most 30 times a second, on the UI thread.
    void progressChanged(const pf::Progress& progress);
    /// The work ended; its result is delivered next, then the task deletes itself.
    void finished();
    /// A stop was asked for, here or in the rail.
    void stopping();

  private:
    void pull();

    TaskOptions options_;
    std::shared_ptr<Shared> shared_;
    std::function<void(const QString&)> delivered_;
};

/// Where the rail's foot hears of tasks.
class JobBoard : public QObject {
    Q_OBJECT
  public:
    static JobBoard& instance();

  Q_SIGNALS:
    void started(pf::ui::BackgroundTask* task);
};

/// Runs `work(RunControl&, const ProgressObserver&) -> Result` in a thread; then, on the UI thread,
/// `done(Result)` (`done()` of work that returns nothing) or `failed(QString)`. A stop that was asked for is
/// a result like any other: `work` returns what it has. Result must be movable.
template <class Work, class Done>
BackgroundTask* runInBackground(QObject* owner, TaskOptions options, Work work, Done done,
                                std::function<void(const QString&)> failed) {
    using Returned = std::invoke_result_t<Work, RunControl&, const ProgressObserver&>;
    constexpr bool kNothing = std::is_void_v<Returned>;
    auto result = std::make_shared<std::optional<std::conditional_t<kNothing, std::monostate, Returned>>>();
    auto run = [result, work = std::move(work)](RunControl& control,
                                                const ProgressObserver& observer) mutable {
        if constexpr (kNothing) {
            work(control, observer);
            result->emplace();
        } else {
            result->emplace(work(control, observer));
        }
    };
    auto deliver = [result, done = std::move(done),
                    failed = std::move(failed)](const QString& error) mutable {
        if (!result->has_value()) {
            if (failed) {
                failed(error);
            }
        } else if constexpr (kNothing) {
            done();
        } else {
            done(std::move(**result));
        }
    };
    return new BackgroundTask(owner, std::move(options), std::move(run), std::move(deliver));
}

}  // namespace pf::ui
