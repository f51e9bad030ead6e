#include "ui/evaluate/pairs/pair_browser_detail.h"

#include <algorithm>
#include <cmath>

#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QResizeEvent>

#include "ui/kit/box.h"
#include "ui/kit/elided_label.h"
#include "ui/kit/number_text.h"
#include "ui/kit/thumbnail_loader.h"
#include "ui/kit/widgets.h"
#include "ui/pairs/mls_bar.h"
#include "ui/theme/theme.h"

namespace pf::ui {

/// From here on faces and numbers stand beside each other.
constexpr int kTwoColumns = 640;
constexpr int kBarSpace = 7;
constexpr int kSmallestFace = 64;
constexpr int kUsualFace = 144;
constexpr double kLargestFace = 320;

/// Two faces beside each other, as large as fits, with the colour bar of their sigma² below.
class PairFacesView : public QWidget {
  public:
    PairFacesView(ThumbnailLoader* loader, QWidget* parent) : QWidget(parent), loader_(loader) {
        setObjectName(QStringLiteral("pairFaces"));
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
        connect(loader, &ThumbnailLoader::loaded, this, qOverload<>(&QWidget::update));
        connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
    }

    /// `open`: the loader may be asked.
    void setPair(const std::optional<PairFacts>& facts, bool open) {
        facts_ = facts;
        open_ = open;
        setAccessibleName(facts ? PairDetail::tr("Faces %1 and %2").arg(facts->nameA, facts->nameB)
                                : PairDetail::tr("Faces"));
        update();
    }
    QSize sizeHint() const override { return {2 * kUsualFace + Theme::spacing(), kUsualFace + kBarSpace}; }
    QSize minimumSizeHint() const override {
        return {2 * kSmallestFace + Theme::spacing(), kSmallestFace + kBarSpace};
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        const double half = (width() - Theme::spacing()) / 2.0;
        const double side =
            std::floor(std::min({half, static_cast<double>(height() - kBarSpace), kLargestFace}));
        if (!facts_ || side < 1) {
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

  private:
    FaceTile tileOf(std::optional<std::size_t> image, std::optional<double> percentile, double side) const {
        FaceTile tile;
        if (image && open_) {
            tile = loader_->tile(*image, side, devicePixelRatioF());
        }
        tile.percentile = percentile;
        return tile;
    }

    ThumbnailLoader* loader_;
    std::optional<PairFacts> facts_;
    bool open_ = false;
};

PairDetail::PairDetail(ThumbnailLoader* loader, QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("pairDetail"));
    const int gap = Theme::spacing();
    kind_ = named(makeHeading({}, this), "pairKind");
    kind_->setWordWrap(true);
    faces_ = new PairFacesView(loader, this);
    a_ = makeSide(QStringLiteral("A"));
    b_ = makeSide(QStringLiteral("B"));
    pictures_ = new QGridLayout;
    pictures_->setHorizontalSpacing(gap);
    pictures_->setVerticalSpacing(2);
    pictures_->addWidget(faces_, 0, 0, 1, 2);
    pictures_->addWidget(a_.name, 1, 0);
    pictures_->addWidget(b_.name, 1, 1);
    pictures_->addWidget(a_.sigma, 2, 0);
    pictures_->addWidget(b_.sigma, 2, 1);
    pictures_->setRowStretch(0, 100);
    pictures_->setRowStretch(3, 1);
    pictures_->setColumnStretch(0, 1);
    pictures_->setColumnStretch(1, 1);

    QBoxLayout* facts = makeRow(nullptr, gap,
                                {{makeFact(tr("Cosine"), QStringLiteral("pairCosine"), cosine_), 1},
                                 {makeFact(tr("MLS"), QStringLiteral("pairMls"), mls_), 1},
                                 {makeFact(tr("Risk"), QStringLiteral("pairRisk"), risk_), 1}});
    mls_->setToolTip(tr("Mutual likelihood score: the higher, the more alike. A negative value is normal."));
    bar_ = new MlsBar(this);
    // Its own minimum is made for the Pairs page; the words and numbers still fit in this.
    bar_->setMinimumWidth(240);
    noTerms_ = makeMuted(tr("Without MLS and distance term the MLS cannot be taken apart."), this);
    noTerms_->setWordWrap(true);
    columns_ = makeColumn(this, gap,
                          {{makeColumn(nullptr, gap / 2, {kind_, {pictures_, 1}}), 1},
                           makeColumn(nullptr, gap, {facts, bar_, noTerms_, Spring()})});
    columns_->setContentsMargins(gap, gap / 2, gap, gap / 2);
    setPair(std::nullopt, false, false);
}

void PairDetail::Side::showName(const QString& text) {
    name->setText(text);
    name->setToolTip(text);
    name->setAccessibleName(text);
}

PairDetail::Side PairDetail::makeSide(const QString& letter) {
    Side side;
    side.name = new ElidedLabel(Qt::ElideMiddle, this);
    side.name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    side.name->setObjectName(QStringLiteral("pairName") + letter);
    side.name->setProperty("muted", true);
    side.name->setAlignment(Qt::AlignCenter);
    side.sigma = makeNumber(QStringLiteral("pairSigma") + letter, this);
    side.sigma->setAlignment(Qt::AlignCenter);
    return side;
}

QWidget* PairDetail::makeFact(const QString& word, const QString& objectName, QLabel*& value) {
    auto* fact = new QWidget(this);
    value = makeNumber(objectName, fact);
    makeColumn(fact, 0, {makeMuted(word, fact), value});
    return fact;
}

void PairDetail::setRiskName(const QString& name) {
    risk_->setToolTip(name.isEmpty()
                          ? QString()
                          : tr("Risk: %1. The pairs of the highest risk are discarded first.").arg(name));
}

void PairDetail::setPair(const std::optional<PairFacts>& facts, bool pictures, bool open) {
    faces_->setVisible(pictures);
    pictures_->setRowStretch(0, pictures ? 100 : 0);
    faces_->setPair(facts, open);
    limitHeight();
    if (!facts) {
        bar_->setComparison(std::nullopt);
        return;
    }
    kind_->setText(facts->same ? tr("Same person (genuine pair)") : tr("Different people (impostor pair)"));
    a_.showName(facts->nameA);
    b_.showName(facts->nameB);
    a_.sigma->setText(tr("σ² %1").arg(sigmaText(facts->sigmaSqA)));
    b_.sigma->setText(tr("σ² %1").arg(sigmaText(facts->sigmaSqB)));
    cosine_->setText(scoreText(facts->cosine));
    mls_->setText(scoreText(facts->mls));
    risk_->setText(sigmaText(facts->risk));
    bar_->setVisible(facts->knowsTerms());
    noTerms_->setVisible(!facts->knowsTerms());
    std::optional<PairComparison> shown;
    if (facts->knowsTerms()) {
        static_cast<PairScore&>(shown.emplace()) = *facts;
    }
    bar_->setComparison(shown);
}

void PairDetail::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    const bool wide = width() >= kTwoColumns;
    const auto direction = wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
    if (columns_->direction() != direction) {
        columns_->setDirection(direction);
        columns_->setStretch(1, wide ? 1 : 0);
    }
    limitHeight();
}

void PairDetail::limitHeight() {
    // Only the faces have a use for more room than the words and numbers need.
    setMaximumHeight(faces_->isHidden() ? columns_->totalSizeHint().height() : QWIDGETSIZE_MAX);
}

}  // namespace pf::ui
