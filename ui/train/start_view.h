// Where a training begins: the demo, the recipes that come with the program, a config, recent runs.
#pragma once

#include <QString>
#include <QStringList>
#include <QWidget>

#include "core/session/run_reader.h"

class QLabel;
class QListWidget;
class QListWidgetItem;
class QPushButton;

namespace pf::ui {

class StartView : public QWidget {
    Q_OBJECT
  public:
    explicit StartView(QWidget* parent = nullptr);

    /// Lists the runs below these folders again, in the background.
    void refresh(const QStringList& roots);

  Q_SIGNALS:
    void demoRequested();
    void configRequested();
    void recipeChosen(const QString& file);
    void runChosen(const QString& directory);

  private:
    void showRuns(const std::vector<RunListing>& runs);

    QPushButton* demo_;
    QListWidget* recipes_;
    QListWidget* runs_;
    QLabel* noRuns_;
    bool listing_ = false;
};

}  // namespace pf::ui
