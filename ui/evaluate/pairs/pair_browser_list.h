// The list of pairs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <QAbstractListModel>
#include <QString>

#include "core/session/images.h"
#include "ui/evaluate/pairs/pair_tile.h"
#include "ui/kit/faces/face_list_view.h"

namespace pf::ui {

/// The images behind a set of pairs, or why there are none.
struct PairImages {
    ImageCatalog catalog;
    bool pictures = false;  ///< false: names take the pictures' place
    QString note;           ///< why, in a sentence; may be empty
    std::vector<double> ascendingSigmaSq;
};

/// Opens the images of `source` and makes sure that they are the ones that were evaluated. For a worker.
/// `open` is reused when it holds the images already. Never throws for images that are missing: the note says
/// so.
PairImages openPairImages(const ScoredPairs& pairs, const std::string& source, const ImageCatalog& open);

/// The pairs in their order, with the numbers of their set and, once they are open, its images.
class PairListModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role {
        PairRole = Qt::UserRole + 1,  ///< uint, index into the set's pairs
    };

    using QAbstractListModel::QAbstractListModel;

    /// Throws: std::out_of_range for a pair that the evaluation does not have.
    void setPairs(PairEvaluationPtr evaluation, std::vector<std::uint32_t> pairs);
    void setImages(PairImages images);
    const PairEvaluationPtr& evaluation() const { return evaluation_; }
    const std::vector<std::uint32_t>& pairs() const { return pairs_; }
    const PairImages& images() const { return images_; }

    /// Numbers of a row with the percentiles of both sigma² within the set.
    PairFacts facts(int row) const;
    /// The row that shows a pair, -1 when none does. Cost: linear.
    int rowOf(std::uint32_t pair) const;

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(pairs_.size());
    }
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    PairEvaluationPtr evaluation_;
    std::vector<std::uint32_t> pairs_;
    PairImages images_;
};

class PairListView : public FaceListView {
    Q_OBJECT
  public:
    PairListView(PairListModel* model, ThumbnailLoader* loader, QWidget* parent = nullptr);

    /// Makes a row current and brings it into view; beyond the ends: the first or last.
    void goTo(int row);
    /// The pair before or after the present one.
    void step(int rows) { goTo(currentIndex().row() + rows); }

  protected:
    /// Left and Right walk like Up and Down.
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
};

}  // namespace pf::ui
