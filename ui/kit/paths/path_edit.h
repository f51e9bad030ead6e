// A line for a path, which shows the path's end: that is where the file's name is.
#pragma once

#include <QLineEdit>

namespace pf::ui {

/// Takes dropped files and file:// addresses as paths. While it has no focus its end is visible; the tool tip
/// has the whole path, below it the help. The context menu opens, shows and copies what is named.
class PathEdit : public QLineEdit {
    Q_OBJECT
  public:
    explicit PathEdit(QWidget* parent = nullptr);

    /// What was typed, without blanks around it; a file:// address as a path.
    QString path() const;
    /// What the path is for; the tool tip while the line is empty.
    void setHelp(const QString& help);

  Q_SIGNALS:
    /// Files or folders were dropped; the line shows them already, separated by semicolons.
    void dropped(const QStringList& paths);

  protected:
    void focusOutEvent(QFocusEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

  private:
    void refreshToolTip();

    QString help_;
};

}  // namespace pf::ui
