// The scale of normal deviates, on which DET curves of Gaussian scores are straight lines.
#pragma once

namespace pf {

/// The z below which a standard normal value lies with this probability; -infinity at 0, infinity at 1.
/// Range: probability in [0, 1], else NaN; 1e-14 relative but for the last digits near 0 and 1. Source: P. J.
/// Acklam's rational approximation, refined by one step of Halley's method.
double normalDeviate(double probability);

/// The probability of a standard normal value below z: the inverse of normalDeviate.
double normalFraction(double deviate);

}  // namespace pf
