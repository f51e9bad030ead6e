#include "ui/runs/runs_page.h"

#include <QFileInfo>
#include <QFrame>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>

#include "ui/chart/chart.h"
#include "ui/kit/box.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/paths/run_menu.h"
#include "ui/kit/widgets.h"
#include "ui/runs/config_diff.h"
#include "ui/runs/run_overlay.h"
#include "ui/runs/runs_table_model.h"
#include "ui/theme/theme.h"

namespace pf::ui {

RunsPage::RunsPage(QWidget* parent)
    : Page(tr("Runs"), QStringLiteral("runs"), parent),
      lister_(new RunLister(this)),
      model_(new RunsTableModel(this)),
      sorted_(new QSortFilterProxyModel(this)),
      table_(makeTableView(QStringLiteral("runTable"), tr("Runs"), this)),
      search_(new QLineEdit(this)),
      overlay_(new RunOverlay(this)),
      diff_(new ConfigDiff(this)),
      stack_(new QStackedWidget(this)) {
    setObjectName(QStringLiteral("runsPage"));
    search_->setObjectName(QStringLiteral("runSearch"));
    search_->setPlaceholderText(tr("Search name, state or folder"));
    search_->setAccessibleName(tr("Search runs"));
    search_->setClearButtonEnabled(true);
    search_->setMaximumWidth(320);
    QPushButton* open = makeButton(QStringLiteral("openRunButton"), tr("Open in Train"), this,
                                   tr("Show the selected run's charts and log (double click or Enter)"));
    QPushButton* attach = makeButton(QStringLiteral("attachButton"), tr("Attach a folder…"), this,
                                     tr("A run directory, live or finished, or a folder of runs"));

    sorted_->setSourceModel(model_);
    sorted_->setSortRole(RunsTableModel::kSortRole);
    sorted_->setFilterKeyColumn(-1);
    sorted_->setFilterCaseSensitivity(Qt::CaseInsensitive);
    sorted_->setSortCaseSensitivity(Qt::CaseInsensitive);
    table_->setModel(sorted_);
    table_->setSortingEnabled(true);
    table_->sortByColumn(RunsTableModel::Started, Qt::DescendingOrder);
    // A folder is told from others by its end.
    table_->setTextElideMode(Qt::ElideLeft);
    table_->horizontalHeader()->setContextMenuPolicy(Qt::CustomContextMenu);
    table_->setColumnWidth(RunsTableModel::Name, 260);
    table_->setColumnWidth(RunsTableModel::Started, 160);
    table_->setColumnWidth(RunsTableModel::State, 110);
    table_->setColumnWidth(RunsTableModel::Steps, 130);
    table_->setColumnWidth(RunsTableModel::Best, 150);

    // Until the folders have been read once nobody knows whether there are any.
    empty_ = new EmptyState(QStringLiteral("runs"), tr("Reading runs…"), QString(), tr("Train one"), this);
    empty_->button()->hide();
    stack_->addWidget(makeCard(table_, this));
    stack_->addWidget(empty_);

    columns_ = makeSplitter(Qt::Horizontal, this);
    columns_->addWidget(makeCard(overlay_, columns_));
    columns_->addWidget(makeCard(diff_, columns_));
    columns_->setSizes({700, 420});
    rows_ = makeSplitter(Qt::Vertical, this);
    rows_->addWidget(stack_);
    rows_->addWidget(columns_);
    rows_->setSizes({300, 380});
    const int gap = Theme::spacing();
    makeColumn(this, gap, {makeRow(nullptr, kUsualGap, {{search_, 1}, Spring{}, open, attach}), {rows_, 1}})
        ->setContentsMargins(gap, gap, gap, gap);

    connect(search_, &QLineEdit::textChanged, sorted_, &QSortFilterProxyModel::setFilterFixedString);
    connect(lister_, &RunLister::listed, this, &RunsPage::showRuns);
    connect(lister_, &RunLister::failed, this, &Page::messageRequested);
    connect(attach, &QPushButton::clicked, this, &RunsPage::askForFolder);
    connect(open, &QPushButton::clicked, this, [this] { Q_EMIT openRunRequested(currentRun()); });
    const auto canOpen = [this, open] { open->setEnabled(!currentRun().isEmpty()); };
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, canOpen);
    connect(sorted_, &QAbstractItemModel::modelReset, this, canOpen);
    canOpen();
    connect(table_, &QTableView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT openRunRequested(index.data(RunsTableModel::kDirectoryRole).toString());
    });
    connect(table_->horizontalHeader(), &QWidget::customContextMenuRequested, this,
            &RunsPage::showColumnsMenu);
    table_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(table_, &QWidget::customContextMenuRequested, this, &RunsPage::showRunMenu);
    connect(empty_, &EmptyState::actionRequested, this, &RunsPage::trainRequested);
    connect(model_, &RunsTableModel::tickedChanged, this, [this] { overlay_->setRuns(model_->ticked()); });
    connect(overlay_, &RunOverlay::optionsArrived, this, &RunsPage::showDiff);
    connect(overlay_, &RunOverlay::failed, this, &Page::messageRequested);
    connect(overlay_->chart(), &Chart::exported, this,
            [this](const QString& path) { Q_EMIT messageRequested(tr("Exported %1").arg(path)); });
    connect(overlay_->chart(), &Chart::exportFailed, this, &Page::messageRequested);
    stack_->setCurrentWidget(empty_);
}

void RunsPage::showRuns(const std::vector<RunListing>& runs) {
    empty_->setTexts(tr("No runs yet"),
                     tr("Each training writes a run directory; they are listed and compared here. A run of "
                        "another program or machine can be attached by its folder."));
    empty_->button()->show();
    stack_->setCurrentWidget(runs.empty() ? static_cast<QWidget*>(empty_) : stack_->widget(0));
    const QString current = currentRun();
    model_->setRuns(runs);
    for (int row = 0; row < sorted_->rowCount(); ++row) {
        if (sorted_->index(row, 0).data(RunsTableModel::kDirectoryRole).toString() == current) {
            table_->selectRow(row);
        }
    }
}

QString RunsPage::currentRun() const {
    const QModelIndexList rows = table_->selectionModel()->selectedRows();
    return rows.isEmpty() ? QString() : rows.first().data(RunsTableModel::kDirectoryRole).toString();
}

void RunsPage::showDiff() {
    std::vector<std::pair<QString, const Options*>> runs;
    for (const QString& directory : model_->ticked()) {
        if (const Options* options = overlay_->optionsOf(directory)) {
            runs.emplace_back(RunOverlay::labelOf(directory), options);
        }
    }
    diff_->setRuns(runs);
}

void RunsPage::askForFolder() {
    PathQuestion question;
    question.name = QStringLiteral("attachDialog");
    question.title = tr("Attach a run or a folder of runs");
    question.mode = PathMode::OpenFolder;
    question.present = runRoots().first();
    askForPath(this, question, [this](const QString& path) { openPath(path); });
}

bool RunsPage::openPath(const QString& path) {
    if (!QFileInfo(path).isDir()) {
        return false;
    }
    // A run is listed from now on, and shown. What lies beside it was not asked for.
    addRunRoot(path);
    refresh();
    if (isRunDirectory(path.toStdString())) {
        Q_EMIT openRunRequested(path);
    }
    return true;
}

void RunsPage::showColumnsMenu(const QPoint& position) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = RunsTableModel::Started; column < RunsTableModel::ColumnCount; ++column) {
        QAction* action =
            menu->addAction(model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!table_->isColumnHidden(column));
        connect(action, &QAction::toggled, table_,
                [this, column](bool shown) { table_->setColumnHidden(column, !shown); });
    }
    menu->popup(table_->horizontalHeader()->mapToGlobal(position));
}

void RunsPage::showRunMenu(const QPoint& position) {
    // The menu key asks at the selected row, the mouse at the row below it.
    const QModelIndex index = table_->indexAt(position);
    if (!index.isValid()) {
        return;
    }
    const RunListing& run = model_->run(sorted_->mapToSource(index).row());
    const QString directory = QString::fromStdString(run.directory.string());
    showMenuOfRun(this, run, table_->viewport()->mapToGlobal(position),
                  {[this, directory] { Q_EMIT openRunRequested(directory); },
                   [this, directory] { Q_EMIT resumeRunRequested(directory); },
                   [this, directory] { Q_EMIT openGalleryRequested(directory, {}); },
                   [this, directory] { Q_EMIT evaluateRequested(directory); }});
}

void RunsPage::exportCurrent() {
    overlay_->chart()->showExportMenu();
}

bool RunsPage::evaluateCurrent() {
    const QString run = currentRun();
    if (run.isEmpty()) {
        return false;
    }
    Q_EMIT evaluateRequested(run);
    return true;
}

void RunsPage::clearSelection() {
    search_->clear();
    table_->clearSelection();
}

void RunsPage::saveState(QSettings& settings) const {
    settings.setValue(QStringLiteral("rows"), rows_->saveState());
    settings.setValue(QStringLiteral("columns"), columns_->saveState());
    settings.setValue(QStringLiteral("table"), table_->horizontalHeader()->saveState());
    settings.setValue(QStringLiteral("coloured"), overlay_->coloured());
    settings.setValue(QStringLiteral("ticked"), model_->ticked());
    settings.setValue(QStringLiteral("metric"), overlay_->metric());
}

void RunsPage::restoreState(QSettings& settings) {
    rows_->restoreState(settings.value(QStringLiteral("rows")).toByteArray());
    columns_->restoreState(settings.value(QStringLiteral("columns")).toByteArray());
    table_->horizontalHeader()->restoreState(settings.value(QStringLiteral("table")).toByteArray());
    overlay_->setColoured(settings.value(QStringLiteral("coloured")).toStringList());
    model_->tickWhenListed(settings.value(QStringLiteral("ticked")).toStringList());
    overlay_->preferMetric(settings.value(QStringLiteral("metric")).toString());
}

}  // namespace pf::ui
