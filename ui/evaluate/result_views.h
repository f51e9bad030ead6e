// The evaluation's results: a tab per protocol, and below it what is read from its curves.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include <QTabBar>
#include <QWidget>

#include "core/metrics/pair_scores.h"
#include "ui/evaluate/plan/evaluation_job.h"

class QLabel;
class QSettings;
class QSplitter;
class QStackedWidget;
class QToolButton;

namespace pf::ui {

class EmptyState;
class ModelService;
class OpenSetPage;
class ProtocolForm;
class ProtocolPage;
class ProtocolView;
class ReportMenu;
class ResultReading;
class ResultTableModel;
class TablePage;
class TemplatesPage;

class ResultViews : public QWidget {
    Q_OBJECT
  public:
    enum Tab { Risk, Edc, Roc, Det, Scores, OpenSet, Templates, Table };

    ResultViews(std::shared_ptr<ModelService> models, QWidget* parent);

    void setResults(const std::vector<EvaluationResult>& results);
    /// Says in the empty state that results are on their way.
    void setRunning(bool running);
    ProtocolView* view(Tab tab) const { return views_.at(tab); }
    /// Tabs and buttons, for the page's top: they stay where they are whatever stands below them.
    QWidget* tabRow() const { return tabRow_; }
    ReportMenu* reports() const { return reports_; }
    /// The score that the curves are of.
    PairScoreKind score() const;
    /// Reads this result's curve, with its chart in front.
    void showResult(const QString& name);
    ResultTableModel* table() const;
    OpenSetPage* openSet() const { return openSet_; }
    TemplatesPage* templates() const { return templates_; }
    /// The form of the protocol in front; null when it takes models and sets of pairs.
    ProtocolForm* currentForm() const;
    /// Runs the protocol in front when it has a form of its own; false: it has none.
    bool runCurrent();
    ResultReading* reading() const { return reading_; }
    /// False: the empty state is in front, nothing to export.
    bool hasSomething() const;
    /// Opens the export menu of what is in front.
    void exportCurrent();
    int currentTab() const { return tabs_->currentIndex(); }
    void setCurrentTab(int tab) { tabs_->setCurrentIndex(tab); }
    void saveState(QSettings& settings) const;
    void restoreState(QSettings& settings);

  Q_SIGNALS:
    void exported(const QString& path);
    void exportFailed(const QString& message);
    /// Another tab is in front; `pairs` is false where the protocol has a form of its own.
    void tabChanged(bool pairs);
    /// The empty state's button.
    void demoRequested();

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void addView(Tab tab, ProtocolView* view);
    void connectParts();
    void showTab();
    void showPairsPanel();
    ProtocolView* current() const;
    ProtocolPage* currentPage() const;
    std::array<ProtocolPage*, 2> pages() const;
    void refreshSentence();

    bool hasResults_ = false;
    bool noRoomForPairs_ = false;  ///< the panel was put away for want of width

    ResultReading* reading_ = nullptr;
    QWidget* tabRow_ = nullptr;
    ReportMenu* reports_ = nullptr;
    QTabBar* tabs_ = nullptr;
    QToolButton* pairsToggle_ = nullptr;
    QSplitter* splitter_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    std::array<ProtocolView*, OpenSet> views_{};
    OpenSetPage* openSet_ = nullptr;
    TemplatesPage* templates_ = nullptr;
    TablePage* tablePage_ = nullptr;
    EmptyState* empty_ = nullptr;
    QLabel* sentence_ = nullptr;
    QLabel* coinciding_ = nullptr;
};

}  // namespace pf::ui
