// Where a training begins: the demo, the recipes that come with the program, a config, recent runs.
#pragma once

#include <QWidget>

#include "core/session/run/run_reader.h"
#include "ui/kit/paths/run_lister.h"

class QLabel;
class QListWidget;

namespace pf::ui {

class StartView : public QWidget {
    Q_OBJECT
  public:
    explicit StartView(QWidget* parent = nullptr);

    /// Lists the runs again, in the background.
    void refresh() { lister_->refresh(); }

  Q_SIGNALS:
    void demoRequested();
    /// A training of one's own backbone and faces.
    void ownRequested();
    void configRequested();
    void recipeChosen(const QString& file);
    void runChosen(const QString& directory);
    void galleryRequested(const QString& directory);
    void evaluateRequested(const QString& directory);
    void resumeRequested(const QString& directory);

  private:
    void showRuns(const std::vector<RunListing>& runs);
    void showRunMenu(const QPoint& position);

    std::vector<RunListing> listed_;
    QListWidget* recipes_;
    QListWidget* runs_;
    QLabel* noRuns_;
    RunLister* lister_;
};

}  // namespace pf::ui
