// The results as numbers: one row per model and set.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QAbstractTableModel>
#include <QString>

#include "ui/evaluate/plan/evaluation_job.h"

namespace pf::ui {

class ResultTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    explicit ResultTableModel(QObject* parent = nullptr);

    /// Results without an error are shown, in their order.
    void setResults(std::vector<EvaluationResult> results);
    const std::vector<EvaluationResult>& results() const { return results_; }

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(results_.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(columns_.size());
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    /// RFC 4180 with a header line; numbers with every digit.
    QString csv() const;
    /// The table as people see it, for export.
    QString html() const;

  private:
    /// A number of a result; nothing where it has none.
    using Number = std::function<std::optional<double>(const EvaluationResult&)>;
    /// How a number of a result is shown.
    using Show = std::function<QString(const EvaluationResult&, double)>;
    struct Column {
        QString title;
        QString help;
        Number number;  ///< null for the two columns of names
        Show show;
        int better = 0;  ///< which of two is better: +1 the higher, -1 the lower, 0 neither
        QString missing = {};
    };
    QString text(const Column& column, const EvaluationResult& result) const;
    /// With every digit; empty where there is no number.
    QString exact(const Column& column, const EvaluationResult& result) const;
    /// Whether no other model has a better number on the same set, as printed.
    bool isBest(const Column& column, const EvaluationResult& result) const;

    std::vector<Column> columns_;
    std::vector<EvaluationResult> results_;
};

/// Writes the table by the suffix png, pdf, svg or csv. Throws: Error(Config) for another one, Error(Io).
void exportTable(const ResultTableModel& table, const QString& path);

}  // namespace pf::ui
