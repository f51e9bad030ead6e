// Template protocols: TAR at FAR of every fusion and match, as a table.
#pragma once

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include <QAbstractTableModel>
#include <QString>

#include "core/results/template_report.h"
#include "core/session/evaluate/method_tables.h"
#include "ui/evaluate/protocols/protocol_page.h"

class QTableView;

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

class TemplatesPage : public ProtocolPage {
    Q_OBJECT
  public:
    TemplatesPage(std::shared_ptr<ModelService> models, QWidget* parent);

    TemplateTableModel* table() const { return table_; }
    /// Every report that is shown, by the name of its model or embeddings and its protocol.
    std::vector<MethodTemplates> reports() const;
    void addReport(const QString& name, const TemplateReport& report);
    QString sentence() const override { return sentence_; }
    bool hasSomething() const override { return !table_->isEmpty(); }
    void showExportMenu() override;

  Q_SIGNALS:
    void reportsChanged();

  protected:
    void take(const QString& name, const EvaluationReports& reports) override;

  private:
    std::map<std::pair<QString, QString>, std::shared_ptr<const TemplateReport>> reports_;
    TemplateTableModel* table_ = nullptr;
    QTableView* view_ = nullptr;
    QString sentence_;
};

}  // namespace pf::ui
