#include "ui/gallery/gallery_export.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/session/commands/file_commands.h"
#include "core/session/commands/model_commands.h"
#include "core/session/evaluate/contact_sheet.h"
#include "core/session/evaluate/gallery_report.h"
#include "ui/gallery/gallery_bar.h"
#include "ui/gallery/gallery_filters.h"
#include "ui/gallery/identity_figure.h"
#include "ui/gallery/identity_view.h"
#include "ui/kit/number_text.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/paths/source_selector.h"

namespace pf::ui {

namespace {

/// What a table, a report or a contact sheet holds, for a worker.
struct FacesToWrite {
    GalleryDataPtr data;
    FaceMeasurements all;
    std::optional<GalleryPart> part;  ///< those that pass the filters
    GalleryReportFacts facts;
};

/// "sigma² 0.41 to 0.67; identity ada", for files.
std::string filterWords(const GalleryData& data, const GalleryFilter& filter) {
    std::string words;
    if (filter.sigmaRange) {
        words = "sigma² " + formatNumber((*filter.sigmaRange)[0]) + " to " +
                formatNumber((*filter.sigmaRange)[1]);
    }
    if (filter.label >= 0) {
        words += (words.empty() ? "identity " : "; identity ") +
                 data.identities[static_cast<std::size_t>(filter.label)];
    }
    return words;
}

void write(const QString& path, const FacesToWrite& faces) {
    const std::string file = path.toStdString();
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("csv")) {
        writeTextAtomically(file, galleryCsv(faces.data->catalog, faces.all, faces.part));
    } else if (suffix == QLatin1String("html")) {
        writeTextAtomically(file, galleryHtml(faces.data->catalog, faces.all, faces.facts, faces.part));
    } else if (suffix == QLatin1String("png")) {
        FaceMeasurements shown = faces.all;
        if (faces.part) {
            shown.faces.assign(shown.faces.size(), {});
            for (const std::size_t index : faces.part->faces) {
                shown.faces[index] = faces.all.faces[index];
            }
        }
        writeContactSheet(file, faces.data->catalog, shown);
    } else {
        throw Error(ErrorCode::Config, "Faces are written as .csv, .html or .png, not as \"" + file + "\".");
    }
}

}  // namespace

GalleryExporter::GalleryExporter(const GalleryBar* bar, const GalleryFilters* filters,
                                 const IdentityView* figure, QWidget* page)
    : ExportJob(page), bar_(bar), filters_(filters), figure_(figure), page_(page) {}

void GalleryExporter::ask(GalleryExport kind) {
    constexpr std::array kFiles = {"gallery.csv", "gallery.html", "gallery.png", "faces-by-sigma.png",
                                   "faces-by-sigma.pdf"};
    const bool figure = kind >= GalleryExport::FigurePng;
    askWhereToSave(page_, figure ? tr("Export the figure") : tr("Export the faces"),
                   QString::fromLatin1(kFiles[static_cast<std::size_t>(kind)]),
                   [this, figure](const QString& path) { figure ? writeFigure(path) : writeFaces(path); });
}

void GalleryExporter::writeFigure(const QString& path) {
    if (!data_) {
        return;
    }
    IdentityFigure figure{data_, {}, figure_->figureLayout()};
    figure.layout.faceSide = 84;  // the exported figure does not depend on the zoom
    figure.rows = identityRows(*data_, bar_->sort(), filters_->filter(),
                               static_cast<std::size_t>(figure.layout.perGroup));
    const auto wanted = static_cast<std::size_t>(bar_->exportCount());
    if (wanted > 0 && wanted < figure.rows.size()) {
        figure.rows.resize(wanted);
    }
    start({tr("Exporting the figure")}, tr("Exported %1").arg(path),
          [path, figure = std::move(figure)](RunControl& control, const ProgressObserver& observer) {
              return exportFigure(path, figure, control, observer);
          });
}

void GalleryExporter::writeFaces(const QString& path) {
    if (!data_) {
        return;
    }
    FacesToWrite faces{data_, data_->measurements(), {}, {}};
    std::size_t count = faces.all.known();
    if (filters_->isActive()) {
        const FaceIndices shown = arrange(*data_, bar_->sort(), filters_->filter());
        faces.part = GalleryPart{{shown.begin(), shown.end()}, filterWords(*data_, filters_->filter())};
        count = static_cast<std::size_t>(std::count_if(
            shown.begin(), shown.end(), [&](FaceIndex index) { return faces.all.faces[index].isKnown(); }));
    }
    faces.facts = {bar_->model()->model().toStdString(),
                   bar_->source()->sources().join(QStringLiteral("; ")).toStdString(),
                   command().toStdString()};
    start({tr("Exporting the faces")}, tr("Exported %1 faces to %2").arg(countText(count), path),
          [path, faces = std::move(faces)](RunControl&, const ProgressObserver&) {
              write(path, faces);
              return true;
          });
}

QString GalleryExporter::command() const {
    std::vector<std::string> sources;
    for (const QString& source : bar_->source()->sources()) {
        sources.push_back(source.toStdString());
    }
    if (bar_->model()->model().isEmpty()) {
        return QString::fromStdString(commandOf(InspectRequest{sources}));
    }
    GalleryCommand gallery;
    gallery.model.file = bar_->model()->model().toStdString();
    gallery.images = sources;
    gallery.norm = bar_->norms();
    gallery.out = "gallery";
    if (bar_->view() == GalleryBar::View::Identities) {
        const auto people = static_cast<std::size_t>(bar_->exportCount());  // 0: all
        gallery.people = people > 0 ? std::min(people, gallery.kMostPeople) : gallery.kMostPeople;
    }
    return QString::fromStdString(commandOf(gallery));
}

void GalleryExporter::copyCommand() {
    if (bar_->source()->sources().isEmpty()) {
        Q_EMIT messageRequested(tr("Choose images first; the command needs them."));
        return;
    }
    QGuiApplication::clipboard()->setText(command());
    Q_EMIT messageRequested(tr("Copied: %1").arg(command()));
}

}  // namespace pf::ui
