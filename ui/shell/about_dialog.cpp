#include "ui/shell/about_dialog.h"

#include <algorithm>

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

#include "core/session/version.h"
#include "ui/kit/box.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

AboutDialog::AboutDialog(QWidget* parent) : QDialog(parent) {
    setObjectName(QStringLiteral("aboutDialog"));
    setWindowTitle(tr("About ProbFace Studio"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(560, 460);
    auto* column = new QVBoxLayout(this);
    column->setSpacing(Theme::spacing());
    auto* image = new QLabel(this);
    image->setPixmap(Theme::instance().pixmap(QStringLiteral("app"), 56));
    auto* title = new QLabel(tr("ProbFace Studio %1").arg(QString::fromStdString(programVersion())), this);
    title->setObjectName(QStringLiteral("aboutVersion"));
    title->setFont(Theme::instance().titleFont());
    auto* text = new QLabel(tr("Trains, evaluates and shows uncertainty for face embeddings. Nothing leaves "
                               "this machine: no telemetry, no account."),
                            this);
    text->setWordWrap(true);
    column->addLayout(
        makeRow(nullptr, kUsualGap, {image, {makeColumn(nullptr, kUsualGap, {title, text}), 1}}));
    column->addWidget(makeMuted(tr("Built on these libraries:"), this));

    std::vector<LibraryInfo> libraries = engineLibraries();
    libraries.push_back({"Qt", qVersion(), "LGPL-3.0"});
    libraries.push_back({"QCustomPlot", "2.1", "GPL-3.0"});
    auto* table = new QTableWidget(static_cast<int>(libraries.size()), 3, this);
    table->setObjectName(QStringLiteral("libraryTable"));
    table->setAccessibleName(tr("Libraries and their licences"));
    table->setHorizontalHeaderLabels({tr("Library"), tr("Version"), tr("Licence")});
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->verticalHeader()->hide();
    table->setShowGrid(false);
    table->setAlternatingRowColors(true);
    table->setTabKeyNavigation(false);
    table->setSelectionMode(QAbstractItemView::NoSelection);
    table->setFocusPolicy(Qt::NoFocus);
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (int row = 0; row < table->rowCount(); ++row) {
        const LibraryInfo& library = libraries[static_cast<std::size_t>(row)];
        table->setItem(row, 0, new QTableWidgetItem(QString::fromStdString(library.name)));
        const QString version =
            library.version.empty() ? QStringLiteral("–") : QString::fromStdString(library.version);
        table->setItem(row, 1, new QTableWidgetItem(version));
        table->item(row, 1)->setToolTip(version);
        table->setItem(row, 2, new QTableWidgetItem(QString::fromStdString(library.licence)));
    }
    table->resizeColumnsToContents();
    table->setColumnWidth(0, std::max(table->columnWidth(0), 150));
    table->setColumnWidth(1, std::min(table->columnWidth(1), 200));
    table->horizontalHeader()->setStretchLastSection(true);
    column->addWidget(table, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    column->addWidget(buttons);
}

}  // namespace pf::ui
