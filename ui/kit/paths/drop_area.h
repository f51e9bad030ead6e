// The invitation to drop a file, in a dashed frame.
#pragma once

#include <QFrame>

namespace pf::ui {

class EmptyState;

class DropArea : public QFrame {
    Q_OBJECT
  public:
    DropArea(const QString& icon, const QString& title, const QString& text, const QString& buttonText,
             QWidget* parent = nullptr);

    /// Something that can be dropped is over the tab.
    void setHovered(bool hovered);
    EmptyState* invitation() const { return invitation_; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    EmptyState* invitation_ = nullptr;
    bool hovered_ = false;
};

}  // namespace pf::ui
