// What a conversion, an export or an import left behind: a title, lines of text, a list, and where to go
// next.
#pragma once

#include <vector>

#include <QFrame>

class QLabel;
class QPushButton;
class QTableView;

namespace pf::ui {

class TextTableModel;

class OutcomeCard : public QFrame {
    Q_OBJECT
  public:
    /// Object names: `name` + "Title", "Lines" and "List". The list has the columns `titles`.
    OutcomeCard(const QString& name, const QStringList& titles, QWidget* parent = nullptr);

    void setTexts(const QString& title, const QStringList& lines);
    /// `title` stands above; without rows nothing of the list is shown.
    void setRows(const QString& title, std::vector<QStringList> rows);
    /// A button under the lines, in the order of the calls.
    QPushButton* addButton(const QString& name, const QString& text);

  private:
    QLabel* title_ = nullptr;
    QLabel* lines_ = nullptr;
    QLabel* listTitle_ = nullptr;
    QWidget* buttons_ = nullptr;
    TextTableModel* model_ = nullptr;
    QTableView* list_ = nullptr;
};

}  // namespace pf::ui
