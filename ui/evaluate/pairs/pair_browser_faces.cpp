#include "ui/evaluate/pairs/pair_browser_faces.h"

#include <algorithm>
#include <cmath>

#include <QPainter>

#include "ui/gallery/face_grid_view.h"
#include "ui/kit/thumbnail_loader.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

constexpr int kBarSpace = 7;
constexpr int kSmallestFace = 64;
constexpr int kUsualFace = 144;
constexpr double kLargestFace = 320;

}  // namespace

PairFacesView::PairFacesView(ThumbnailLoader* loader, QWidget* parent) : QWidget(parent), loader_(loader) {
    setObjectName(QStringLiteral("pairFaces"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(loader, &ThumbnailLoader::loaded, this, qOverload<>(&QWidget::update));
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void PairFacesView::setPair(const std::optional<PairFacts>& facts, bool open) {
    facts_ = facts;
    open_ = open;
    setAccessibleName(facts ? tr("Faces %1 and %2").arg(facts->nameA, facts->nameB) : tr("Faces"));
    update();
}

QSize PairFacesView::sizeHint() const {
    return {2 * kUsualFace + Theme::spacing(), kUsualFace + kBarSpace};
}

QSize PairFacesView::minimumSizeHint() const {
    return {2 * kSmallestFace + Theme::spacing(), kSmallestFace + kBarSpace};
}

FaceTile PairFacesView::tileOf(std::optional<std::size_t> image, std::optional<double> percentile,
                               double side) const {
    FaceTile tile;
    tile.percentile = percentile;
    if (image && open_) {
        const double ratio = devicePixelRatioF();
        tile.image = loader_->thumbnail(*image, FaceGridView::thumbnailSide(static_cast<int>(side), ratio));
        tile.broken = tile.image.isNull() && loader_->failure(*image).has_value();
    }
    return tile;
}

void PairFacesView::paintEvent(QPaintEvent*) {
    if (!facts_) {
        return;
    }
    const double half = (width() - Theme::spacing()) / 2.0;
    const double side = std::floor(std::min({half, static_cast<double>(height() - kBarSpace), kLargestFace}));
    if (side < 1) {
        return;
    }
    QPainter painter(this);
    const FaceInk ink = FaceInk::ofTheme();
    // Each in the middle of its half, above its own name.
    const double top = (height() - kBarSpace - side) / 2;
    const double left = (half - side) / 2;
    paintFaceTile(painter, {left, top}, side, tileOf(facts_->imageA, facts_->percentileA, side), ink);
    paintFaceTile(painter, {half + Theme::spacing() + left, top}, side,
                  tileOf(facts_->imageB, facts_->percentileB, side), ink);
}

}  // namespace pf::ui
