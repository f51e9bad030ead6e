// The JSON objects of reports, for the reports that contain them. Private to core/eval.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/results/open_set_report.h"
#include "core/results/pair_report.h"
#include "core/results/score_report.h"

namespace pf::detail {

using Json = nlohmann::ordered_json;

/// Which keys a report has; a reader may refuse another one.
inline constexpr const char* kReportSchema = "probface-report/1";

/// null for a value that is not finite.
inline Json finiteJson(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

inline Json intervalJson(const Interval& interval) {
    return {finiteJson(interval.low), finiteJson(interval.high)};
}

/// The keys of one score with one risk.
Json scoreReportJson(const ScoreReport& report);

/// Keys `openset` and `cmc` (by kind of score), `protocol`, `counts`, `trials` of the open set; `closed_set`
/// and `blufr` with the same of the other sets of trials; `notes`, `interrupted`, `seconds`. A set without
/// trials has no keys; when only the published trials are there, they are the open set too.
Json openSetJson(const OpenSetReport& report);

Json protocolCardJson(const ProtocolCard& card);
Json pairReportJson(const PairReport& report);

/// Text of a report file: indented, ending with a line feed; bytes that are no UTF-8 are replaced.
inline std::string reportText(const Json& json) {
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pf::detail
