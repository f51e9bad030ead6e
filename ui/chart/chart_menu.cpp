#include "ui/chart/chart_menu.h"

#include <QMenu>
#include <QRegularExpression>

#include "core/base/error.h"
#include "ui/chart/chart.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/widgets.h"

namespace pf::ui {

namespace {

void askForFile(Chart& chart, const QString& suffix) {
    QString name = chart.title().isEmpty() ? QStringLiteral("chart") : chart.title().toLower();
    name.replace(QRegularExpression(QStringLiteral("[^a-z0-9]+")), QStringLiteral("-"));
    askWhereToSave(&chart, Chart::tr("Export chart"), name + QLatin1Char('.') + suffix,
                   [&chart](const QString& path) {
                       try {
                           chart.exportTo(path);
                           Q_EMIT chart.exported(path);
                       } catch (const Error& error) {
                           Q_EMIT chart.exportFailed(QString::fromUtf8(error.what()));
                       }
                   });
}

}  // namespace

QMenu* makeExportMenu(Chart& chart) {
    QMenu* menu = makePopup("exportMenu", &chart);
    for (const char* suffix : {"png", "pdf", "svg", "csv"}) {
        const QString text = QString::fromLatin1(suffix);
        addEntry(menu, (QByteArray("export-") + suffix).constData(),
                 Chart::tr("Save as %1…").arg(text.toUpper()), &chart,
                 [&chart, text] { askForFile(chart, text); });
    }
    menu->addSeparator();
    addEntry(menu, "export-copy", Chart::tr("Copy image"), &chart, &Chart::copyImage);
    addEntry(menu, "export-copy-data", Chart::tr("Copy data"), &chart, &Chart::copyData);
    return menu;
}

QMenu* makeContextMenu(Chart& chart, bool isZoomed) {
    QMenu* menu = makeExportMenu(chart);
    menu->setObjectName(QStringLiteral("chartMenu"));
    menu->addSeparator();
    addEntry(menu, "resetZoom", Chart::tr("Reset zoom"), &chart, &Chart::resetView)->setEnabled(isZoomed);
    QStringList hidden = chart.seriesIds();
    hidden.removeIf([&chart](const QString& id) { return chart.isSeriesVisible(id); });
    addEntry(menu, "showAllCurves", Chart::tr("Show all curves"), &chart, [&chart, hidden] {
        for (const QString& id : hidden) {
            chart.setSeriesVisible(id, true);
        }
    })->setEnabled(!hidden.isEmpty());
    if (!chart.actions().isEmpty()) {
        menu->addSeparator();
        menu->addActions(chart.actions());
    }
    return menu;
}

}  // namespace pf::ui
