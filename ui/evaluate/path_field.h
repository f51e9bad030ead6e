// A path to type, to browse for or to drop.
#pragma once

#include <QString>
#include <QWidget>

class QLineEdit;

namespace pf::ui {

class PathField : public QWidget {
    Q_OBJECT
  public:
    enum class Kind { Folder, File };

    /// `accessible` names the field; `hint` stands in it while it is empty.
    PathField(Kind kind, const QString& accessible, const QString& hint, QWidget* parent = nullptr);

    QString path() const;
    void setPath(const QString& path);
    QLineEdit* edit() const { return edit_; }

  Q_SIGNALS:
    void pathChanged();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void browse();

    Kind kind_;
    QLineEdit* edit_ = nullptr;
};

}  // namespace pf::ui
