// The numbers of faces and pairs, as every page writes them.
#pragma once

#include <concepts>

#include <QString>

#include "core/base/text.h"

namespace pf::ui {

/// "12,345".
template <std::integral Count>
QString countText(Count count) {
    return QString::fromStdString(formatCount(static_cast<long long>(count)));
}
/// Of a face: "0.3512", "4.100e-04" where four decimals would say little; a dash when it is not known.
QString sigmaText(double sigmaSq);
/// Of an embedding, before it was made a unit vector: "23.41"; a dash when it is not known.
QString normText(double norm);
/// A score, one of its terms, or a threshold: "-1.2045"; a dash when it is not known.
QString scoreText(double score);

}  // namespace pf::ui
