// The scale of normal deviates, on which DET curves of Gaussian scores are straight lines.
#pragma once

namespace pf::ui {

/// The z below which a standard normal value lies with this probability; -infinity at 0, infinity at 1.
/// Range: fraction in [0, 1], else NaN; exact to about 1e-12. Source: P. J. Acklam's rational approximation,
/// refined by one step of Halley's method.
double normalDeviate(double fraction);

/// The probability of a standard normal value below z: the inverse of normalDeviate.
double normalFraction(double deviate);

}  // namespace pf::ui
