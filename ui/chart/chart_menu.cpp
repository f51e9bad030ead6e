// The menus of a chart: its Export button's, and the one under the mouse.
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QToolButton>

#include "core/base/error.h"
#include "ui/chart/chart_impl.h"

namespace pf::ui {

void Chart::askForFile(const QString& suffix) {
    static QString lastFolder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    QString name = title().isEmpty() ? QStringLiteral("chart") : title().toLower();
    name.replace(QRegularExpression(QStringLiteral("[^a-z0-9]+")), QStringLiteral("-"));
    auto* dialog = new QFileDialog(this, tr("Export chart"), lastFolder + QLatin1Char('/') + name,
                                   tr("%1 file (*.%2)").arg(suffix.toUpper(), suffix));
    dialog->setObjectName(QStringLiteral("exportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        lastFolder = QFileInfo(path).absolutePath();
        try {
            exportTo(path);
            Q_EMIT exported(path);
        } catch (const Error& error) {
            Q_EMIT exportFailed(QString::fromUtf8(error.what()));
        }
    });
    dialog->open();
}

void Chart::addExportActions(QMenu& menu) {
    for (const char* suffix : {"png", "pdf", "svg", "csv"}) {
        const QString text = QString::fromLatin1(suffix);
        QAction* action = menu.addAction(tr("Save as %1…").arg(text.toUpper()));
        action->setObjectName(QStringLiteral("export-") + text);
        connect(action, &QAction::triggered, this, [this, text] { askForFile(text); });
    }
    menu.addSeparator();
    QAction* image = menu.addAction(tr("Copy image"));
    image->setObjectName(QStringLiteral("export-copy"));
    connect(image, &QAction::triggered, this, [this] { copyImage(); });
    QAction* data = menu.addAction(tr("Copy data"));
    data->setObjectName(QStringLiteral("export-copy-data"));
    connect(data, &QAction::triggered, this, [this] { copyData(); });
}

void Chart::showExportMenu() {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("exportMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addExportActions(*menu);
    QToolButton* button = impl_->exportButton;
    menu->popup(button->mapToGlobal(QPoint(button->width() - menu->sizeHint().width(), button->height())));
}

void Chart::showContextMenu(const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("chartMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addExportActions(*menu);
    menu->addSeparator();
    QAction* zoom = menu->addAction(tr("Reset zoom"));
    zoom->setObjectName(QStringLiteral("resetZoom"));
    zoom->setEnabled(impl_->userZoomed);
    connect(zoom, &QAction::triggered, this, &Chart::resetView);
    QAction* all = menu->addAction(tr("Show all curves"));
    all->setObjectName(QStringLiteral("showAllCurves"));
    const auto hidden = [this] {
        QStringList ids;
        for (const QString& id : seriesIds()) {
            if (!isSeriesVisible(id)) {
                ids << id;
            }
        }
        return ids;
    };
    all->setEnabled(!hidden().isEmpty());
    connect(all, &QAction::triggered, this, [this, hidden] {
        for (const QString& id : hidden()) {
            setSeriesVisible(id, true);
        }
    });
    if (!actions().isEmpty()) {
        menu->addSeparator();
        menu->addActions(actions());
    }
    menu->popup(at);
}

}  // namespace pf::ui
