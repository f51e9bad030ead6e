// The evaluation's left side: which models on which sets, and the buttons that run it.
#pragma once

#include <QWidget>

#include "ui/evaluate/plan/evaluation_job.h"

class QComboBox;
class QLineEdit;
class QListView;
class QSettings;

namespace pf::ui {

class ActionBar;
class ModelSelector;
class PathChooser;
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
    /// Shows everything of a plan but its models and sets.
    void setOptions(const EvaluationPlan& plan);
    void setPairList(const QString& path);
    void saveState(QSettings& settings) const;
    void restoreState(QSettings& settings);

    void setBusy(bool busy);
    /// Asks to run and to stop.
    ActionBar* bar() const { return bar_; }

  Q_SIGNALS:
    void fixedFmrChanged(double rate);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    PathChooser* makeFile(const char* name, const QString& accessible, const QString& hint,
                          const QString& tip);
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
    PathChooser* pairList_ = nullptr;
    PathChooser* identities_ = nullptr;
    PathChooser* quality_ = nullptr;
    QComboBox* qualityOrder_ = nullptr;
    ActionBar* bar_ = nullptr;
};

}  // namespace pf::ui
