// The results as a table with its export.
#pragma once

#include <QWidget>

#include "ui/evaluate/plan/evaluation_job.h"

class QMenu;
class QTableView;
class QToolButton;

namespace pf::ui {

class ResultTableModel;

class TablePage : public QWidget {
    Q_OBJECT
  public:
    explicit TablePage(QWidget* parent = nullptr);

    ResultTableModel* table() const { return table_; }
    void setResults(const std::vector<EvaluationResult>& results);
    QString sentence() const;

  public Q_SLOTS:
    void showExportMenu();

  Q_SIGNALS:
    /// A row was double-clicked, or Return was pressed on it.
    void resultActivated(const QString& name);
    void exported(const QString& path);
    void exportFailed(const QString& message);

  private:
    QMenu* makeMenu();

    ResultTableModel* table_ = nullptr;
    QTableView* view_ = nullptr;
    QToolButton* export_ = nullptr;
};

}  // namespace pf::ui
