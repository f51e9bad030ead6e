#include "ui/evaluate/table_page.h"

#include <algorithm>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QMenu>
#include <QTableView>
#include <QToolButton>

#include "core/base/error.h"
#include "ui/evaluate/result_table.h"
#include "ui/kit/box.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/widgets.h"

namespace pf::ui {

TablePage::TablePage(QWidget* parent) : QWidget(parent) {
    table_ = new ResultTableModel(this);
    view_ = makeTableView(QStringLiteral("resultTable"), tr("Results"), this);
    view_->setModel(table_);
    view_->horizontalHeader()->setStretchLastSection(false);
    export_ = makeToolButton(QStringLiteral("tableExport"), QStringLiteral("export"), tr("Export"), this);
    makeColumn(this, kUsualGap, {makeRow(nullptr, 0, {Spring(), export_}), {view_, 1}});
    connect(export_, &QToolButton::clicked, this, &TablePage::showExportMenu);
    connect(view_, &QTableView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT resultActivated(table_->results().at(static_cast<std::size_t>(index.row())).name());
    });
    view_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(view_, &QTableView::customContextMenuRequested, this, [this](const QPoint& at) {
        const QModelIndex index = view_->indexAt(at);
        QMenu* menu = makeMenu();
        if (index.isValid()) {
            QAction* first = menu->actions().value(0);
            auto* curve = new QAction(tr("Show its curve"), menu);
            connect(curve, &QAction::triggered, view_, [this, index] { Q_EMIT view_->activated(index); });
            menu->insertAction(first, curve);
            menu->insertSeparator(first);
        }
        menu->popup(view_->viewport()->mapToGlobal(at));
    });
}

void TablePage::setResults(const std::vector<EvaluationResult>& results) {
    table_->setResults(results);
    view_->resizeColumnsToContents();
    view_->setColumnWidth(0, std::min(view_->columnWidth(0), 260));
    view_->setColumnWidth(1, std::min(view_->columnWidth(1), 200));
}

QString TablePage::sentence() const {
    return tr(
        "Cosine, MLS, Distance term: 10-fold verification accuracy of all pairs. At 0 to 30 %: cosine "
        "accuracy after that discard, threshold re-fitted. Bold: the best of a set. In brackets: 95 % "
        "intervals, where confidence bands were asked for.");
}

QMenu* TablePage::makeMenu() {
    QMenu* menu = makePopup("tableMenu", this);
    for (const char* suffix : {"csv", "png", "pdf", "svg"}) {
        const QString text = QString::fromLatin1(suffix);
        menu->addAction(tr("Save as %1…").arg(text.toUpper()), this, [this, text] {
            askWhereToSave(this, tr("Export the table"), QStringLiteral("evaluation.") + text,
                           [this](const QString& path) {
                               try {
                                   exportTable(*table_, path);
                                   Q_EMIT exported(path);
                               } catch (const Error& error) {
                                   Q_EMIT exportFailed(QString::fromUtf8(error.what()));
                               }
                           });
        });
    }
    menu->addSeparator();
    menu->addAction(tr("Copy data"), this, [this] { QApplication::clipboard()->setText(table_->csv()); });
    return menu;
}

void TablePage::showExportMenu() {
    QMenu* menu = makeMenu();
    menu->popup(export_->mapToGlobal(QPoint(export_->width() - menu->sizeHint().width(), export_->height())));
}

}  // namespace pf::ui
