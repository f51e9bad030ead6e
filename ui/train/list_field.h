// An option that is a list: a row for each entry, to type, browse for, add and take away.
#pragma once

#include <vector>

#include <QWidget>

#include "core/base/config/field_table.h"

class QLineEdit;
class QToolButton;
class QVBoxLayout;

namespace pf::ui {

class ListField : public QWidget {
    Q_OBJECT
  public:
    /// Whether the form shows this option as a list.
    static bool suits(const Field& field);

    ListField(const Field& field, const QString& accessibleName, QWidget* parent = nullptr);

    /// The rows as YAML on one line, as Field's functions read it. Rows without any text do not count.
    QString text() const;
    /// Shows these entries without emitting edited().
    void setText(const QString& text);
    int rowCount() const { return static_cast<int>(rows_.size()); }

    /// Puts the cursor into the first row, or on the button that adds one. (Not by a focus proxy: the list
    /// would stand in the order of Tab itself and hand it back to its first row.)
    void focusFirst();

  public Q_SLOTS:
    /// Adds an empty row and puts the cursor into it.
    void addRow();

  Q_SIGNALS:
    void edited();
    /// One of its controls has the keyboard now.
    void entered();
    /// A file or folder was dropped or chosen for a new row.
    void pathChosen(const QString& path);

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Row {
        QWidget* box = nullptr;
        QLineEdit* key = nullptr;  ///< of a map
        QLineEdit* value = nullptr;
    };

    bool isMap() const { return field_.kind == FieldKind::NamedPaths || field_.kind == FieldKind::StepRates; }
    bool takesPaths() const {
        return field_.kind == FieldKind::Sources || field_.kind == FieldKind::NamedPaths;
    }
    Row& append(const QString& key, const QString& value);
    QLineEdit* watched(QLineEdit* edit, const QString& part);
    static std::vector<QWidget*> controls(const Row& row);
    static std::vector<std::pair<QString, bool>> browseMenu();
    void remove(const QWidget* box);
    void askForNew(bool folder);
    void nameRows();

    const Field& field_;
    QString name_;
    std::vector<Row> rows_;
    QVBoxLayout* column_;
    QToolButton* add_;
};

}  // namespace pf::ui
