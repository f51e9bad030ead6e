// Which model: a recent run, an earlier choice, or a path.
#pragma once

#include <vector>

#include <QString>
#include <QWidget>

#include "core/session/run/run_reader.h"
#include "ui/kit/paths/path_combo.h"

namespace pf::ui {

/// Lists the runs below options.run.root (and further roots) and the paths used before; any path may be
/// typed.
class ModelSelector : public QWidget {
    Q_OBJECT
  public:
    explicit ModelSelector(QWidget* parent = nullptr);

    /// Run directory, checkpoint or exported model, from the root on; empty: none chosen.
    QString model() const;
    void setModel(const QString& path);
    /// Remembers the present choice in the history that all pages share.
    void remember();
    /// Looks for runs again, in a worker.
    void refresh();
    void setRuns(const std::vector<RunListing>& runs);
    PathCombo* combo() const { return combo_; }

    /// Adds a place to look for runs in, for every selector (the folder of an attached run).
    static void addRunsRoot(const QString& directory);

  Q_SIGNALS:
    void modelChanged();
    /// Return was pressed or something was chosen.
    void submitted();

  private:
    void browse(bool folder);
    void fill();

    std::vector<RunListing> runs_;
    PathCombo* combo_ = nullptr;
    bool looking_ = false;
};

}  // namespace pf::ui
