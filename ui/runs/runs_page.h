// Runs: every run found, several overlaid, and in what they differ.
#pragma once

#include <vector>

#include "core/session/run/run_reader.h"
#include "ui/kit/page.h"
#include "ui/kit/paths/run_lister.h"

class QLineEdit;
class QSortFilterProxyModel;
class QSplitter;
class QStackedWidget;
class QTableView;

namespace pf::ui {

class ConfigDiff;
class EmptyState;
class RunOverlay;
class RunsTableModel;

class RunsPage : public Page {
    Q_OBJECT
  public:
    explicit RunsPage(QWidget* parent = nullptr);

    bool openPath(const QString& path) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    void exportCurrent() override;
    bool evaluateCurrent() override;
    void clearSelection() override;
    void activated() override { refresh(); }
    void refresh() { lister_->refresh(); }

    RunsTableModel& model() { return *model_; }
    RunOverlay& overlay() { return *overlay_; }

  Q_SIGNALS:
    void trainRequested();
    void resumeRunRequested(const QString& directory);

  private:
    void askForFolder();
    void showRuns(const std::vector<RunListing>& runs);
    void showDiff();
    QString currentRun() const;
    void showColumnsMenu(const QPoint& position);
    void showRunMenu(const QPoint& position);

    RunLister* lister_;
    RunsTableModel* model_;
    QSortFilterProxyModel* sorted_;
    QTableView* table_;
    QLineEdit* search_;
    RunOverlay* overlay_;
    ConfigDiff* diff_;
    QSplitter* rows_;
    QSplitter* columns_;
    QStackedWidget* stack_;
    EmptyState* empty_;
};

}  // namespace pf::ui
