// A path to type or to choose from a list; nothing but what is done with it counts as an answer.
#pragma once

#include <vector>

#include <QComboBox>
#include <QWheelEvent>

namespace pf::ui {

class PathEdit;

/// A line of a PathCombo's list.
struct PathChoice {
    QString label;  ///< what the list shows
    QString path;   ///< what is chosen with it
};

/// The list of a PathChooser. An editable combo box as Qt makes it completes what is typed to another entry,
/// answers when it loses the focus or its list opens, and changes under the wheel. For a path every one of
/// these is a wrong answer.
class PathCombo : public QComboBox {
    Q_OBJECT
  public:
    explicit PathCombo(QWidget* parent = nullptr);

    /// The list's lines; what stands in the field stays.
    void setChoices(const std::vector<PathChoice>& choices);
    PathEdit* edit() const { return edit_; }

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }

  private:
    class Choices;

    Choices* choices_;
    PathEdit* edit_;
};

}  // namespace pf::ui
