#include "ui/kit/number_text.h"

#include <cmath>

namespace pf::ui {

namespace {
const QString kUnknown = QStringLiteral("–");
}

QString sigmaText(double sigmaSq) {
    if (!std::isfinite(sigmaSq)) {
        return kUnknown;
    }
    const bool tiny = sigmaSq != 0 && std::abs(sigmaSq) < 1e-3;
    return tiny ? QString::number(sigmaSq, 'e', 3) : QString::number(sigmaSq, 'f', 4);
}

QString normText(double norm) {
    return std::isfinite(norm) ? QString::number(norm, 'f', 2) : kUnknown;
}

QString scoreText(double score) {
    if (!std::isfinite(score)) {
        return kUnknown;
    }
    return QString(score < 0 ? QStringLiteral("−") : QString()) + QString::number(std::abs(score), 'f', 4);
}

}  // namespace pf::ui
