#include "ui/kit/widgets.h"

#include <QComboBox>
#include <QFormLayout>
#include <QFrame>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"

namespace pf::ui {

QStringList textList(const std::vector<std::string>& texts) {
    QStringList list;
    for (const std::string& text : texts) {
        list << QString::fromStdString(text);
    }
    return list;
}

QFrame* makeCard(QWidget* inner, QWidget* parent) {
    auto* card = new QFrame(parent);
    card->setProperty("card", true);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(1, 1, 1, 1);
    column->addWidget(inner);
    return card;
}

QLabel* makeText(const QString& name, QWidget* parent) {
    auto* label = named(new QLabel(parent), name);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QComboBox* makeCombo(const QString& name, const QString& accessible, const QStringList& items,
                     QWidget* parent, const QString& toolTip) {
    auto* combo = named(new QComboBox(parent), name, accessible, toolTip);
    combo->addItems(items);
    return combo;
}

QFormLayout* makeForm(QWidget* parent) {
    auto* form = new QFormLayout(parent);
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(Theme::spacing() / 2);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    return form;
}

void showRow(QFormLayout* form, QWidget* field, bool shown) {
    field->setVisible(shown);
    if (QWidget* label = form->labelForField(field)) {
        label->setVisible(shown);
    }
}

QScrollArea* makeScroll(QWidget* inner, QWidget* parent) {
    auto* scroll = new QScrollArea(parent);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(inner);
    scroll->viewport()->setAutoFillBackground(false);
    inner->setAutoFillBackground(false);
    return scroll;
}

QSplitter* makeSplitter(Qt::Orientation orientation, QWidget* parent) {
    auto* splitter = new QSplitter(orientation, parent);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(Theme::spacing());
    return splitter;
}

QTableView* makeTableView(const QString& name, const QString& accessible, QWidget* parent) {
    auto* view = named(new QTableView(parent), name, accessible);
    view->setAlternatingRowColors(true);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->setTextElideMode(Qt::ElideMiddle);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    // Tab leaves the table: it would be a trap of as many steps as there are cells.
    view->setTabKeyNavigation(false);
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setStretchLastSection(true);
    return view;
}

QLabel* makeHeading(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    QFont font = label->font();
    font.setBold(true);
    label->setFont(font);
    return label;
}

QLabel* makeMuted(const QString& text, QWidget* parent, QWidget* buddy) {
    auto* label = new QLabel(text, parent);
    label->setBuddy(buddy);
    label->setProperty("muted", true);
    return label;
}

QLabel* makeNumber(const QString& name, QWidget* parent) {
    auto* label = named(new QLabel(parent), name);
    label->setFont(Theme::instance().tabularFont());
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QLabel* makeErrorText(const QString& name, QWidget* parent) {
    QLabel* label = makeText(name, parent);
    label->setProperty("hint", QStringLiteral("error"));
    label->hide();
    return label;
}

void showText(QLabel* label, const QString& text) {
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

QPushButton* makeButton(const QString& name, const QString& text, QWidget* parent, const QString& toolTip) {
    return named(new QPushButton(text, parent), name, {}, toolTip);
}

QToolButton* makeToolButton(const QString& name, const QString& icon, const QString& text, QWidget* parent) {
    auto* button = named(new QToolButton(parent), name);
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    Theme::keepIcon(button, icon);
    return button;
}

QToolButton* makeFlatButton(const QString& name, const QString& icon, const QString& what, QWidget* parent) {
    auto* button = named(new QToolButton(parent), name, what, what);
    button->setProperty("flat", true);
    Theme::keepIcon(button, icon);
    return button;
}

QMenu* makePopup(const char* name, QWidget* parent) {
    auto* menu = named(new QMenu(parent), name);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    return menu;
}

QAction* addEntry(QMenu* menu, const char* name, const QString& text, bool possible) {
    QAction* entry = menu->addAction(text);
    entry->setObjectName(QString::fromLatin1(name));
    entry->setEnabled(possible);
    return entry;
}

}  // namespace pf::ui
