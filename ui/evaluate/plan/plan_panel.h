// The evaluation's left side: which models on which sets, and the buttons that run it.
#pragma once

#include <QWidget>

#include "ui/evaluate/plan/evaluation_job.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QListView;
class QProgressBar;

namespace pf::ui {

class ModelSelector;
class PathField;
class RunStop;
class SourceSelector;
class TickListModel;

class PlanPanel : public QWidget {
    Q_OBJECT
  public:
    explicit PlanPanel(QWidget* parent = nullptr);

    TickListModel* models() const { return models_; }
    TickListModel* sets() const { return sets_; }
    ModelSelector* modelSelector() const { return modelSelector_; }
    EvaluationPlan plan() const;
    double fixedFmr() const;
    void setFixedFmr(double rate);
    /// Replicates of the bootstrap for confidence bands; 0: none.
    int replicates() const;
    void setReplicates(int replicates);
    QString pairList() const;
    void setPairList(const QString& path);
    /// A pair list that says who is in the pairs.
    QString identities() const;
    void setIdentities(const QString& path);
    /// One number per image, a risk beside sigma².
    QString qualityFile() const;
    bool qualityHigherIsBetter() const;
    void setQualityFile(const QString& path, bool higherIsBetter);

    void setBusy(bool busy);
    void showProgress(const Progress& progress);

  Q_SIGNALS:
    void runRequested();
    void stopRequested();
    void fixedFmrChanged(double rate);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    PathField* makeFile(const char* name, const QString& accessible, const QString& hint, const QString& tip);
    QListView* makeList(TickListModel* model, const QString& name, const QString& accessible);
    void addModel();
    void addSet();
    void refreshRun();

    TickListModel* models_ = nullptr;
    TickListModel* sets_ = nullptr;
    ModelSelector* modelSelector_ = nullptr;
    SourceSelector* setSelector_ = nullptr;
    QLineEdit* setName_ = nullptr;
    QListView* modelList_ = nullptr;
    QListView* setList_ = nullptr;
    QComboBox* fmr_ = nullptr;
    QComboBox* bands_ = nullptr;
    PathField* pairList_ = nullptr;
    PathField* identities_ = nullptr;
    PathField* quality_ = nullptr;
    QComboBox* qualityOrder_ = nullptr;
    RunStop* buttons_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QLabel* state_ = nullptr;
};

}  // namespace pf::ui
