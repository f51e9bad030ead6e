// Numbers as reports, charts and the window write them, without a locale. A minus is the hyphen-minus: it can
// be copied.
#pragma once

#include <string>

#include "core/metrics/bootstrap.h"

namespace pf {

/// A number with at most `decimals` digits after the point, trailing zeros removed.
std::string compactNumber(double value, int decimals);
/// A number with exactly `decimals` digits after the point; "–" when it is not finite.
std::string fixedNumber(double value, int decimals);
/// A number with at most `digits` significant digits: "0.00312", "1.5e-07"; "–" when it is not finite.
std::string significantNumber(double value, int digits);
/// A target such as an FMR, as papers write it: "1e-3", "0.2" or "0.015".
std::string targetNumber(double value);
/// "99.15 %", or "–" when it is not finite.
std::string percentText(double fraction);
/// "0.099 %": rates so small that two decimals would be 0.
std::string rateText(double rate);
/// "99.12 to 99.40 %", or "" without an interval.
std::string percentInterval(const Interval& interval);

}  // namespace pf
