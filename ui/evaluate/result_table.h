// The results as numbers: one row per model and set.
#pragma once

#include <functional>
#include <vector>

#include <QAbstractTableModel>
#include <QString>
#include <QStringList>

#include "ui/evaluate/plan/evaluation_job.h"

namespace pf::ui {

class ResultTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    explicit ResultTableModel(QObject* parent = nullptr);

    /// Results without an error are shown, in their order.
    void setResults(std::vector<EvaluationResult> results);
    const std::vector<EvaluationResult>& results() const { return results_; }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// RFC 4180 with a header line; numbers with every digit.
    QString csv() const;
    /// The table as people see it, for export.
    QString html() const;

  private:
    struct Column {
        QString title;
        QString help;
        std::function<QString(const EvaluationResult&)> text;
        std::function<QString(const EvaluationResult&)> exact;
        /// Which of two is better: +1 the higher, -1 the lower, 0 neither.
        int better = 0;
    };
    /// Whether no other model has a better number on the same set, as printed.
    bool isBest(const Column& column, const EvaluationResult& result) const;

    std::vector<Column> columns_;
    std::vector<EvaluationResult> results_;
};

/// Writes the table by the suffix png, pdf, svg or csv. Throws: Error(Config) for another one, Error(Io).
void exportTable(const ResultTableModel& table, const QString& path);

}  // namespace pf::ui
