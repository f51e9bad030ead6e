// A path to open or to write: typed, browsed for or dropped, and chosen from a list where there is one.
#pragma once

#include <utility>
#include <vector>

#include <QVariant>
#include <QWidget>

#include "ui/kit/paths/path_combo.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/paths/path_edit.h"

class QMenu;
class QToolButton;

namespace pf::ui {

class PathChooser : public QWidget {
    Q_OBJECT
    Q_PROPERTY(QVariant kept READ kept WRITE setKept)
  public:
    using Kind = PathMode;
    /// A line to type in, or one with a list of choices.
    enum class Field { Line, List };
    /// `accessible` names the field; `hint` stands in it while it is empty. The objectName of the line, or of
    /// the box with the list, is `name`, that of the button `name` + "Browse".
    PathChooser(const QString& name, Kind kind, const QString& accessible, const QString& hint,
                QWidget* parent = nullptr, Field field = Field::Line);

    /// What was typed, without spaces around it; a file:// address as a path.
    QString path() const { return edit_->path(); }
    void setPath(const QString& path) { edit_->setText(path); }
    /// As the settings keep it: a text or a list of texts.
    virtual QVariant kept() const { return path(); }
    void setKept(const QVariant& kept) { setPath(kept.toStringList().join(QStringLiteral("; "))); }
    void setKind(Kind kind) { kind_ = kind; }
    void setHint(const QString& hint) { edit_->setPlaceholderText(hint); }
    /// For the file dialogs.
    void setNameFilters(const QStringList& filters) { filters_ = filters; }
    PathEdit* edit() const { return edit_; }
    /// Null without a list.
    PathCombo* combo() const { return combo_; }
    QToolButton* button() const { return button_; }
    /// Of OpenAny: the entries of the button's menu, `true` for a folder.
    void setBrowseMenu(const std::vector<std::pair<QString, bool>>& entries);
    /// Opens the dialog for files or the one for folders.
    void browse(bool folder);

  Q_SIGNALS:
    void pathChanged();
    /// Return was pressed, or something was chosen, browsed for or dropped.
    void submitted();
    /// It was browsed for or dropped; the first of several.
    void chosen(const QString& path);

  protected:
    QMenu* browseMenu() const { return menu_; }
    void choose(const QString& path);
    /// Where the dialogs begin while nothing is chosen.
    virtual QString browseFrom() const { return path(); }

  private:
    Kind kind_;
    QStringList filters_;
    PathCombo* combo_ = nullptr;
    PathEdit* edit_ = nullptr;
    QToolButton* button_ = nullptr;
    QMenu* menu_ = nullptr;
};

}  // namespace pf::ui
