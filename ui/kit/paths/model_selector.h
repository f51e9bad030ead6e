// Which model: a recent run, an earlier choice, or a path.
#pragma once

#include <vector>

#include <QString>

#include "core/session/run/run_reader.h"
#include "ui/kit/paths/absolute_path.h"
#include "ui/kit/paths/path_chooser.h"
#include "ui/kit/paths/run_lister.h"

namespace pf::ui {

/// Lists the runs below runRoots() and the paths used before; any path may be typed.
class ModelSelector : public PathChooser {
    Q_OBJECT
  public:
    explicit ModelSelector(QWidget* parent = nullptr, const QString& name = QStringLiteral("modelCombo"));

    /// Run directory, checkpoint or exported model, from the root on; empty: none chosen.
    QString model() const { return absolutePath(path()); }
    QVariant kept() const override { return model(); }
    void setModel(const QString& path) { setPath(path); }
    /// Remembers the present choice in the history that all pages share.
    void remember();
    /// Looks for runs again, in a worker.
    void refresh() { lister_->refresh(); }
    void setRuns(const std::vector<RunListing>& runs);

  protected:
    QString browseFrom() const override { return model().isEmpty() ? runRoots().first() : model(); }

  private:
    void fill();

    std::vector<RunListing> runs_;
    RunLister* lister_;
};

}  // namespace pf::ui
