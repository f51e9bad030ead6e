// The gallery page's exports, lists and stored state.
#include <algorithm>
#include <utility>

#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>

#include "core/base/text.h"
#include "ui/gallery/face_grid_view.h"
#include "ui/gallery/figure_export.h"
#include "ui/gallery/gallery_bar.h"
#include "ui/gallery/gallery_filters.h"
#include "ui/gallery/gallery_job.h"
#include "ui/gallery/gallery_page.h"
#include "ui/gallery/identity_view.h"
#include "ui/gallery/problem_list.h"
#include "ui/kit/background_task.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/source_selector.h"

namespace pf::ui {

void GalleryPage::refreshProblems() {
    const QStringList lines = unreadableLines(data_.get(), broken_);
    QStringList words;
    if (!lines.isEmpty()) {
        words << (lines.size() == 1 ? tr("1 image could not be read")
                                    : tr("%1 images could not be read")
                                          .arg(QString::fromStdString(formatCount(lines.size()))));
    }
    for (const std::string& note : data_ ? data_->notes : std::vector<std::string>{}) {
        words << QString::fromStdString(note);
    }
    problems_->setVisible(!words.isEmpty());
    problems_->setText(words.join(QStringLiteral(" · ")));
}

void GalleryPage::listProblems() {
    const QStringList lines = unreadableLines(data_.get(), broken_);
    if (lines.isEmpty()) {
        return;  // the button said all there is
    }
    auto* list = new ProblemList(lines, this);
    list->setAttribute(Qt::WA_DeleteOnClose);
    list->show();
}

void GalleryPage::showError(const QString& text) {
    error_->setText(text);
    error_->setVisible(!text.isEmpty());
}

void GalleryPage::exportFigureTo(const QString& path) {
    if (exportTask_ || !data_) {
        return;
    }
    std::vector<IdentityRow> rows = identityRows(*data_, bar_->sort(), filters_->filter(),
                                                 static_cast<std::size_t>(figure_->figureLayout().perGroup));
    if (const auto wanted = static_cast<std::size_t>(bar_->exportCount());
        wanted > 0 && wanted < rows.size()) {
        rows.resize(wanted);
    }
    FigureLayout layout = figure_->figureLayout();
    layout.faceSide = 84;  // the exported figure does not depend on the zoom
    TaskOptions options;
    options.name = tr("Exporting the figure");
    exportTask_ = runInBackground(
        this, options,
        [path, data = data_, rows = std::move(rows), layout, ink = FaceInk::onPaper()](
            RunControl& control, const ProgressObserver& observer) {
            return exportFigure(path, *data, rows, layout, ink, control, observer);
        },
        [this, path](bool written) {
            exportTask_.clear();
            Q_EMIT messageRequested(written ? tr("Exported %1").arg(path)
                                            : tr("Export stopped; nothing was written."));
        },
        [this](const QString& error) {
            exportTask_.clear();
            showError(error);
        });
}

void GalleryPage::exportCurrent() {
    if (!data_ || !data_->hasSigma()) {
        Q_EMIT messageRequested(tr("Faces can be exported once a model has given them their σ²."));
    } else if (bar_->view() == GalleryBar::View::Identities && identityModel_->rowCount() > 0) {
        exportAs(GalleryExport::FigurePdf);
    } else {
        exportAs(GalleryExport::Table);
    }
}

void GalleryPage::clearSelection() {
    grid_->clearSelection();
    figure_->clearSelection();
    error_->hide();
}

void GalleryPage::activated() {
    bar_->model()->refresh();
    if (restore_ && !data_ && !job_ && !bar_->source()->sources().isEmpty()) {
        startJob({});  // the images alone: nobody asked for hours of computing yet
    }
}

void GalleryPage::saveState(QSettings& settings) const {
    settings.setValue("sources", bar_->source()->sources());
    settings.setValue("open", data_ != nullptr || restore_);
    settings.setValue("model", bar_->model()->model());
    settings.setValue("norms", bar_->norms());
    settings.setValue("sort", static_cast<int>(bar_->sort()));
    settings.setValue("tileSide", bar_->tileSide());
    settings.setValue("view", static_cast<int>(bar_->view()));
    settings.setValue("splitter", findChild<QSplitter*>(QStringLiteral("gallerySplitter"))->saveState());
}

void GalleryPage::restoreState(QSettings& settings) {
    bar_->source()->setSources(settings.value("sources").toStringList());
    bar_->model()->setModel(settings.value("model").toString());
    bar_->setNorms(settings.value("norms", false).toBool());
    restore_ = settings.value("open", false).toBool();
    // Orders by the norm are possible once a model has told it.
    const int sort = settings.value("sort", 0).toInt();
    const bool possible = sort >= 0 && sort <= static_cast<int>(GallerySort::Identity);
    bar_->setSort(possible ? static_cast<GallerySort>(sort) : GallerySort::SigmaDescending);
    bar_->setTileSide(settings.value("tileSide", 112).toInt());
    bar_->setView(settings.value("view", 0).toInt() == 1 ? GalleryBar::View::Identities
                                                         : GalleryBar::View::Grid);
    const QByteArray splitter = settings.value("splitter").toByteArray();
    if (!splitter.isEmpty()) {
        findChild<QSplitter*>(QStringLiteral("gallerySplitter"))->restoreState(splitter);
    }
}

}  // namespace pf::ui
