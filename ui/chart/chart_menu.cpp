#include "ui/chart/chart_menu.h"

#include <QMenu>
#include <QRegularExpression>

#include "core/base/error.h"
#include "ui/chart/chart.h"
#include "ui/kit/paths/path_dialog.h"

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

template <typename Action>
QAction* addAction(QMenu& menu, Chart& chart, const QString& text, const QString& name,
                   const Action& action) {
    QAction* added = menu.addAction(text);
    added->setObjectName(name);
    QObject::connect(added, &QAction::triggered, &chart, action);
    return added;
}

}  // namespace

QMenu* makeExportMenu(Chart& chart) {
    auto* menu = new QMenu(&chart);
    menu->setObjectName(QStringLiteral("exportMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const char* suffix : {"png", "pdf", "svg", "csv"}) {
        const QString text = QString::fromLatin1(suffix);
        addAction(*menu, chart, Chart::tr("Save as %1…").arg(text.toUpper()),
                  QStringLiteral("export-") + text, [&chart, text] { askForFile(chart, text); });
    }
    menu->addSeparator();
    addAction(*menu, chart, Chart::tr("Copy image"), QStringLiteral("export-copy"),
              [&chart] { chart.copyImage(); });
    addAction(*menu, chart, Chart::tr("Copy data"), QStringLiteral("export-copy-data"),
              [&chart] { chart.copyData(); });
    return menu;
}

QMenu* makeContextMenu(Chart& chart, bool isZoomed) {
    QMenu* menu = makeExportMenu(chart);
    menu->setObjectName(QStringLiteral("chartMenu"));
    menu->addSeparator();
    addAction(*menu, chart, Chart::tr("Reset zoom"), QStringLiteral("resetZoom"), [&chart] {
        chart.resetView();
    })->setEnabled(isZoomed);
    QStringList hidden = chart.seriesIds();
    hidden.removeIf([&chart](const QString& id) { return chart.isSeriesVisible(id); });
    addAction(*menu, chart, Chart::tr("Show all curves"), QStringLiteral("showAllCurves"), [&chart, hidden] {
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
