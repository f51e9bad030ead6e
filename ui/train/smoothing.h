// Exponential smoothing of a loss curve.
#pragma once

#include <algorithm>
#include <cmath>

#include <QVector>

namespace pf::ui {

/// Exponential moving average with the bias of its start removed (as in Adam), so the first value is the
/// first point.
class Smoother {
  public:
    /// Range: 0 (as it is) to below 1 (very smooth).
    explicit Smoother(double amount = 0.0) : amount_(std::clamp(amount, 0.0, 0.9999)) {}

    /// Not finite values pass through and are not remembered.
    double next(double value) {
        if (!std::isfinite(value)) {
            return value;
        }
        sum_ = amount_ * sum_ + (1 - amount_) * value;
        weight_ = amount_ * weight_ + (1 - amount_);
        return sum_ / weight_;
    }
    void restart() { sum_ = weight_ = 0; }

  private:
    double amount_;
    double sum_ = 0;
    double weight_ = 0;
};

/// The whole curve at once.
inline QVector<double> smoothed(const QVector<double>& values, double amount) {
    Smoother smoother(amount);
    QVector<double> result(values.size());
    std::transform(values.begin(), values.end(), result.begin(),
                   [&](double value) { return smoother.next(value); });
    return result;
}

}  // namespace pf::ui
