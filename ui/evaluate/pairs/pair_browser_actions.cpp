// What one does with the pairs: compare, look at, write.
#include <utility>

#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLabel>
#include <QMenu>
#include <QToolButton>

#include "core/base/text.h"
#include "core/session/catalog_files.h"
#include "ui/evaluate/pairs/pair_browser.h"
#include "ui/evaluate/pairs/pair_browser_detail.h"
#include "ui/evaluate/pairs/pair_browser_export.h"
#include "ui/evaluate/pairs/pair_browser_list.h"
#include "ui/evaluate/pairs/pair_browser_model.h"
#include "ui/kit/background_task.h"
#include "ui/kit/paths/absolute_path.h"
#include "ui/kit/paths/path_actions.h"
#include "ui/kit/paths/path_kinds.h"
#include "ui/kit/paths/path_menu.h"

namespace pf::ui {

void PairBrowser::showExportMenu() {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("pairExportMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("List as CSV…"), this, [this] { exportAs(QStringLiteral("csv")); });
    menu->addAction(tr("List as Markdown…"), this, [this] { exportAs(QStringLiteral("md")); });
    menu->addAction(tr("List as LaTeX…"), this, [this] { exportAs(QStringLiteral("tex")); });
    menu->addAction(tr("Report as HTML…"), this, [this] { exportAs(QStringLiteral("html")); });
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
    dialog->setNameFilter(QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
    dialog->selectFile(QStringLiteral("pairs.") + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, &PairBrowser::exportTo);
    dialog->open();
}

QString PairBrowser::fileOf(const std::optional<std::size_t>& image) const {
    if (!image || *image >= catalog_.size()) {
        return {};
    }
    const QString file = QString::fromStdString(imageFile(catalog_, *image).string());
    return isImageFile(file) ? absolutePath(file) : QString();
}

QString PairBrowser::model() const {
    return QString::fromStdString(model_->evaluation()->report.card.model);
}

void PairBrowser::comparePair() {
    if (!currentPair()) {
        return;
    }
    const PairFacts facts = model_->facts(list_->currentIndex().row());
    const QString left = fileOf(facts.imageA);
    const QString right = fileOf(facts.imageB);
    if (left.isEmpty() || right.isEmpty()) {
        Q_EMIT messageRequested(tr("These faces have no files of their own, which Pairs would open."));
    } else {
        Q_EMIT compareRequested(model(), left, right);
    }
}

void PairBrowser::showPairMenu(const QPoint& place) {
    if (!currentPair()) {
        return;
    }
    const PairFacts facts = model_->facts(list_->currentIndex().row());
    QMenu menu(this);
    menu.setObjectName(QStringLiteral("pairMenu"));
    const auto add = [&menu](const char* name, const QString& text, bool possible) {
        QAction* action = menu.addAction(text);
        action->setObjectName(QString::fromLatin1(name));
        action->setEnabled(possible);
        return action;
    };
    const QString left = fileOf(facts.imageA);
    const QString right = fileOf(facts.imageB);
    connect(add("comparePair", tr("Open in Pairs"), !left.isEmpty() && !right.isEmpty()), &QAction::triggered,
            this, &PairBrowser::comparePair);
    connect(add("pairInGallery", tr("Show the set in Gallery"), !setPath_.isEmpty()), &QAction::triggered,
            this, [this] { Q_EMIT galleryRequested(model(), setPath_); });
    menu.addSeparator();
    for (const auto& [name, file] :
         {std::pair(tr("Left: %1").arg(facts.nameA.section(QLatin1Char('/'), -1)), left),
          std::pair(tr("Right: %1").arg(facts.nameB.section(QLatin1Char('/'), -1)), right)}) {
        QMenu* side = menu.addMenu(name);
        addOpenAction(side, file);
        addPathActions(side, file);
    }
    menu.addSeparator();
    connect(add("copyPair", tr("Copy names and numbers"), true), &QAction::triggered, this, [this] {
        const PairExport one{model_->evaluation(), {*currentPair()}, {}, {}};
        QGuiApplication::clipboard()->setText(QString::fromStdString(pairTableCsv(one)));
    });
    menu.exec(place);
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
            Q_EMIT messageRequested(written ? tr("Exported %1").arg(path)
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
