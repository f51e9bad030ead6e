#include "ui/kit/paths/path_combo.h"

#include <QAbstractItemView>
#include <QAbstractListModel>
#include <QKeyEvent>

#include "ui/kit/paths/path_edit.h"

namespace pf::ui {

/// Shows labels and writes paths: the combo box puts the edit role into its line.
class PathCombo::Choices : public QAbstractListModel {
  public:
    using QAbstractListModel::QAbstractListModel;

    void set(const std::vector<PathChoice>& choices) {
        beginResetModel();
        choices_ = choices;
        endResetModel();
    }
    int rowCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : static_cast<int>(choices_.size());
    }
    QVariant data(const QModelIndex& index, int role) const override {
        // A box without a current line asks for the data of none.
        if (!index.isValid() || index.row() >= static_cast<int>(choices_.size())) {
            return {};
        }
        const PathChoice& choice = choices_[static_cast<std::size_t>(index.row())];
        switch (role) {
            case Qt::DisplayRole:
                return choice.label;
            case Qt::EditRole:
            case Qt::ToolTipRole:
                return choice.path;
            default:
                return {};
        }
    }

  private:
    std::vector<PathChoice> choices_;
};

PathCombo::PathCombo(QWidget* parent)
    : QComboBox(parent), choices_(new Choices(this)), edit_(new PathEdit(this)) {
    setModel(choices_);
    setLineEdit(edit_);
    setCompleter(nullptr);
    setInsertPolicy(QComboBox::NoInsert);
    setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    setMinimumContentsLength(14);
    view()->setTextElideMode(Qt::ElideLeft);
    // The box would look the text up among its labels, on Return and whenever the line is left, and answer
    // with what it finds.
    disconnect(edit_, &QLineEdit::editingFinished, this, nullptr);
    disconnect(edit_, &QLineEdit::returnPressed, this, nullptr);
}

void PathCombo::setChoices(const std::vector<PathChoice>& choices) {
    const QString text = edit_->text();
    const int cursor = edit_->cursorPosition();
    {
        const QSignalBlocker quietBox(this);
        const QSignalBlocker quietLine(edit_);
        choices_->set(choices);
        setCurrentIndex(-1);
        edit_->setText(text);
    }
    if (edit_->hasFocus()) {
        edit_->setCursorPosition(cursor);
    }
}

void PathCombo::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
            if (count() > 0) {
                showPopup();
                // Qt starts at the first line without showing it: what Return would choose is to be seen.
                const QModelIndex current = view()->currentIndex();
                view()->setCurrentIndex(current.isValid() ? current : choices_->index(0, 0));
            }
            return;
        default:
            QComboBox::keyPressEvent(event);
    }
}

}  // namespace pf::ui
