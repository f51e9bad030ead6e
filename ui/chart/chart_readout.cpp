#include "ui/chart/chart_readout.h"

#include <algorithm>
#include <utility>

#include <QPainter>

#include "ui/chart/series_symbol.h"
#include "ui/chart/text_fitting.h"
#include "ui/theme/theme.h"

namespace pf::ui {

// All in px.
constexpr double kEdge = 8;
constexpr double kSwatch = 16;
constexpr double kSwatchGap = 4;
constexpr double kGap = 12;
constexpr double kWhole = 100000;  ///< no name is as wide

ChartReadout::ChartReadout(QWidget* parent) : QWidget(parent) {
    setObjectName(QStringLiteral("chartReadout"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFont(Theme::instance().tabularFont());
    hide();
}

void ChartReadout::showValues(const QString& where, std::vector<Entry> entries) {
    where_ = where;
    entries_ = std::move(entries);
    setAccessibleName(text());
    show();
    raise();
    update();
}

QString ChartReadout::text() const {
    QStringList parts{where_};
    for (const Entry& entry : entries_) {
        parts << (entry.name + QLatin1Char(' ') + entry.value).trimmed();
    }
    return parts.join(QStringLiteral("; "));
}

bool ChartReadout::place(double nameWidth, bool withUnnamed, std::vector<Word>& words) const {
    const QFontMetricsF metrics(font());
    const double row = metrics.height() + 1;
    const auto rows = std::max(1, static_cast<int>((height() - 2) / row));
    const double top = std::max(0.0, (height() - rows * row) / 2);
    QStringList known;
    for (const Entry& entry : entries_) {
        if (!entry.name.isEmpty()) {
            known << entry.name;
        }
    }
    if (nameWidth < kWhole) {
        known =
            nameWidth > 0 ? shortNames(known, metrics, nameWidth).rest : QStringList(known.size(), QString());
    }
    words.clear();
    double x = kEdge;
    int line = 0;
    const auto add = [&](const Entry* entry, const QString& text) {
        const double wide = metrics.horizontalAdvance(text) + (entry == nullptr ? 0 : kSwatch + kSwatchGap);
        if (x > kEdge && x + wide > width() - 2) {
            x = kEdge;
            ++line;
        }
        if (line >= rows) {
            return false;
        }
        words.push_back({QRectF(x, top + line * row, wide, row), entry, text});
        x += wide + kGap;
        return true;
    };
    add(nullptr, where_);
    for (const Entry& entry : entries_) {
        if (entry.name.isEmpty() && !withUnnamed) {
            continue;
        }
        const QString name = entry.name.isEmpty() ? QString() : known.takeFirst();
        if (!add(&entry, name.isEmpty() ? entry.value : name + QLatin1Char(' ') + entry.value)) {
            return false;
        }
    }
    return true;
}

std::vector<ChartReadout::Word> ChartReadout::placed() const {
    std::vector<Word> words;
    // The baselines give way before the curves lose their names.
    for (const bool withUnnamed : {true, false}) {
        for (const double nameWidth : {kWhole, 200.0, 140.0, 90.0, 50.0}) {
            if (place(nameWidth, withUnnamed, words)) {
                return words;
            }
        }
    }
    place(0, false, words);
    return words;
}

void ChartReadout::paintEvent(QPaintEvent*) {
    const std::vector<Word> words = placed();
    const auto isNamed = [](const Entry& entry) { return !entry.name.isEmpty(); };
    const auto named = std::count_if(entries_.begin(), entries_.end(), isNamed);
    const auto shown = std::count_if(words.begin(), words.end(), [&](const Word& word) {
        return word.entry != nullptr && isNamed(*word.entry);
    });
    left_ = static_cast<int>(named - shown);
    const Theme& theme = Theme::instance();
    QPainter painter(this);
    painter.fillRect(rect(), theme.colour(Theme::Role::Surface));
    for (const Word& word : words) {
        double left = word.at.left();
        if (word.entry != nullptr) {
            painter.setRenderHint(QPainter::Antialiasing);
            QPen pen(word.entry->colour, 3, word.entry->pen, Qt::FlatCap);
            if (word.entry->pen == Qt::DashLine) {
                pen.setDashPattern({1.5, 0.8});  // two dashes fit
            }
            painter.setPen(pen);
            painter.drawLine(QPointF(left, word.at.center().y()),
                             QPointF(left + kSwatch, word.at.center().y()));
            painter.setPen(QPen(word.entry->colour, 1.4));
            drawSeriesSymbol(painter, word.entry->symbol, QPointF(left + kSwatch / 2, word.at.center().y()));
            left += kSwatch + kSwatchGap;
        }
        painter.setPen(theme.colour(word.entry == nullptr ? Theme::Role::MutedText : Theme::Role::Text));
        painter.drawText(QRectF(left, word.at.top(), word.at.right() - left + 2, word.at.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, word.text);
    }
    if (left_ > 0) {
        painter.setPen(theme.colour(Theme::Role::MutedText));
        painter.drawText(rect().adjusted(0, 0, -2, -1), Qt::AlignRight | Qt::AlignBottom,
                         QStringLiteral("+%1").arg(left_));
    }
}

}  // namespace pf::ui
