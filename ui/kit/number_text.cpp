#include "ui/kit/number_text.h"

#include <cmath>

#include "core/results/report_numbers.h"

namespace pf::ui {

const QString kUnknown = QStringLiteral("–");

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
    return QString::fromStdString(fixedNumber(score, 4));
}

}  // namespace pf::ui
