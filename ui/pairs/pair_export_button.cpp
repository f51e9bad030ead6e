#include "ui/pairs/pair_export_button.h"

#include <utility>

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

#include "core/base/atomic_file.h"
#include "ui/kit/export_job.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

PairExportButton::PairExportButton(std::function<std::optional<PairReport>()> report, QWidget* parent)
    : QToolButton(parent), report_(std::move(report)), job_(new ExportJob(this)) {
    setObjectName(QStringLiteral("pairsExport"));
    setText(tr("Export"));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPopupMode(QToolButton::InstantPopup);
    Theme::keepIcon(this, QStringLiteral("export"));
    auto* menu = new QMenu(this);
    const auto copy = [this, menu](const char* name, const QString& text,
                                   QString (*make)(const PairReport&)) {
        connect(addEntry(menu, name, text), &QAction::triggered, this, [this, make] {
            if (const auto now = report_()) {
                QGuiApplication::clipboard()->setText(make(*now));
                Q_EMIT messageRequested(tr("Copied"));
            }
        });
    };
    menu->addAction(tr("Report as HTML…"), this, &PairExportButton::ask);
    copy("copyPairMarkdown", tr("Copy as Markdown"), &pairMarkdown);
    copy("copyPairLatex", tr("Copy as LaTeX"), &pairLatex);
    menu->addSeparator();
    copy("copyPairCommand", tr("Copy as command"), &compareCommand);
    setMenu(menu);
    connect(job_, &ExportJob::messageRequested, this, &PairExportButton::messageRequested);
    connect(job_, &ExportJob::failed, this, &PairExportButton::messageRequested);
}

void PairExportButton::ask() {
    if (report_()) {
        askWhereToSave(this, tr("Export the comparison"), QStringLiteral("comparison.html"),
                       [this](const QString& path) { write(path); });
    } else {
        Q_EMIT messageRequested(tr("There is nothing to export yet: compare two faces first."));
    }
}

void PairExportButton::write(const QString& path) {
    if (const auto now = report_()) {
        job_->start({tr("Exporting the comparison"), false}, tr("Exported %1").arg(path),
                    [path, report = *now](RunControl&, const ProgressObserver&) {
                        writeTextAtomically(path.toStdString(), pairHtml(report).toStdString());
                        return true;
                    });
    }
}

}  // namespace pf::ui
