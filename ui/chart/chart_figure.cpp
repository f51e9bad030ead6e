#include "ui/chart/chart_figure.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <QImage>
#include <QLabel>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>

#include "core/base/error.h"
#include "ui/chart/chart_fit.h"
#include "ui/chart/chart_hover.h"
#include "ui/chart/clipped_svg.h"
#include "ui/chart/text_fitting.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

// All in px. Fonts too: points would be of another size on each kind of paper.
constexpr int kTextPx = 13;
constexpr int kTitlePx = 16;
constexpr double kEdge = 12;
constexpr double kGap = 6;
constexpr double kSlack = 1.06;
constexpr double kPngScale = 2;
constexpr int kPixelsPerInch = 96;
constexpr QSize kLeastPlot(640, 340);
/// Taller than this a plot is a wall, whatever the screen.
constexpr QSize kMostPlot(4000, 3000);

QFont inPixels(QFont font, int size) {
    font.setPixelSize(size);
    // Without ligatures: who looks for "fitted" in the file must find it.
    font.setStyleStrategy(QFont::PreferNoShaping);
    return font;
}

QColor inkOf(Theme::Role role) {
    return Theme::colour(role, false);
}

double heightOf(const QStringList& lines, const QFont& font) {
    return lines.isEmpty() ? 0 : static_cast<double>(lines.size()) * QFontMetricsF(font).height();
}

}  // namespace

ChartFigure::ChartFigure(Chart::Impl& target, QSize plotSize)
    : impl_(target),
      plot_(*target.plot),
      plotSize_((plotSize.isEmpty() ? plot_.size().expandedTo(kLeastPlot) : plotSize).boundedTo(kMostPlot)),
      font_(inPixels(Theme::instance().textFont(), kTextPx)),
      titleFont_(inPixels(Theme::instance().titleFont(), kTitlePx)),
      legend_(font_) {
    const double width = (plotSize_.width() - 2 * kEdge) / kSlack;
    if (!impl_.title->text().isEmpty()) {
        titleLines_ = wrappedText(impl_.title->text(), QFontMetricsF(titleFont_), width);
    }
    if (!impl_.footnote.isEmpty()) {
        footLines_ = wrappedText(impl_.footnote, QFontMetricsF(font_), width);
    }
    titleHeight_ = titleLines_.isEmpty() ? 0 : heightOf(titleLines_, titleFont_) + kGap + kEdge / 2;
    footHeight_ = footLines_.isEmpty() ? 0 : heightOf(footLines_, font_) + kGap;

    margins_ = plot_.axisRect()->minimumMargins();
    for (QCPAxis* axis : {plot_.xAxis, plot_.yAxis, plot_.yAxis2}) {
        axes_[axis] = {axis->tickLabelFont(), axis->label()};
        axis->setTickLabelFont(inPixels(axis->tickLabelFont(), kTextPx));
    }
    impl_.markers->setFont(font_);
    impl_.applyColours(false);
    // Where somebody was reading is no part of the figure.
    impl_.pin->hide();
    impl_.hover->line()->setVisible(false);
    fillLegend();
    legendHeight_ = legend_.layOut(plotSize_.width() - 2 * kEdge, inkOf(Theme::Role::Text));
    legendHeight_ += legendHeight_ > 0 ? kGap : 0;
    fitPlot();
}

ChartFigure::~ChartFigure() {
    for (const auto& [axis, dress] : axes_) {
        axis->setTickLabelFont(dress.tickFont);
        axis->setLabel(dress.label);
    }
    impl_.markers->setFont(plot_.font());
    plot_.axisRect()->setMinimumMargins(margins_);
    impl_.applyColours(Theme::instance().isDark());
    impl_.pin->place();
    impl_.hover->line()->setVisible(impl_.hover->x().has_value());
    // The next drawing in the window lays the axes out again.
    impl_.requestReplot();
}

void ChartFigure::fillLegend() {
    std::set<QString> seen;
    const std::vector<PlottedSeries*> all = impl_.ordered();
    for (const PlottedSeries* one : all) {
        if (one->visible && one->style.inLegend && seen.insert(one->legendId()).second) {
            legend_.add(LegendSample::of(*one), one->name);
        }
    }
    // Kinds of lines are explained where there are any that no entry stands for.
    const bool several = std::any_of(all.begin(), all.end(), [](const PlottedSeries* one) {
        return one->visible && !one->style.inLegend && !one->style.meaning.isEmpty() && one->points() > 0;
    });
    for (const PlottedSeries* one : all) {
        if (several && one->visible && !one->style.meaning.isEmpty() && one->points() > 0) {
            LegendSample sample = LegendSample::of(*one);
            if (one->style.symbol > 0) {
                sample.symbol = QCPScatterStyle(QCPScatterStyle::ssNone);  // tells colours apart, not kinds
            }
            legend_.addMeaning(sample, one->style.meaning);
        }
    }
}

void ChartFigure::dryRun() {
    QImage nothing(1, 1, QImage::Format_RGB32);
    QCPPainter painter(&nothing);
    plot_.toPainter(&painter, plotSize_.width(), plotSize_.height());
}

void ChartFigure::fitPlot() {
    impl_.rescale();
    fitTicks(plot_, plotSize_);
    // A long name of an axis takes a second line, which leaves the plot less room: look again.
    for (int pass = 0; pass < 2; ++pass) {
        dryRun();
        for (const auto& [axis, dress] : axes_) {
            axis->setLabelFont(font_);
            const QRect room = plot_.axisRect()->rect();
            const double length = axis->orientation() == Qt::Horizontal ? room.width() : room.height();
            axis->setLabel(wrappedText(dress.label, QFontMetricsF(font_), std::max(60.0, length / kSlack))
                               .join(QLatin1Char('\n')));
        }
        fitTicks(plot_, plot_.axisRect()->size());
    }
    dryRun();
    fitMargins(plot_, plotSize_.width());
    dryRun();
    impl_.markers->place();
}

QSize ChartFigure::size() const {
    const double height = titleHeight_ + plotSize_.height() + legendHeight_ + footHeight_ + kGap;
    return QSize(plotSize_.width(), static_cast<int>(std::ceil(height)));
}

void ChartFigure::paint(QCPPainter& painter) {
    painter.fillRect(QRect(QPoint(0, 0), size()), Qt::white);
    const auto lines = [&](const QStringList& text, const QFont& font, double top, const QColor& ink,
                           bool centred) {
        const QFontMetricsF metrics(font);
        painter.setFont(font);
        painter.setPen(ink);
        double baseline = top + metrics.ascent();
        for (const QString& line : text) {
            const double left = centred ? (plotSize_.width() - metrics.horizontalAdvance(line)) / 2 : kEdge;
            painter.drawText(QPointF(left, baseline), line);
            baseline += metrics.height();
        }
    };
    lines(titleLines_, titleFont_, kEdge / 2, inkOf(Theme::Role::Text), true);
    painter.save();
    painter.translate(0, titleHeight_);
    plot_.toPainter(&painter, plotSize_.width(), plotSize_.height());
    painter.restore();
    double top = titleHeight_ + plotSize_.height();
    painter.save();
    legend_.paint(painter, QPointF(kEdge, top), inkOf(Theme::Role::Text));
    painter.restore();
    top += legendHeight_;
    lines(footLines_, font_, top, inkOf(Theme::Role::MutedText), false);
}

QImage ChartFigure::image() {
    QImage image((QSizeF(size()) * kPngScale).toSize(), QImage::Format_RGB32);
    throwIf(image.isNull(), ErrorCode::Io, "the picture does not fit into memory; make the window smaller");
    image.fill(Qt::white);
    QCPPainter painter(&image);
    painter.setMode(QCPPainter::pmNoCaching);
    painter.setMode(QCPPainter::pmNonCosmetic);
    painter.setRenderHint(QPainter::TextAntialiasing);
    painter.scale(kPngScale, kPngScale);
    paint(painter);
    return image;
}

void ChartFigure::paintOn(QPaintDevice& device) {
    QCPPainter painter;
    throwIf(!painter.begin(&device), ErrorCode::Io,
            "cannot draw the chart into the file; check the disk's free space");
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    paint(painter);
    painter.end();
}

void ChartFigure::write(QIODevice& file, const QString& suffix) {
    if (suffix == QLatin1String("png")) {
        image().save(&file, "PNG");
    } else if (suffix == QLatin1String("svg")) {
        QSvgGenerator generator;
        generator.setOutputDevice(&file);
        generator.setResolution(kPixelsPerInch);
        generator.setSize(size());
        generator.setViewBox(QRect(QPoint(0, 0), size()));
        generator.setTitle(impl_.title->text());
        generator.setDescription(Chart::tr("Chart of ProbFace Studio"));
        ClippedSvg clipped(generator);
        paintOn(clipped);
    } else {
        QPdfWriter writer(&file);
        writer.setResolution(kPixelsPerInch);
        writer.setTitle(impl_.title->text());
        writer.setCreator(QStringLiteral("ProbFace Studio"));
        writer.setPageMargins(QMarginsF());
        writer.setPageSize(
            QPageSize(QSizeF(size()) * 72.0 / kPixelsPerInch, QPageSize::Point, {}, QPageSize::ExactMatch));
        paintOn(writer);
    }
}

}  // namespace pf::ui
