// The left rail: the six places, and the running job at its foot.
#pragma once

#include <QList>
#include <QWidget>

class QButtonGroup;
class QToolButton;
class QVBoxLayout;

namespace pf::ui {

class Rail : public QWidget {
    Q_OBJECT
  public:
    explicit Rail(QWidget* parent = nullptr);

    /// Adds a place; its button's accessible name is `title`, its tool tip names the shortcut.
    void addPlace(const QString& title, const QString& iconName, const QString& shortcut);
    void setCurrent(int index);

  Q_SIGNALS:
    void placeChosen(int index);

  private:
    void updateIcons();

    QButtonGroup* group_;
    QVBoxLayout* column_;
    QList<QToolButton*> buttons_;
    QStringList icons_;
};

}  // namespace pf::ui
