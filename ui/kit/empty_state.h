// What an empty place shows instead of grey: an icon, what belongs here, and the button that fills it.
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace pf::ui {

class EmptyState : public QWidget {
    Q_OBJECT
  public:
    /// An empty `buttonText` leaves the button out.
    EmptyState(const QString& icon, const QString& title, const QString& text, const QString& buttonText,
               QWidget* parent = nullptr);

    void setTexts(const QString& title, const QString& text);
    /// objectName "emptyStateButton".
    QPushButton* button() const { return button_; }

  Q_SIGNALS:
    void actionRequested();

  private:
    QString icon_;
    QLabel* image_ = nullptr;
    QLabel* title_ = nullptr;
    QLabel* text_ = nullptr;
    QPushButton* button_ = nullptr;
};

}  // namespace pf::ui
