// The recipe as a form, generated from the field table.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QWidget>

#include "core/base/config/config_file.h"
#include "core/base/config/options.h"

class QSettings;
class QTimer;
class QPushButton;
class QVBoxLayout;

namespace pf {
struct Field;
}

namespace pf::ui {

class FieldEditor;

class RecipeForm : public QWidget {
    Q_OBJECT
  public:
    explicit RecipeForm(QWidget* parent = nullptr);

    /// What of the recipe may be changed: all of it, what a run that continues can still change, or nothing.
    enum class Editing { All, Evaluation, None };

    void setOptions(const Options& options);
    const Options& options() const { return options_; }
    void setEditing(Editing editing);
    /// Shows the options that hold all of `words`; without words all of them, or the essential and the
    /// changed ones.
    void setFilter(const QString& words, bool all);
    const std::vector<FieldEditor*>& editors() const { return editors_; }
    /// "key=value" of each evaluation option that differs from these options.
    QStringList evaluationChanges(const Options& from) const;
    /// Every text is possible on its own and findProblems had nothing to say.
    bool isValid() const { return textProblems_.empty() && foundProblems_.empty(); }
    /// "loss.mls.weight: ..." of the first problem in the order of the form, or empty.
    QString firstProblem() const;
    /// The option with that problem; empty when it belongs to none.
    QString firstProblemKey() const;
    /// Something was typed that is not a value: options() still has the one before.
    bool hasUnreadable() const { return !textProblems_.empty(); }
    int problemCount() const { return static_cast<int>(textProblems_.size() + foundProblems_.size()); }
    /// Unfolds and shows an option and puts the cursor into it.
    void goTo(const QString& key);
    /// Goes to the first problem as soon as the recipe has been checked.
    void goToFirstProblemWhenChecked() { goWhenChecked_ = true; }

    void saveState(QSettings& settings) const;
    void restoreState(QSettings& settings);

  Q_SIGNALS:
    void changed();
    void validityChanged();
    /// Another recipe is shown.
    void recipeSet();
    /// This control should be scrolled to.
    void wanted(QWidget* control);

  private:
    struct Section {
        QPushButton* head = nullptr;
        QWidget* body = nullptr;
        QString title;
        std::vector<FieldEditor*> editors;
    };

    void addEditor(const Field& field, Section& section);
    Section& sectionFor(const std::string& name, QVBoxLayout* column);
    FieldEditor* editor(const QString& key) const;
    void takeText(FieldEditor& editor, const QString& text);
    void takePath(FieldEditor& editor, const QString& path);
    void refresh(FieldEditor& editor);
    void refreshSection(const Section& section);
    void checkSoon();
    void check();
    void showProblems();
    void refreshShown();
    void setOpen(const Section& section, bool open);

    Options options_;
    std::vector<Section> sections_;
    std::vector<FieldEditor*> editors_;
    QString words_;
    bool all_ = false;
    bool goWhenChecked_ = false;
    std::map<std::string, QString> textProblems_;
    std::map<std::string, QString> foundProblems_;
    QTimer* checkTimer_;
    int generation_ = 0;
    bool checking_ = false;
};

}  // namespace pf::ui
