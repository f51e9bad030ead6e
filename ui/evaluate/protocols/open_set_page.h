// Open-set identification: who is it, and is it anybody of the gallery?
#pragma once

#include <vector>

#include "core/results/open_set_report.h"
#include "ui/evaluate/protocols/protocol_page.h"

class QComboBox;

namespace pf::ui {

class Chart;

class OpenSetPage : public ProtocolPage {
    Q_OBJECT
  public:
    OpenSetPage(std::shared_ptr<ModelService> models, QWidget* parent);

    Chart* chart() const { return chart_; }
    /// Adds a report, in the place of an earlier one of the same name.
    void addReport(const QString& name, const OpenSetReport& report);
    QString sentence() const override;
    bool hasSomething() const override { return !reports_.empty(); }
    void showExportMenu() override;

  protected:
    void take(const QString& name, const EvaluationReports& reports) override;

  private:
    enum Shown { Dir, Cmc, CmcOpen };
    struct Named {
        QString name;
        OpenSetReport report;
    };
    void draw();

    std::vector<Named> reports_;
    QComboBox* shown_ = nullptr;
    Chart* chart_ = nullptr;
};

}  // namespace pf::ui
