// One option of the recipe: its label, the control that fits its kind, its hint, and what is wrong with it.
#pragma once

#include <QWidget>

#include "core/base/config/field_table.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;

namespace pf::ui {

class ListField;
class PathChooser;

class FieldEditor : public QWidget {
    Q_OBJECT
  public:
    /// Places of the columns, for rows of other kinds between editors. Units: pixels.
    static constexpr int kMarkWidth = 10;
    static constexpr int kLabelWidth = 150;
    static constexpr int kColumnGap = 4;

    /// objectName of the control: "field-<key>".
    explicit FieldEditor(const Field& field, QWidget* parent = nullptr);

    const Field& field() const { return field_; }
    QString text() const;
    /// Shows a value without emitting edited().
    void setText(const QString& text);
    /// An empty text takes the problem away.
    void setProblem(const QString& problem);
    const QString& problem() const { return problem_; }
    /// Marks a value that differs from the default, which the tool tip then names.
    void setChanged(bool changed, const QString& defaultText);
    QWidget* control() const;
    /// What the option means and what it may be.
    QString help() const;
    /// Whether label, key or explanation hold each word of `words`.
    bool matches(const QString& words) const;

  Q_SIGNALS:
    void edited(const QString& text);
    /// Its control has the keyboard now.
    void entered();
    /// A file or folder was chosen or dropped: to be set, or added to a list.
    void pathChosen(const QString& path);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void makeControl();

    const Field& field_;
    QLabel* label_ = nullptr;
    QLabel* mark_ = nullptr;
    QLabel* problemLabel_ = nullptr;
    QLineEdit* line_ = nullptr;
    PathChooser* path_ = nullptr;  ///< around the line of a path
    ListField* list_ = nullptr;
    QComboBox* combo_ = nullptr;
    QCheckBox* check_ = nullptr;
    QString problem_;
};

}  // namespace pf::ui
