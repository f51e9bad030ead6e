#include "ui/chart/text_fitting.h"

#include <algorithm>

#include <QSet>

namespace pf::ui {

namespace {

/// Less than this is not worth a line of its own.
constexpr qsizetype kWorthSharing = 4;

bool isSeparator(QChar letter) {
    return letter.isSpace() || QStringLiteral(",;:/\\|-–_.·=+()[]").contains(letter);
}

/// As many letters as fit, one at least; a pair of surrogates stays together.
qsizetype lettersThatFit(const QString& text, const QFontMetricsF& metrics, double width) {
    qsizetype low = 1;
    qsizetype high = text.size();
    while (low < high) {
        const qsizetype middle = (low + high + 1) / 2;
        if (metrics.horizontalAdvance(text.left(middle)) <= width) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low < text.size() && text[low].isLowSurrogate() && low > 1 ? low - 1 : low;
}

qsizetype commonStart(const QStringList& names) {
    qsizetype length = names.first().size();
    for (const QString& name : names) {
        length = std::min(length, name.size());
        qsizetype same = 0;
        while (same < length && name[same] == names.first()[same]) {
            ++same;
        }
        length = same;
    }
    while (length > 0 && !isSeparator(names.first()[length - 1])) {
        --length;
    }
    return length;
}

/// Of what is left after `start` letters of each.
qsizetype commonEnd(const QStringList& names, qsizetype start) {
    QStringList backwards;
    for (const QString& name : names) {
        QString rest = name.mid(start);
        std::reverse(rest.begin(), rest.end());
        backwards << rest;
    }
    return commonStart(backwards);
}

}  // namespace

QStringList wrappedText(const QString& text, const QFontMetricsF& metrics, double width) {
    QStringList lines;
    for (const QString& paragraph : text.split(QLatin1Char('\n'))) {
        QString line;
        for (QString word : paragraph.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
            const QString longer = line.isEmpty() ? word : line + QLatin1Char(' ') + word;
            if (metrics.horizontalAdvance(longer) <= width) {
                line = longer;
                continue;
            }
            if (!line.isEmpty()) {
                lines << line;
            }
            while (metrics.horizontalAdvance(word) > width && word.size() > 1) {
                const qsizetype count = lettersThatFit(word, metrics, width);
                if (count == word.size()) {
                    break;
                }
                lines << word.left(count);
                word.remove(0, count);
            }
            line = word;
        }
        lines << line;
    }
    return lines;
}

NamesApart namesApart(const QStringList& names) {
    if (names.size() < 2 || QSet<QString>(names.begin(), names.end()).size() < names.size()) {
        return {{}, names};
    }
    qsizetype start = commonStart(names);
    qsizetype end = commonEnd(names, start);
    const qsizetype shortest = std::min_element(names.begin(), names.end(), [](const auto& a, const auto& b) {
                                   return a.size() < b.size();
                               })->size();
    if (start + end >= shortest) {
        // One of the names is nothing but what they share: it must keep something to be called by.
        end = 0;
    }
    if (start >= shortest) {
        start = 0;
    }
    if (start + end < kWorthSharing) {
        return {{}, names};
    }
    NamesApart apart;
    apart.shared = names.first().left(start) + QStringLiteral("…") + names.first().right(end);
    for (const QString& name : names) {
        apart.rest << name.mid(start, name.size() - start - end);
    }
    return apart;
}

NamesApart shortNames(const QStringList& names, const QFontMetricsF& metrics, double width) {
    const auto fits = [&](const QString& name) { return metrics.horizontalAdvance(name) <= width; };
    if (std::all_of(names.begin(), names.end(), fits)) {
        return {{}, names};
    }
    const NamesApart apart = namesApart(names);
    const qsizetype different = QSet<QString>(names.begin(), names.end()).size();
    double widest = 0;
    for (const QString& name : apart.rest) {
        widest = std::max(widest, metrics.horizontalAdvance(name));
    }
    for (double room = std::max(width, 24.0);; room *= 1.5) {
        QStringList shown;
        for (const QString& name : apart.rest) {
            // The two ends of a name tell most: the middle goes.
            shown << metrics.elidedText(name, Qt::ElideMiddle, room);
        }
        if (room >= widest || QSet<QString>(shown.begin(), shown.end()).size() == different) {
            return {apart.shared, shown};
        }
    }
}

}  // namespace pf::ui
