// TAR at FAR of every fusion and match of templates, as a table.
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <vector>

#include "core/results/template_report.h"

namespace pf::ui {

/// A row per run, fusion and match; a column per FAR target.
class TemplateTableModel : public QAbstractTableModel {
    Q_OBJECT
  public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Adds a report, in the place of an earlier one of the same name and protocol.
    void addReport(const QString& name, const TemplateReport& report);
    bool isEmpty() const { return rows_.empty(); }
    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(rows_.size());
    }
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// RFC 4180 with a header line; mean and deviation in columns of their own, with every digit.
    QString csv() const;

  private:
    struct Row {
        QString run;
        QString protocol;
        TemplateResult result;
    };
    const TemplateTar* tarOf(const Row& row, int column) const;

    std::vector<Row> rows_;
    std::vector<double> targets_;  ///< ascending
};

}  // namespace pf::ui
