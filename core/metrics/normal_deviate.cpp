#include "core/metrics/normal_deviate.h"

#include <cmath>
#include <limits>
#include <numbers>

namespace pf {

namespace {

/// A polynomial by its coefficients, highest power first.
template <std::size_t N>
double polynomial(const double (&coefficients)[N], double x) {
    double sum = 0;
    for (const double coefficient : coefficients) {
        sum = sum * x + coefficient;
    }
    return sum;
}

constexpr double kCentreOver[] = {-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                                  1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
constexpr double kCentreUnder[] = {-5.447609879822406e+01, 1.615858368580409e+02,  -1.556989798598866e+02,
                                   6.680131188771972e+01,  -1.328068155288572e+01, 1.0};
constexpr double kTailOver[] = {-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                                -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
constexpr double kTailUnder[] = {7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                                 3.754408661907416e+00, 1.0};
constexpr double kTail = 0.02425;

double approximateDeviate(double fraction) {
    if (fraction < kTail) {
        const double q = std::sqrt(-2 * std::log(fraction));
        return polynomial(kTailOver, q) / polynomial(kTailUnder, q);
    }
    const double q = fraction - 0.5;
    return q * polynomial(kCentreOver, q * q) / polynomial(kCentreUnder, q * q);
}

}  // namespace

double normalFraction(double deviate) {
    return 0.5 * std::erfc(-deviate / std::numbers::sqrt2);
}

double normalDeviate(double fraction) {
    constexpr double kInfinity = std::numeric_limits<double>::infinity();
    if (!(fraction >= 0 && fraction <= 1)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (fraction == 0 || fraction == 1) {
        return fraction == 0 ? -kInfinity : kInfinity;
    }
    if (fraction > 0.5) {
        return -normalDeviate(1 - fraction);
    }
    const double z = approximateDeviate(fraction);
    const double error = normalFraction(z) - fraction;
    const double step = error * std::sqrt(2 * std::numbers::pi) * std::exp(z * z / 2);
    return z - step / (1 + z * step / 2);
}

}  // namespace pf
