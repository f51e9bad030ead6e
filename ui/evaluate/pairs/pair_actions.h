// What is done with the pairs of the browser: comparing one, looking at its set, writing the list.
#pragma once

#include <optional>

#include <QString>

#include "ui/evaluate/pairs/pair_tile.h"
#include "ui/kit/export_job.h"

class QPoint;

namespace pf::ui {

class PairListModel;
class PairListView;

class PairActions : public ExportJob {
    Q_OBJECT
  public:
    PairActions(const PairListModel* model, const PairListView* list, QWidget* browser);

    /// Where the images of the pairs come from, empty for ready embeddings; and the words above the list.
    void setSource(const QString& setPath, const QString& caption);
    /// Pops the menu of formats up with its corner at this place of the screen.
    void showExportMenu(const QPoint& place);
    /// Writes the list in a worker by the suffix csv, md, tex, html or png.
    void exportTo(const QString& path);

  public Q_SLOTS:
    void compare();
    /// Pops the menu "pairMenu" of the current pair up.
    void showMenu(const QPoint& place);

  Q_SIGNALS:
    /// The pair's two files are to be compared with the model that was evaluated.
    void compareRequested(const QString& model, const QString& left, const QString& right);
    /// The set is to be looked at in the gallery with that model.
    void galleryRequested(const QString& model, const QString& source);

  private:
    std::optional<PairFacts> current() const;
    /// The file of an image, empty where the image has none of its own.
    QString fileOf(const std::optional<std::size_t>& image) const;
    QString evaluatedModel() const;

    const PairListModel* model_;
    const PairListView* list_;
    QWidget* browser_;
    QString setPath_;
    QString caption_;
};

}  // namespace pf::ui
