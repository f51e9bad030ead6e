#include "ui/evaluate/pairs/pair_browser_detail.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>
#include <QResizeEvent>

#include "ui/evaluate/pairs/pair_browser_faces.h"
#include "ui/kit/elided_label.h"
#include "ui/kit/number_text.h"
#include "ui/kit/thumbnail_loader.h"
#include "ui/pairs/mls_bar.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

/// From here on faces and numbers stand beside each other.
constexpr int kTwoColumns = 640;

}  // namespace

PairDetail::PairDetail(ThumbnailLoader* loader, QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("pairDetail"));
    const int gap = Theme::spacing();
    kind_ = new QLabel(this);
    kind_->setObjectName(QStringLiteral("pairKind"));
    kind_->setWordWrap(true);
    QFont strong = kind_->font();
    strong.setBold(true);
    kind_->setFont(strong);
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

    auto* facts = new QHBoxLayout;
    facts->setSpacing(gap);
    facts->addWidget(makeFact(tr("Cosine"), QStringLiteral("pairCosine"), cosine_), 1);
    facts->addWidget(makeFact(tr("MLS"), QStringLiteral("pairMls"), mls_), 1);
    facts->addWidget(makeFact(tr("Risk"), QStringLiteral("pairRisk"), risk_), 1);
    mls_->setToolTip(tr("Mutual likelihood score: higher is more alike; a negative value is normal."));
    bar_ = new MlsBar(this);
    // Its own minimum is made for the Pairs page; the words and numbers still fit in this.
    bar_->setMinimumWidth(240);
    noAnatomy_ =
        new QLabel(tr("Without cosine, MLS and attention scores the MLS cannot be taken apart."), this);
    noAnatomy_->setProperty("muted", true);
    noAnatomy_->setWordWrap(true);
    auto* numbers = new QVBoxLayout;
    numbers->setSpacing(gap);
    numbers->addLayout(facts);
    numbers->addWidget(bar_);
    numbers->addWidget(noAnatomy_);
    numbers->addStretch(1);

    auto* left = new QVBoxLayout;
    left->setSpacing(gap / 2);
    left->addWidget(kind_);
    left->addLayout(pictures_, 1);
    columns_ = new QBoxLayout(QBoxLayout::TopToBottom, this);
    columns_->setContentsMargins(gap, gap / 2, gap, gap / 2);
    columns_->setSpacing(gap);
    columns_->addLayout(left, 1);
    columns_->addLayout(numbers, 0);
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
    side.sigma = new QLabel(this);
    side.sigma->setObjectName(QStringLiteral("pairSigma") + letter);
    side.sigma->setFont(Theme::instance().tabularFont());
    side.sigma->setAlignment(Qt::AlignCenter);
    side.sigma->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return side;
}

QWidget* PairDetail::makeFact(const QString& word, const QString& objectName, QLabel*& value) {
    auto* fact = new QWidget(this);
    auto* name = new QLabel(word, fact);
    name->setProperty("muted", true);
    value = new QLabel(fact);
    value->setObjectName(objectName);
    value->setFont(Theme::instance().tabularFont());
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* column = new QVBoxLayout(fact);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(name);
    column->addWidget(value);
    return fact;
}

void PairDetail::setRiskName(const QString& name) {
    risk_->setToolTip(name.isEmpty() ? QString()
                                     : tr("Risk: %1. The pairs of the highest risk are discarded "
                                          "first.")
                                           .arg(name));
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
    bar_->setVisible(facts->hasAnatomy());
    noAnatomy_->setVisible(!facts->hasAnatomy());
    if (facts->hasAnatomy()) {
        PairComparison parts;
        parts.cosine = facts->cosine;
        parts.mls = facts->mls;
        parts.attention = facts->distanceTerm;
        parts.logVariance = facts->logVarianceTerm;
        parts.sigmaSqA = facts->sigmaSqA;
        parts.sigmaSqB = facts->sigmaSqB;
        bar_->setComparison(parts);
    } else {
        bar_->setComparison(std::nullopt);
    }
}

void PairDetail::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeColumns();
    limitHeight();
}

void PairDetail::limitHeight() {
    // Only the faces have a use for more room than the words and numbers need.
    setMaximumHeight(faces_->isHidden() ? columns_->totalSizeHint().height() : QWIDGETSIZE_MAX);
}

void PairDetail::placeColumns() {
    const bool wide = width() >= kTwoColumns;
    const auto direction = wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom;
    if (columns_->direction() != direction) {
        columns_->setDirection(direction);
        columns_->setStretch(1, wide ? 1 : 0);
    }
}

}  // namespace pf::ui
