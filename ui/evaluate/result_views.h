// The evaluation's results: risk, EDC and the table, each with its export and a sentence that says what it
// shows.
#pragma once

#include <QWidget>

#include "ui/evaluate/evaluation_job.h"

class QLabel;
class QStackedWidget;
class QTabBar;
class QTableView;

namespace pf::ui {

class Chart;
class ResultTableModel;

class ResultViews : public QWidget {
    Q_OBJECT
  public:
    explicit ResultViews(QWidget* parent = nullptr);

    void setResults(const std::vector<EvaluationResult>& results);
    Chart* riskChart() const { return risk_; }
    Chart* edcChart() const { return edc_; }
    ResultTableModel* table() const { return table_; }
    /// Opens the export menu of what is in front.
    void exportCurrent();
    int currentTab() const;
    void setCurrentTab(int tab);

  Q_SIGNALS:
    void exported(const QString& path);
    void exportFailed(const QString& message);

  private:
    QWidget* makeTablePage();
    void drawCharts();
    void refreshSentence();
    void showTableExportMenu();

    std::vector<EvaluationResult> results_;
    QTabBar* tabs_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    Chart* risk_ = nullptr;
    Chart* edc_ = nullptr;
    ResultTableModel* table_ = nullptr;
    QTableView* tableView_ = nullptr;
    QWidget* tableExport_ = nullptr;
    QLabel* sentence_ = nullptr;
};

}  // namespace pf::ui
