// Part of the detail of a pair: the two large faces.
#pragma once

#include <cstddef>
#include <optional>

#include <QWidget>

#include "ui/evaluate/pairs/pair_tile.h"

namespace pf::ui {

class ThumbnailLoader;

/// Two faces beside each other, as large as fits, with the colour bar of their sigma² below.
class PairFacesView : public QWidget {
    Q_OBJECT
  public:
    explicit PairFacesView(ThumbnailLoader* loader, QWidget* parent = nullptr);

    /// `open`: the loader may be asked.
    void setPair(const std::optional<PairFacts>& facts, bool open);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    FaceTile tileOf(std::optional<std::size_t> image, std::optional<double> percentile, double side) const;

    ThumbnailLoader* loader_;
    std::optional<PairFacts> facts_;
    bool open_ = false;
};

}  // namespace pf::ui
