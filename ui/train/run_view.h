// A run as it goes: hints, charts and log of a session.
#pragma once

#include <QWidget>

#include "core/session/run/run_reader.h"

class QSettings;
class QSplitter;

namespace pf::ui {

class HintBar;
class LiveCharts;
class LogPanel;
class RunSession;

/// Shows what the session reads, by itself.
class RunView : public QWidget {
    Q_OBJECT
  public:
    RunView(RunSession* session, QWidget* parent);

    LiveCharts& charts() const { return *charts_; }
    /// Says what is wrong with a recipe or a start; an empty text takes it back.
    void sayRecipeError(const QString& text);
    void saveState(QSettings& settings) const;
    void restoreState(QSettings& settings);

  Q_SIGNALS:
    void messageRequested(const QString& text);

  private:
    void showOpened();
    void showPhase();
    void add(const RunUpdate& update);

    RunSession* session_;
    HintBar* hints_;
    LiveCharts* charts_;
    LogPanel* log_;
    QSplitter* rows_;
};

}  // namespace pf::ui
