// What the gallery does with a face, and with all of them: open, compare, write.
#include <algorithm>

#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/session/evaluate/contact_sheet.h"
#include "core/session/evaluate/gallery_report.h"
#include "ui/gallery/face_grid_view.h"
#include "ui/gallery/face_inspector.h"
#include "ui/gallery/gallery_bar.h"
#include "ui/gallery/gallery_filters.h"
#include "ui/gallery/gallery_page.h"
#include "ui/kit/background_task.h"
#include "ui/kit/command_text.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/path_actions.h"
#include "ui/kit/paths/path_kinds.h"
#include "ui/kit/paths/path_menu.h"
#include "ui/kit/paths/source_selector.h"

namespace pf::ui {

namespace {

QString fileText(const GalleryData& data, int face) {
    return QString::fromStdString(data.fileOf(static_cast<FaceIndex>(face)).string());
}

/// What a face's export holds, for a worker.
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

void writeFaces(const QString& path, const FacesToWrite& faces) {
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

void GalleryPage::showFace(int catalogIndex) {
    selected_ = catalogIndex;
    inspector_->setFace(data_, catalogIndex);
}

void GalleryPage::openFace(int catalogIndex) {
    const QString file = fileText(*data_, catalogIndex);
    if (!isImageFile(file)) {
        Q_EMIT messageRequested(file.isEmpty()
                                    ? tr("This face is made by the program; there is no file to open.")
                                    : tr("This face lies among others in %1.").arg(file));
    } else if (!openOutside(file)) {
        Q_EMIT messageRequested(QFileInfo::exists(file)
                                    ? tr("%1 could not be opened: there is no program for it.").arg(file)
                                    : tr("%1 could not be opened: it is not there any more.").arg(file));
    }
}

void GalleryPage::showFaceMenu(int catalogIndex, const QPoint& place) {
    const QString file = fileText(*data_, catalogIndex);
    const QString model = bar_->model()->model();
    const int label = data_->labels[static_cast<std::size_t>(catalogIndex)];
    QMenu menu(this);
    menu.setObjectName(QStringLiteral("faceMenu"));
    addOpenAction(&menu, file);
    addPathActions(&menu, file);
    menu.addSeparator();
    const auto add = [&menu](const char* name, const QString& text, bool possible) {
        QAction* action = menu.addAction(text);
        action->setObjectName(QString::fromLatin1(name));
        action->setEnabled(possible);
        return action;
    };
    const bool alone = isImageFile(file) && QFileInfo::exists(file);
    connect(add("useAsLeft", tr("Use as the left face of Pairs"), alone), &QAction::triggered, this,
            [this, model, file] { Q_EMIT compareRequested(model, file, {}); });
    connect(add("useAsRight", tr("Use as the right face of Pairs"), alone), &QAction::triggered, this,
            [this, model, file] { Q_EMIT compareRequested(model, {}, file); });
    connect(add("compareWith", tr("Compare with…"), alone), &QAction::triggered, this, [this, model, file] {
        auto* dialog = new QFileDialog(this, tr("Compare with"), QFileInfo(file).absolutePath());
        dialog->setObjectName(QStringLiteral("compareDialog"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this,
                [this, model, file](const QString& other) { Q_EMIT compareRequested(model, file, other); });
        dialog->open();
    });
    menu.addSeparator();
    connect(add("onlyThisPersonAction", tr("Only this person"), label >= 0), &QAction::triggered, this,
            [this, label] { filters_->setIdentity(label); });
    connect(add("everyone", tr("Everyone"), filters_->isActive()), &QAction::triggered, filters_,
            &GalleryFilters::clear);
    menu.exec(place);
}

QString GalleryPage::command() const {
    const QString model = bar_->model()->model();
    std::vector<std::string> words = {"probface", model.isEmpty() ? "inspect" : "gallery"};
    if (!model.isEmpty()) {
        words.insert(words.end(), {"--model", model.toStdString()});
    }
    for (const QString& source : bar_->source()->sources()) {
        if (!model.isEmpty()) {
            words.push_back("--images");
        }
        words.push_back(source.toStdString());
    }
    if (!model.isEmpty()) {
        if (bar_->norms()) {
            words.push_back("--norm");
        }
        words.insert(words.end(), {"--out", "gallery"});
        if (bar_->view() == GalleryBar::View::Identities && bar_->exportCount() > 0) {
            words.insert(words.end(), {"--people", std::to_string(bar_->exportCount())});
        }
    }
    return shellCommand(words);
}

void GalleryPage::copyCommand() {
    if (bar_->source()->sources().isEmpty()) {
        Q_EMIT messageRequested(tr("Choose images first: the command names them."));
        return;
    }
    QGuiApplication::clipboard()->setText(command());
    Q_EMIT messageRequested(tr("Copied: %1").arg(command()));
}

void GalleryPage::exportAs(GalleryExport kind) {
    struct Kind {
        QString suffix;
        QString filter;
        QString name;
    };
    const bool figure = kind == GalleryExport::FigurePng || kind == GalleryExport::FigurePdf;
    const auto kindOf = [](GalleryExport wanted) -> Kind {
        switch (wanted) {
            case GalleryExport::Table:
                return {QStringLiteral("csv"), tr("CSV (*.csv)"), QStringLiteral("gallery")};
            case GalleryExport::Report:
                return {QStringLiteral("html"), tr("HTML (*.html)"), QStringLiteral("gallery")};
            case GalleryExport::ContactSheet:
                return {QStringLiteral("png"), tr("PNG (*.png)"), QStringLiteral("gallery")};
            case GalleryExport::FigurePng:
                return {QStringLiteral("png"), tr("PNG (*.png)"), QStringLiteral("faces-by-sigma")};
            case GalleryExport::FigurePdf:
                break;
        }
        return {QStringLiteral("pdf"), tr("PDF (*.pdf)"), QStringLiteral("faces-by-sigma")};
    };
    const Kind wanted = kindOf(kind);
    auto* dialog = new QFileDialog(this, figure ? tr("Export the figure") : tr("Export the faces"));
    dialog->setObjectName(QStringLiteral("galleryExportDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(wanted.suffix);
    dialog->setNameFilter(wanted.filter);
    dialog->selectFile(wanted.name + QLatin1Char('.') + wanted.suffix);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, figure](const QString& path) { figure ? exportFigureTo(path) : exportFacesTo(path); });
    dialog->open();
}

void GalleryPage::exportFacesTo(const QString& path) {
    if (exportTask_ || !data_) {
        return;
    }
    FacesToWrite faces;
    faces.data = data_;
    faces.all = data_->measurements();
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
    TaskOptions options;
    options.name = tr("Exporting the faces");
    exportTask_ = runInBackground(
        this, options,
        [path, faces = std::move(faces)](RunControl&, const ProgressObserver&) {
            writeFaces(path, faces);
            return true;
        },
        [this, path, count](bool) {
            exportTask_.clear();
            Q_EMIT messageRequested(
                tr("Exported %1 faces to %2")
                    .arg(QString::fromStdString(formatCount(static_cast<std::int64_t>(count))), path));
        },
        [this](const QString& error) {
            exportTask_.clear();
            showError(error);
        });
}

}  // namespace pf::ui
