#include "ui/kit/outcome_card.h"

#include <utility>

#include <QLabel>
#include <QPushButton>
#include <QTableView>

#include "ui/kit/box.h"
#include "ui/kit/flow_layout.h"
#include "ui/kit/text_table_model.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

OutcomeCard::OutcomeCard(const QString& name, const QStringList& titles, QWidget* parent)
    : QFrame(parent), model_(new TextTableModel(titles, this)) {
    setObjectName(name);
    setProperty("card", true);
    title_ = makeText(name + QStringLiteral("Title"), this);
    title_->setFont(Theme::instance().titleFont());
    lines_ = makeText(name + QStringLiteral("Lines"), this);
    listTitle_ = makeText(name + QStringLiteral("ListTitle"), this);
    buttons_ = new QWidget(this);
    new FlowLayout(buttons_, Theme::spacing());
    list_ = makeTableView(name + QStringLiteral("List"), tr("Details"), this);
    list_->setModel(model_);
    const int gap = Theme::spacing();
    makeColumn(this, gap, {title_, lines_, buttons_, listTitle_, {list_, 100}, Spring{}})
        ->setContentsMargins(2 * gap, gap, 2 * gap, gap);
    setRows({}, {});
}

void OutcomeCard::setTexts(const QString& title, const QStringList& lines) {
    title_->setText(title);
    lines_->setText(lines.join(QLatin1Char('\n')));
    lines_->setVisible(!lines.isEmpty());
}

void OutcomeCard::setRows(const QString& title, std::vector<QStringList> rows) {
    listTitle_->setText(title);
    listTitle_->setVisible(!rows.empty());
    list_->setVisible(!rows.empty());
    list_->setAccessibleName(title);
    model_->setRows(std::move(rows));
    for (int column = 0; column + 1 < model_->columnCount(); ++column) {
        list_->setColumnWidth(column, 320);
    }
}

QPushButton* OutcomeCard::addButton(const QString& name, const QString& text) {
    QPushButton* button = makeButton(name, text, buttons_);
    buttons_->layout()->addWidget(button);
    return button;
}

}  // namespace pf::ui
