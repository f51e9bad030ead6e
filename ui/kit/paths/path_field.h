// A path to type, to browse for or to drop.
#pragma once

#include <QString>
#include <QWidget>

namespace pf::ui {

class PathEdit;

class PathField : public QWidget {
    Q_OBJECT
  public:
    enum class Kind { Folder, File };

    /// `accessible` names the field; `hint` stands in it while it is empty.
    PathField(Kind kind, const QString& accessible, const QString& hint, QWidget* parent = nullptr);

    QString path() const;
    void setPath(const QString& path);
    PathEdit* edit() const { return edit_; }

  Q_SIGNALS:
    void pathChanged();

  private:
    void browse();

    Kind kind_;
    PathEdit* edit_ = nullptr;
};

}  // namespace pf::ui
