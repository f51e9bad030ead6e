#include "ui/train/smoothing.h"

#include <algorithm>
#include <cmath>

namespace pf::ui {

Smoother::Smoother(double amount) : amount_(std::clamp(amount, 0.0, 0.9999)) {}

double Smoother::next(double value) {
    if (!std::isfinite(value)) {
        return value;
    }
    sum_ = amount_ * sum_ + (1 - amount_) * value;
    weight_ = amount_ * weight_ + (1 - amount_);
    return sum_ / weight_;
}

void Smoother::restart() {
    sum_ = 0;
    weight_ = 0;
}

QVector<double> smoothed(const QVector<double>& values, double amount) {
    Smoother smoother(amount);
    QVector<double> result(values.size());
    std::transform(values.begin(), values.end(), result.begin(),
                   [&](double value) { return smoother.next(value); });
    return result;
}

}  // namespace pf::ui
