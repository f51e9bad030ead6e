// A path to open or to write: typed, browsed for or dropped.
#pragma once

#include <QString>
#include <QStringList>
#include <QWidget>

namespace pf::ui {

class PathEdit;

class PathChooser : public QWidget {
    Q_OBJECT
  public:
    enum class Kind { OpenFile, OpenFolder, OpenAny, SaveFile, SaveFolder };

    /// `accessible` names the field; `hint` stands in it while it is empty. The edit's objectName is `name`.
    PathChooser(const QString& name, Kind kind, const QString& accessible, const QString& hint,
                QWidget* parent = nullptr);

    /// What was typed, without spaces around it; a file:// address as a path.
    QString path() const;
    void setPath(const QString& path);
    void setKind(Kind kind) { kind_ = kind; }
    void setHint(const QString& hint);
    /// For the file dialogs.
    void setNameFilters(const QStringList& filters) { filters_ = filters; }
    PathEdit* edit() const { return edit_; }
    /// Opens the dialog (for OpenAny the one for files or for folders).
    void browse(bool folder);

  Q_SIGNALS:
    void pathChanged();
    /// Return was pressed, or something was browsed for or dropped.
    void submitted();

  private:
    void choose(const QString& path);

    Kind kind_;
    QStringList filters_;
    PathEdit* edit_ = nullptr;
};

}  // namespace pf::ui
