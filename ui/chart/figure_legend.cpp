#include "ui/chart/figure_legend.h"

#include <algorithm>
#include <cmath>

#include "ui/chart/text_fitting.h"

namespace pf::ui {

namespace {

// All in px.
constexpr double kSampleWidth = 34;  // two dashes and more
constexpr double kSampleGap = 7;
constexpr double kEntryGap = 20;
constexpr double kRowGap = 3;
/// More rows than this of full names, and they are said without what they share.
constexpr int kCalmRows = 3;
/// Another program may draw the words with another font.
constexpr double kSlack = 1.06;

bool looksLike(const LegendSample& a, const LegendSample& b) {
    return a.pen.style() == b.pen.style() && std::abs(a.pen.widthF() - b.pen.widthF()) < 0.05 &&
           a.fill.style() == b.fill.style() && a.symbol.shape() == b.symbol.shape() &&
           (a.pen.color().alpha() < 255) == (b.pen.color().alpha() < 255);
}

}  // namespace

LegendSample LegendSample::of(const PlottedSeries& series) {
    LegendSample sample;
    if (series.bars != nullptr) {
        sample.fill = series.bars->brush();
    } else if (series.low != nullptr) {
        sample.fill = series.graph->brush();
    } else {
        sample.symbol = series.graph->scatterStyle();
        if (series.graph->lineStyle() != QCPGraph::lsNone) {
            sample.pen = series.graph->pen();
        }
    }
    return sample;
}

void FigureLegend::addMeaning(const LegendSample& sample, const QString& meaning) {
    if (std::any_of(entries_.begin(), entries_.end(),
                    [&](const Entry& entry) { return entry.name == meaning; })) {
        return;
    }
    for (Entry& entry : meanings_) {
        if (looksLike(entry.sample, sample)) {
            if (!entry.name.split(QStringLiteral("; ")).contains(meaning)) {
                entry.name += QStringLiteral("; ") + meaning;
            }
            return;
        }
    }
    meanings_.push_back({sample, meaning});
}

double FigureLegend::flow(const std::vector<Entry>& entries, const QStringList& names, double top,
                          double width) {
    const QFontMetricsF metrics(font_);
    const double before = kSampleWidth + kSampleGap;
    double x = 0;
    double y = top;
    double rowHeight = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const QStringList lines =
            wrappedText(names[static_cast<qsizetype>(i)], metrics, (width - before) / kSlack);
        double wide = 0;
        for (const QString& line : lines) {
            wide = std::max(wide, kSlack * metrics.horizontalAdvance(line));
        }
        if (x > 0 && x + before + wide > width) {
            x = 0;
            y += rowHeight + kRowGap;
            rowHeight = 0;
        }
        placed_.push_back({QPointF(x, y), &entries[i].sample, lines});
        x += before + wide + kEntryGap;
        rowHeight = std::max(rowHeight, static_cast<double>(lines.size()) * metrics.height());
    }
    return entries.empty() ? top : y + rowHeight;
}

double FigureLegend::layOut(double width, const QColor& ink) {
    for (Entry& entry : meanings_) {
        // A kind of line has no colour of its own.
        const auto recolour = [&ink](QColor old) {
            QColor colour = ink;
            colour.setAlpha(old.alpha());
            return colour;
        };
        entry.sample.pen.setColor(recolour(entry.sample.pen.color()));
        entry.sample.fill.setColor(recolour(entry.sample.fill.color()));
        entry.sample.symbol.setPen(QPen(ink));
        if (entry.sample.symbol.brush().style() != Qt::NoBrush) {
            entry.sample.symbol.setBrush(ink);
        }
    }
    const QFontMetricsF metrics(font_);
    QStringList names;
    QStringList meanings;
    bool isLong = false;
    for (const Entry& entry : entries_) {
        names << entry.name;
        isLong = isLong || metrics.horizontalAdvance(entry.name) > 0.55 * width;
    }
    for (const Entry& entry : meanings_) {
        meanings << entry.name;
    }
    placed_.clear();
    double bottom = flow(entries_, names, 0, width);
    const NamesApart apart = namesApart(names);
    if (!apart.shared.isEmpty() && (isLong || bottom > kCalmRows * (metrics.height() + kRowGap))) {
        const QStringList lines = wrappedText(apart.shared + QLatin1Char(':'), metrics, width / kSlack);
        placed_.clear();
        placed_.push_back({QPointF(0, 0), nullptr, lines});
        bottom =
            flow(entries_, apart.rest, static_cast<double>(lines.size()) * metrics.height() + kRowGap, width);
    }
    return flow(meanings_, meanings, bottom > 0 ? bottom + kRowGap : 0, width);
}

void FigureLegend::paint(QCPPainter& painter, const QPointF& at, const QColor& ink) const {
    const QFontMetricsF metrics(font_);
    painter.setFont(font_);
    for (const Placed& one : placed_) {
        const QPointF corner = at + one.at;
        if (one.sample != nullptr) {
            const double middle = corner.y() + metrics.height() / 2;
            const QRectF box(corner.x(), middle - 5, kSampleWidth, 10);
            painter.setAntialiasing(true);
            if (one.sample->fill.style() != Qt::NoBrush) {
                painter.fillRect(box, one.sample->fill);
            }
            if (one.sample->pen.style() != Qt::NoPen) {
                painter.setPen(one.sample->pen);
                painter.drawLine(QLineF(box.left(), middle, box.right(), middle));
            }
            if (!one.sample->symbol.isNone()) {
                one.sample->symbol.applyTo(&painter, one.sample->pen);
                one.sample->symbol.drawShape(&painter, box.center());
            }
        }
        painter.setPen(ink);
        painter.setBrush(Qt::NoBrush);
        double baseline = corner.y() + metrics.ascent();
        for (const QString& line : one.lines) {
            const double left = one.sample == nullptr ? 0 : kSampleWidth + kSampleGap;
            painter.drawText(QPointF(corner.x() + left, baseline), line);
            baseline += metrics.height();
        }
    }
}

}  // namespace pf::ui
