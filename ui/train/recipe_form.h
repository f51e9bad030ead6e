// The recipe as a form, generated from the field table.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <QHash>
#include <QString>
#include <QWidget>

#include "core/base/config_file.h"
#include "core/base/options.h"

class QSettings;
class QTimer;
class QPushButton;
class QVBoxLayout;

namespace pf::ui {

class FieldEditor;

class RecipeForm : public QWidget {
    Q_OBJECT
  public:
    explicit RecipeForm(QWidget* parent = nullptr);

    void setOptions(const Options& options);
    const Options& options() const { return options_; }
    /// While a run is on its way the recipe can be read but not changed.
    void setReadOnly(bool readOnly);
    /// Every text is possible on its own and findProblems had nothing to say.
    bool isValid() const;
    /// "loss.mls.weight: ..." of the first problem, or empty.
    QString firstProblem() const;

    void saveState(QSettings& settings) const;
    void restoreState(QSettings& settings);

  Q_SIGNALS:
    void changed();
    void validityChanged();

  private:
    struct Section {
        QPushButton* head = nullptr;
        QWidget* body = nullptr;
        QString title;
        std::vector<FieldEditor*> editors;
    };

    void takeText(FieldEditor& editor, const QString& text);
    void takePath(FieldEditor& editor, const QString& path);
    void refresh(FieldEditor& editor);
    void refreshSection(const Section& section);
    void checkSoon();
    void check();
    void showProblems();
    void setOpen(const Section& section, bool open);

    Options options_;
    std::vector<Section> sections_;
    std::map<std::string, QString> textProblems_;
    std::map<std::string, QString> foundProblems_;
    QTimer* checkTimer_;
    int generation_ = 0;
    bool checking_ = false;
};

}  // namespace pf::ui
