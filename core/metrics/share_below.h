// Where a value stands among others.
#pragma once

#include <span>

namespace pf {

/// Share of ascending values that lie below `value`; those equal to it count half. Range: 0 to 1. Throws:
/// std::invalid_argument (no values). Cost: O(log n).
double shareBelow(std::span<const double> sorted, double value);

}  // namespace pf
