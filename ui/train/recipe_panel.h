// The recipe on the Train page: search, form, explanation, what is wrong, and what can be done with it.
#pragma once

#include <QFrame>

#include "ui/train/run_phase.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QSettings;
class QToolButton;

namespace pf::ui {

class RecipeForm;

class RecipePanel : public QFrame {
    Q_OBJECT
  public:
    explicit RecipePanel(QWidget* parent = nullptr);

    RecipeForm& form() { return *form_; }
    /// Which buttons and fields are of use in this phase.
    void setPhase(RunPhase phase);
    QPushButton* startButton() const { return start_; }
    /// Shows the top of the form.
    void scrollToTop();
    /// Fills the form from a config. Throws: Error, the form stays as it is.
    void load(const QString& file);
    /// The config that the form was filled from or written to last; empty: none.
    const QString& file() const { return file_; }
    void setFile(const QString& file) { file_ = file; }

    void saveState(QSettings& settings) const;
    void restoreState(QSettings& settings);

  Q_SIGNALS:
    void startRequested();
    /// The open run is to be let go, its recipe kept for a new one.
    void newRunRequested();
    void saved(const QString& file);
    void messageRequested(const QString& text);

  private:
    QLayout* makeFilter();
    QLayout* makeButtons();
    void refresh();
    void applyFilter();
    void copyCommand();
    void save();
    void write(const QString& file);

    RecipeForm* form_;
    QScrollArea* scroll_;
    QLineEdit* search_;
    QToolButton* all_;
    QLabel* verdict_;
    QPushButton* start_;
    QPushButton* newRun_;
    RunPhase phase_ = RunPhase::Idle;
    QString file_;
};

}  // namespace pf::ui
