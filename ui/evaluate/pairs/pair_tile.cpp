#include "ui/evaluate/pairs/pair_tile.h"
#include "ui/kit/number_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

namespace pf::ui {

namespace {

constexpr double kMargin = 6;
constexpr double kGap = 6;
/// From here on a tile with pictures has room for the names too.
constexpr double kNamesWidth = 190;
/// Widest tile without pictures: numbers stay near the names they belong to.
constexpr double kNamesTile = 560;

class Words {
    Q_DECLARE_TR_FUNCTIONS(PairTile)
};

struct Fact {
    QString name;
    QString value;
};

std::array<Fact, 3> factsOf(const PairFacts& facts) {
    return {{{Words::tr("Cosine"), scoreText(facts.cosine)},
             {Words::tr("MLS"), scoreText(facts.mls)},
             {Words::tr("Risk"), sigmaText(facts.risk)}}};
}

QFont bold(QFont font) {
    font.setBold(true);
    return font;
}

double tileLineHeight(const FaceInk& ink) {
    return std::max(QFontMetricsF(ink.textFont).height(), QFontMetricsF(ink.numberFont).height()) + 2;
}

class Writer {
  public:
    Writer(QPainter& painter, const FaceInk& ink) : painter_(painter), ink_(ink) {}

    double lineHeight() const { return tileLineHeight(ink_); }
    void text(const QRectF& box, const QString& text, const QColor& colour, const QFont& font,
              Qt::Alignment align = Qt::AlignLeft, Qt::TextElideMode elide = Qt::ElideMiddle) {
        painter_.setFont(font);
        painter_.setPen(colour);
        painter_.drawText(box, static_cast<int>(align | Qt::AlignVCenter) | Qt::TextSingleLine,
                          QFontMetricsF(font).elidedText(text, elide, box.width()));
    }
    /// The word in the muted colour and the number after it, at `wordWidth` from the left.
    void fact(const QRectF& box, const Fact& fact, double wordWidth) {
        text(box, fact.name, ink_.muted, ink_.textFont);
        text(box.adjusted(wordWidth, 0, 0, 0), fact.value, ink_.text, ink_.numberFont, Qt::AlignLeft,
             Qt::ElideRight);
    }

  private:
    QPainter& painter_;
    const FaceInk& ink_;
};

double factWordWidth(const FaceInk& ink) {
    double width = 0;
    for (const Fact& fact : factsOf({})) {
        width = std::max(width, QFontMetricsF(ink.textFont).horizontalAdvance(fact.name));
    }
    return width + 8;
}

/// The kind and the numbers under each other; the names to their right where there is room.
void paintFacts(Writer& writer, const QRectF& box, const PairFacts& facts, const FaceInk& ink) {
    const double line = writer.lineHeight();
    const double numbers =
        factWordWidth(ink) + QFontMetricsF(ink.numberFont).horizontalAdvance(QStringLiteral("-00.0000"));
    const double names = box.width() - numbers - 2 * kGap;
    const double factsWidth = names >= kNamesWidth ? numbers : box.width();
    double y = box.top();
    writer.text(QRectF(box.left(), y, box.width(), line), pairKindText(facts.same), ink.text,
                bold(ink.textFont));
    y += line + 2;
    const double namesLeft = box.left() + numbers + 2 * kGap;
    if (names >= kNamesWidth) {
        writer.text(QRectF(namesLeft, y, names, line), facts.nameA, ink.muted, ink.textFont);
        writer.text(QRectF(namesLeft, y + line, names, line), facts.nameB, ink.muted, ink.textFont);
    }
    for (const Fact& fact : factsOf(facts)) {
        writer.fact(QRectF(box.left(), y, factsWidth, line), fact, factWordWidth(ink));
        y += line;
    }
}

/// Both names with their sigma², then the kind and the numbers in two columns.
void paintNames(Writer& writer, const QRectF& box, const PairFacts& facts, const FaceInk& ink) {
    const double line = writer.lineHeight();
    const double sigmaWidth =
        QFontMetricsF(ink.numberFont).horizontalAdvance(QStringLiteral("σ² 00.0000")) + kGap;
    QRectF row(box.left(), box.top(), box.width(), line);
    const std::array<std::pair<const QString&, double>, 2> faces = {
        {{facts.nameA, facts.sigmaSqA}, {facts.nameB, facts.sigmaSqB}}};
    for (const auto& [name, sigmaSq] : faces) {
        writer.text(row.adjusted(0, 0, -sigmaWidth, 0), name, ink.text, ink.textFont);
        writer.text(row, QStringLiteral("σ² ") + sigmaText(sigmaSq), ink.text, ink.numberFont,
                    Qt::AlignRight);
        row.translate(0, line);
    }
    row.translate(0, 2);
    const double half = box.width() / 2;
    const auto numbers = factsOf(facts);
    writer.text(row.adjusted(0, 0, -half, 0), pairKindText(facts.same), ink.text, bold(ink.textFont));
    writer.fact(row.adjusted(half, 0, 0, 0), numbers[0], factWordWidth(ink));
    row.translate(0, line);
    writer.fact(row.adjusted(0, 0, -half, 0), numbers[2], factWordWidth(ink));
    writer.fact(row.adjusted(half, 0, 0, 0), numbers[1], factWordWidth(ink));
}

}  // namespace

PairFacts pairFacts(const ScoredPairs& pairs, std::uint32_t pair) {
    if (pair >= pairs.size()) {
        throw std::out_of_range("pairFacts: the set has no such pair");
    }
    const std::size_t a = pairs.pairs.a[pair];
    const std::size_t b = pairs.pairs.b[pair];
    PairFacts facts;
    static_cast<PairScore&>(facts) = pairs.scoreOf(pair);
    facts.pair = pair;
    facts.nameA = QString::fromStdString(pairs.imageNames.at(a));
    facts.nameB = QString::fromStdString(pairs.imageNames.at(b));
    facts.same = pairs.pairs.same[pair] != 0;
    if (!pairs.risks.empty()) {
        facts.risk = pairs.risks.front().values.at(pair);
    }
    if (!pairs.catalogIndex.empty()) {
        facts.imageA = pairs.catalogIndex.at(a);
        facts.imageB = pairs.catalogIndex.at(b);
    }
    return facts;
}

QString pairKindText(bool same) {
    return same ? Words::tr("Same person") : Words::tr("Different people");
}

double pairFaceSide(double width) {
    return std::clamp(std::floor(width * 0.22), 60.0, 96.0);
}

double pairTileHeight(double width, bool pictures, const FaceInk& ink) {
    const double text = 4 * tileLineHeight(ink) + 2;
    return std::ceil(2 * kMargin +
                     (pictures ? std::max(text, faceTileHeight(pairFaceSide(width), ink)) : text));
}

void paintPairTile(QPainter& painter, const QRectF& rect, const PairTile& tile, const FaceInk& ink) {
    Writer writer(painter, ink);
    QRectF inside = rect.adjusted(kMargin, kMargin, -kMargin, -kMargin);
    if (!tile.pictures) {
        inside.setWidth(std::min(inside.width(), kNamesTile));
        paintNames(writer, inside, tile.facts, ink);
        return;
    }
    const double side = pairFaceSide(rect.width());
    paintFaceTile(painter, inside.topLeft(), side, tile.a, ink);
    paintFaceTile(painter, inside.topLeft() + QPointF(side + kGap, 0), side, tile.b, ink);
    inside.setLeft(inside.left() + 2 * (side + kGap) + kGap / 2);
    paintFacts(writer, inside, tile.facts, ink);
}

}  // namespace pf::ui
