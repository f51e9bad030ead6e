// The numbers of faces and pairs, as every page writes them.
#pragma once

#include <cmath>
#include <concepts>

#include <QString>

#include "core/base/text.h"
#include "core/results/report_numbers.h"

namespace pf::ui {

/// "12,345".
template <std::integral Count>
QString countText(Count count) {
    return QString::fromStdString(formatCount(static_cast<long long>(count)));
}
/// Of a face: "0.3512", "4.100e-04" where four decimals would say little; a dash when it is not known.
inline QString sigmaText(double sigmaSq) {
    if (!std::isfinite(sigmaSq)) {
        return QStringLiteral("–");
    }
    const bool tiny = sigmaSq != 0 && std::abs(sigmaSq) < 1e-3;
    return tiny ? QString::number(sigmaSq, 'e', 3) : QString::number(sigmaSq, 'f', 4);
}
/// Of an embedding, before it was made a unit vector: "23.41"; a dash when it is not known.
inline QString normText(double norm) {
    return std::isfinite(norm) ? QString::number(norm, 'f', 2) : QStringLiteral("–");
}
/// A score, one of its terms, or a threshold: "-1.2045"; a dash when it is not known.
inline QString scoreText(double score) {
    return QString::fromStdString(fixedNumber(score, 4));
}

}  // namespace pf::ui
