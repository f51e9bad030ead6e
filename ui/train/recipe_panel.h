// The recipe on the Train page: search, form, explanation, what is wrong, and what can be done with it.
#pragma once

#include <QFrame>
#include <QString>

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
    /// Asks for a file and writes the recipe there.
    void save(const QString& suggestion);

    void saveState(QSettings& settings) const;
    void restoreState(QSettings& settings);

  Q_SIGNALS:
    void startRequested();
    /// The open run is to be let go, its recipe kept for a new one.
    void newRunRequested();
    void copyRequested();
    void saveRequested();
    void saved(const QString& file);
    void messageRequested(const QString& text);

  private:
    QLayout* makeFilter();
    QLayout* makeButtons();
    void refresh();
    void applyFilter();
    void write(const QString& file);

    RecipeForm* form_;
    QScrollArea* scroll_;
    QLineEdit* search_;
    QToolButton* all_;
    QLabel* verdict_;
    QPushButton* start_;
    QPushButton* newRun_;
    RunPhase phase_ = RunPhase::Idle;
};

}  // namespace pf::ui
