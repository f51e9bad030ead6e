// The folders that runs are looked for in, and the runs of several folders as one list.
#pragma once

#include <vector>

#include <QObject>

#include "core/session/control.h"
#include "core/session/run/run_reader.h"

namespace pf::ui {

/// Kept in the settings, the newest first; options.run.root is always among them.
QStringList runRoots();
/// A folder of runs, or a run, is listed from now on wherever runs are listed.
void addRunRoot(const QString& directory);

/// The runs below each of the folders, every run once however many of them it lies below, newest first. For a
/// worker; a stop ends it early.
std::vector<RunListing> listRunsOf(const QStringList& roots, const RunControl& control);

/// Lists the runs below runRoots() in a worker.
class RunLister : public QObject {
    Q_OBJECT
  public:
    using QObject::QObject;

    /// Lists them; while it does, once more afterwards.
    void refresh();

  Q_SIGNALS:
    void listed(const std::vector<pf::RunListing>& runs);
    void failed(const QString& message);

  private:
    void ended();

    bool listing_ = false;
    bool again_ = false;
};

}  // namespace pf::ui
