#include "ui/pairs/mls_bar.h"

#include <algorithm>
#include <array>

#include <QPainter>

#include "ui/kit/number_text.h"
#include "ui/theme/theme.h"

namespace pf::ui {

MlsBar::MlsBar(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("mlsBar"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void MlsBar::setComparison(const std::optional<PairComparison>& comparison) {
    pair_ = comparison;
    if (pair_) {
        setAccessibleName(tr("Distance term %1 plus log-variance term %2 is the negative MLS %3")
                              .arg(scoreText(pair_->distanceTerm), scoreText(pair_->logVarianceTerm),
                                   scoreText(-pair_->mls)));
    }
    update();
}

void MlsBar::paintEvent(QPaintEvent*) {
    if (!pair_) {
        return;
    }
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme& theme = Theme::instance();
    struct Bar {
        QString name;
        double from;
        double to;
        QColor colour;
    };
    const double sum = pair_->distanceTerm + pair_->logVarianceTerm;
    const std::array<Bar, 3> bars = {
        {{tr("Distance term"), 0, pair_->distanceTerm, theme.seriesColour(0)},
         {tr("Log-variance term"), pair_->distanceTerm, sum, theme.seriesColour(5)},
         {tr("Sum = −MLS"), 0, sum, theme.colour(Theme::Role::MutedText)}}};
    double low = 0;
    double high = 0;
    for (const Bar& bar : bars) {
        low = std::min({low, bar.from, bar.to});
        high = std::max({high, bar.from, bar.to});
    }
    if (pair_->same) {
        low = std::min(low, -pair_->threshold);
        high = std::max(high, -pair_->threshold);
    }
    const double margin = std::max(1e-9, (high - low) * 0.04);
    low -= margin;
    high += margin;
    const int row = rowHeight();
    const double nameWidth = fontMetrics().horizontalAdvance(tr("Log-variance term")) + 16;
    const double valueWidth =
        QFontMetricsF(theme.tabularFont()).horizontalAdvance(QStringLiteral("-000.0000")) + 8;
    const double left = nameWidth + valueWidth;
    const double span = std::max(10.0, width() - left - 8);
    const auto toX = [&](double value) { return left + (value - low) / (high - low) * span; };
    for (std::size_t i = 0; i < bars.size(); ++i) {
        const Bar& bar = bars[i];
        const QRectF line(0, static_cast<double>(i) * row, width(), row);
        painter.setFont(font());
        painter.setPen(theme.colour(Theme::Role::Text));
        painter.drawText(QRectF(0, line.top(), nameWidth, row), Qt::AlignLeft | Qt::AlignVCenter, bar.name);
        painter.setFont(theme.tabularFont());
        painter.drawText(QRectF(nameWidth, line.top(), valueWidth - 12, row),
                         Qt::AlignRight | Qt::AlignVCenter, scoreText(bar.to - bar.from));
        const double x0 = toX(std::min(bar.from, bar.to));
        const double x1 = toX(std::max(bar.from, bar.to));
        painter.fillRect(QRectF(x0, line.top() + 5, std::max(1.0, x1 - x0), row - 10), bar.colour);
    }
    painter.setFont(font());
    painter.setPen(QPen(theme.colour(Theme::Role::Border), 1));
    painter.drawLine(QPointF(toX(0), 0), QPointF(toX(0), 3 * row));
    painter.setPen(theme.colour(Theme::Role::MutedText));
    const auto caption = [&](double value, const QString& text) {
        const double textWidth = QFontMetricsF(font()).horizontalAdvance(text);
        const double x = std::clamp(toX(value) - textWidth / 2, left, std::max(left, width() - textWidth));
        painter.drawText(QRectF(x, 3 * row, textWidth + 2, row), Qt::AlignLeft | Qt::AlignVCenter, text);
    };
    if (pair_->same) {
        painter.setPen(QPen(theme.colour(Theme::Role::Text), 1.5, Qt::DashLine));
        painter.drawLine(QPointF(toX(-pair_->threshold), 0), QPointF(toX(-pair_->threshold), 3 * row));
        painter.setPen(theme.colour(Theme::Role::MutedText));
        caption(-pair_->threshold,
                tr("threshold %1: same person to the left").arg(scoreText(-pair_->threshold)));
    } else {
        caption(0, QStringLiteral("0"));
    }
}

}  // namespace pf::ui
