// Template protocols: TAR at FAR of every fusion and match, as a table.
#pragma once

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "core/results/template_report.h"
#include "core/session/evaluate/method_tables.h"
#include "ui/evaluate/protocols/protocol_page.h"
#include "ui/evaluate/protocols/template_table.h"

class QTableView;

namespace pf::ui {

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
