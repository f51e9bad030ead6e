// The reports as JSON: docs/formats.md says what the keys mean. For core/eval and core/session.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/results/open_set_report.h"
#include "core/results/pair_report.h"
#include "core/results/score_report.h"
#include "core/results/template_report.h"

namespace pf {
namespace detail {

using Json = nlohmann::ordered_json;

/// Which keys a report has; a reader may refuse another one.
inline constexpr const char* kReportSchema = "probface-report/1";

/// The report's reference keys (percentiles, risk_max, risk_add, scores), the card, and of the first of the
/// curves verification, risk_controlled, roc, distribution, edc and erc; the others in other_curves.
Json pairReportJson(const PairReport& report);

/// The keys of a file of ready scores.
Json scoreReportJson(const ScoreReport& report);

/// Keys `openset` and `cmc` (by kind of score), `protocol`, `counts`, `trials` of the open set; `closed_set`
/// and `blufr` with the same of the other sets of trials; `notes`, `interrupted`, `seconds`. A set without
/// trials has no keys; when only the published trials are there, they are the open set too.
Json openSetJson(const OpenSetReport& report);

/// `setName` says which embeddings it is of.
Json templateReportJson(const TemplateReport& report, const std::string& setName);

/// Text of a report file: indented, ending with a line feed; bytes that are no UTF-8 are replaced.
std::string reportText(const Json& json);

}  // namespace detail

// The same as texts of files of their own.

std::string pairReportText(const PairReport& report);
std::string openSetReportText(const OpenSetReport& report, const std::string& setName);
std::string templateReportText(const TemplateReport& report, const std::string& setName);

}  // namespace pf
