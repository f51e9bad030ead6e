#include "ui/evaluate/pair_browser_detail.h"

#include <QBoxLayout>
#include <QGridLayout>
#include <QLabel>
#include <QResizeEvent>

#include "ui/chart/flow_layout.h"
#include "ui/evaluate/pair_browser_faces.h"
#include "ui/gallery/face_grid_model.h"
#include "ui/gallery/thumbnail_loader.h"
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
    auto* pictures = new QGridLayout;
    pictures->setHorizontalSpacing(gap);
    pictures->setVerticalSpacing(2);
    pictures->addWidget(faces_, 0, 0, 1, 2);
    pictures->addWidget(a_.name, 1, 0);
    pictures->addWidget(b_.name, 1, 1);
    pictures->addWidget(a_.sigma, 2, 0);
    pictures->addWidget(b_.sigma, 2, 1);
    pictures->setRowStretch(0, 1);
    pictures->setColumnStretch(0, 1);
    pictures->setColumnStretch(1, 1);

    auto* facts = new FlowLayout(nullptr, 2 * gap);
    facts->addWidget(makeFact(tr("Cosine"), QStringLiteral("pairCosine"), cosine_));
    facts->addWidget(makeFact(tr("MLS"), QStringLiteral("pairMls"), mls_));
    facts->addWidget(makeFact(tr("Risk"), QStringLiteral("pairRisk"), risk_));
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

    auto* left = new QVBoxLayout;
    left->setSpacing(gap / 2);
    left->addWidget(kind_);
    left->addLayout(pictures, 1);
    columns_ = new QBoxLayout(QBoxLayout::TopToBottom, this);
    columns_->setContentsMargins(gap, gap / 2, gap, gap / 2);
    columns_->setSpacing(gap);
    columns_->addLayout(left, 1);
    columns_->addLayout(numbers, 0);
    setPair(std::nullopt, false, false);
}

PairDetail::Side PairDetail::makeSide(const QString& letter) {
    Side side;
    side.name = new ElidedLabel(this);
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
    // Numbers of any pair fit: walking through the list must not shift them.
    value->setMinimumWidth(
        QFontMetrics(Theme::instance().tabularFont()).horizontalAdvance(QStringLiteral("−0.0000")));
    auto* row = new QHBoxLayout(fact);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::spacing() / 2);
    row->addWidget(name);
    row->addWidget(value);
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
    faces_->setPair(facts, open);
    if (!facts) {
        bar_->setComparison(std::nullopt);
        return;
    }
    kind_->setText(facts->same ? tr("Same person (genuine pair)") : tr("Different people (impostor pair)"));
    a_.name->setFullText(facts->nameA);
    b_.name->setFullText(facts->nameB);
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
