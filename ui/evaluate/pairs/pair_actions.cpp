#include "ui/evaluate/pairs/pair_actions.h"

#include <utility>

#include <QClipboard>
#include <QGuiApplication>
#include <QMenu>

#include "core/session/images.h"
#include "ui/evaluate/pairs/pair_browser_list.h"
#include "ui/evaluate/pairs/pair_export.h"
#include "ui/kit/number_text.h"
#include "ui/kit/paths/absolute_path.h"
#include "ui/kit/paths/path_actions.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/paths/path_kinds.h"
#include "ui/kit/widgets.h"

namespace pf::ui {

PairActions::PairActions(const PairListModel* model, const PairListView* list, QWidget* browser)
    : ExportJob(browser), model_(model), list_(list), browser_(browser) {}

void PairActions::setSource(const QString& setPath, const QString& caption) {
    setPath_ = setPath;
    caption_ = caption;
}

std::optional<PairFacts> PairActions::current() const {
    const QModelIndex index = list_->currentIndex();
    return index.isValid() ? std::optional(model_->facts(index.row())) : std::nullopt;
}

QString PairActions::fileOf(const std::optional<std::size_t>& image) const {
    const ImageCatalog& images = model_->images().catalog;
    if (!image || *image >= images.size()) {
        return {};
    }
    const QString file = QString::fromStdString(imageFile(images, *image).string());
    return isImageFile(file) ? absolutePath(file) : QString();
}

QString PairActions::evaluatedModel() const {
    return QString::fromStdString(model_->evaluation()->report.card.model);
}

void PairActions::compare() {
    const auto pair = current();
    if (!pair) {
        return;
    }
    const QString left = fileOf(pair->imageA);
    const QString right = fileOf(pair->imageB);
    if (left.isEmpty() || right.isEmpty()) {
        Q_EMIT messageRequested(tr("These faces have no files of their own for Pairs to open."));
    } else {
        Q_EMIT compareRequested(evaluatedModel(), left, right);
    }
}

void PairActions::showMenu(const QPoint& place) {
    const auto pair = current();
    if (!pair) {
        return;
    }
    const QString left = fileOf(pair->imageA);
    const QString right = fileOf(pair->imageB);
    QMenu menu(browser_);
    menu.setObjectName(QStringLiteral("pairMenu"));
    connect(addEntry(&menu, "comparePair", tr("Open in Pairs"), !left.isEmpty() && !right.isEmpty()),
            &QAction::triggered, this, &PairActions::compare);
    connect(addEntry(&menu, "pairInGallery", tr("Show the set in Gallery"), !setPath_.isEmpty()),
            &QAction::triggered, this, [this] { Q_EMIT galleryRequested(evaluatedModel(), setPath_); });
    menu.addSeparator();
    for (const auto& [name, file] :
         {std::pair(tr("Left: %1").arg(pair->nameA.section(QLatin1Char('/'), -1)), left),
          std::pair(tr("Right: %1").arg(pair->nameB.section(QLatin1Char('/'), -1)), right)}) {
        QMenu* side = menu.addMenu(name);
        addOpenAction(side, file);
        addPathActions(side, file);
    }
    menu.addSeparator();
    connect(addEntry(&menu, "copyPair", tr("Copy names and numbers")), &QAction::triggered, this,
            [this, pair = pair->pair] {
                QGuiApplication::clipboard()->setText(
                    QString::fromStdString(pairTableCsv(model_->evaluation()->pairs, {pair})));
            });
    menu.exec(place);
}

void PairActions::showExportMenu(const QPoint& place) {
    QMenu* menu = makePopup("pairExportMenu", browser_);
    const bool all = model_->pairs().size() <= kPrintedPairs;
    for (const auto& [text, suffix] :
         {std::pair(tr("List as CSV…"), "csv"), std::pair(tr("List as Markdown…"), "md"),
          std::pair(tr("List as LaTeX…"), "tex"), std::pair(tr("Report as HTML…"), "html"),
          std::pair(all ? tr("Contact sheet as PNG…")
                        : tr("Contact sheet of the first %1 as PNG…").arg(countText(kPrintedPairs)),
                    "png")}) {
        menu->addAction(text, this, [this, name = QStringLiteral("pairs.") + QLatin1String(suffix)] {
            askWhereToSave(browser_, tr("Export the pairs"), name,
                           [this](const QString& path) { exportTo(path); });
        });
    }
    menu->popup(place);
}

void PairActions::exportTo(const QString& path) {
    start({tr("Exporting the pairs")}, tr("Exported %1").arg(path),
          [path, list = PairExport{model_->evaluation(), model_->pairs(), model_->images(), caption_}](
              RunControl& control, const ProgressObserver& observer) {
              return exportPairs(path, list, control, observer);
          });
}

}  // namespace pf::ui
