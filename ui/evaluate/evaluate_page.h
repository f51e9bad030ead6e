// Evaluate: models on sets of pairs, their curves overlaid.
#pragma once

#include <memory>
#include <vector>

#include <QPointer>

#include "ui/evaluate/plan/evaluation_job.h"
#include "ui/kit/page.h"

namespace pf::ui {

class BackgroundTask;
class EvaluationNotes;
class ModelService;
class PlanPanel;
class ResultViews;

class EvaluatePage : public Page {
    Q_OBJECT
  public:
    explicit EvaluatePage(std::shared_ptr<ModelService> models, QWidget* parent = nullptr);

    /// A .bin, a list or a file of embeddings becomes a set, a folder with checkpoints or a .safetensors file
    /// a model.
    bool openPath(const QString& path) override;
    /// Adds and ticks the model (and the sets).
    void openModel(const QString& model, const QStringList& sources) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    void exportCurrent() override;
    bool evaluateCurrent() override;
    void clearSelection() override;
    void activated() override;

    /// Shows these results; one of the same model and set replaces the earlier one.
    void addResults(const std::vector<EvaluationResult>& results);
    bool isBusy() const { return !task_.isNull(); }
    ResultViews* views() const { return views_; }
    PlanPanel* plan() const { return plan_; }

  Q_SIGNALS:
    /// These two images are to be compared with this model.
    void compareRequested(const QString& model, const QString& left, const QString& right);

  private:
    void run();
    void ended();
    void refresh();
    QString command() const;

    std::shared_ptr<ModelService> models_;
    std::shared_ptr<ResultBox> box_;
    std::vector<EvaluationResult> results_;
    PlanPanel* plan_ = nullptr;
    ResultViews* views_ = nullptr;
    EvaluationNotes* notes_ = nullptr;
    QPointer<BackgroundTask> task_;
};

}  // namespace pf::ui
