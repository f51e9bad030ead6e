// The gallery as files, and the command that writes the same.
#pragma once

#include <QString>

#include "ui/gallery/gallery_data.h"
#include "ui/kit/export_job.h"

namespace pf::ui {

class GalleryBar;
class GalleryFilters;
class IdentityView;

/// What a gallery can be written as.
enum class GalleryExport { Table, Report, ContactSheet, FigurePng, FigurePdf };

/// Writes, in a worker, the faces that bar and filters leave.
class GalleryExporter : public ExportJob {
    Q_OBJECT
  public:
    GalleryExporter(const GalleryBar* bar, const GalleryFilters* filters, const IdentityView* figure,
                    QWidget* page);

    void setFaces(GalleryDataPtr data) { data_ = std::move(data); }
    /// Asks for the file and writes it.
    void ask(GalleryExport kind);
    /// Writes the figure of all, or the chosen number of, identities as .png or .pdf.
    void writeFigure(const QString& path);
    /// Writes the faces that are shown as a table (.csv), a report (.html) or a contact sheet (.png).
    void writeFaces(const QString& path);
    /// The command that computes and writes the same; without a model the one that looks at the images.
    QString command() const;
    void copyCommand();

  private:
    const GalleryBar* bar_;
    const GalleryFilters* filters_;
    const IdentityView* figure_;
    QWidget* page_;
    GalleryDataPtr data_;
};

}  // namespace pf::ui
