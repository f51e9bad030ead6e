// Exponential smoothing of a loss curve.
#pragma once

#include <QVector>

namespace pf::ui {

/// Exponential moving average with the bias of its start removed (as in Adam), so the first value is the
/// first point.
class Smoother {
  public:
    /// Range: 0 (as it is) to below 1 (very smooth).
    explicit Smoother(double amount = 0.0);

    /// Not finite values pass through and are not remembered.
    double next(double value);
    void restart();

  private:
    double amount_;
    double sum_ = 0;
    double weight_ = 0;
};

/// The whole curve at once.
QVector<double> smoothed(const QVector<double>& values, double amount);

}  // namespace pf::ui
