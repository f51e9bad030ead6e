// The report of pairs as JSON.
#pragma once

#include <string>

#include "core/results/pair_report.h"

namespace pf {

/// The report as JSON: the reference's keys (percentiles, risk_max, risk_add, scores), the card, and of the
/// first of the curves verification, risk_controlled, roc, distribution, edc and erc; the others in
/// other_curves.
std::string pairReportText(const PairReport& report);

}  // namespace pf
