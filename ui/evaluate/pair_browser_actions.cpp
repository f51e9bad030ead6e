// The pair browser's exports.
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include "core/base/text.h"
#include "ui/background_task.h"
#include "ui/evaluate/pair_browser.h"
#include "ui/evaluate/pair_browser_export.h"
#include "ui/evaluate/pair_browser_model.h"

namespace pf::ui {

void PairBrowser::showExportMenu() {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("pairExportMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("List as CSV…"), this, [this] { exportAs(QStringLiteral("csv")); });
    const bool all = model_->pairs().size() <= kContactSheetPairs;
    menu->addAction(all ? tr("Contact sheet as PNG…")
                        : tr("Contact sheet of the first %1 as PNG…")
                              .arg(QString::fromStdString(formatCount(kContactSheetPairs))),
                    this, [this] { exportAs(QStringLiteral("png")); });
    menu->popup(export_->mapToGlobal(QPoint(0, export_->height())));
}

void PairBrowser::exportAs(const QString& suffix) {
    auto* dialog = new QFileDialog(this, tr("Export the pairs"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilter(suffix == QLatin1String("csv") ? tr("CSV (*.csv)") : tr("PNG (*.png)"));
    dialog->selectFile(QStringLiteral("pairs.") + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, &PairBrowser::exportTo);
    dialog->open();
}

void PairBrowser::exportTo(const QString& path) {
    if (exporting_) {
        return;
    }
    setError({});
    TaskOptions options;
    options.name = tr("Exporting the pairs");
    exporting_ = runInBackground(
        this, options,
        [path, list = PairExport{model_->evaluation(), model_->pairs(), model_->images(), caption_->text()},
         ink = FaceInk::onPaper()](RunControl& control, const ProgressObserver& observer) {
            return exportPairs(path, list, ink, control, observer);
        },
        [this, path](bool written) {
            exporting_.clear();
            refreshHeader();
            Q_EMIT messageRequested(written ? tr("Pairs written to %1").arg(path)
                                            : tr("Export stopped; nothing was written."));
        },
        [this](const QString& error) {
            exporting_.clear();
            refreshHeader();
            setError(error);
        });
    refreshHeader();
}

}  // namespace pf::ui
