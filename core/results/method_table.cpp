#include "core/results/method_table.h"

#include <algorithm>
#include <string_view>

#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf {
namespace {

using Kind = TableMetric::Kind;

}  // namespace

std::string TableMetric::title() const {
    switch (kind) {
        case Kind::Accuracy:
            return "10-fold accuracy (%)";
        case Kind::AccuracyAtDiscard:
            return "10-fold accuracy (%), the riskiest " + formatNumber(100 * at) +
                   " % of the pairs discarded, threshold re-fitted";
        case Kind::TmrAtFmr:
            return "TMR at FMR " + formatNumber(at) + " (%)";
        case Kind::EqualErrorRate:
            return "equal error rate (%)";
        case Kind::EdcArea:
            return "area under the EDC up to " + formatNumber(100 * at) + " % discarded (%)";
    }
    return "";
}

TableMetric tableMetricOf(const std::string& name) {
    const auto mark = name.find('@');
    const std::string kind = name.substr(0, mark);
    TableMetric metric;
    metric.name = kind == "tmr" ? "tar" + name.substr(kind.size()) : name;
    std::optional<double> at;
    if (mark != std::string::npos) {
        const auto value = readNumber(std::string_view(name).substr(mark + 1));
        if (value && *value >= 0 && *value <= 1) {
            at = value;
        }
    }
    if (kind == "accuracy" && mark == std::string::npos) {
        return metric;
    }
    if (kind == "eer" && mark == std::string::npos) {
        metric.kind = Kind::EqualErrorRate;
        return metric;
    }
    if (at && (kind == "accuracy" || kind == "tmr" || kind == "tar" || kind == "pauc")) {
        metric.kind = kind == "accuracy" ? Kind::AccuracyAtDiscard
                      : kind == "pauc"   ? Kind::EdcArea
                                         : Kind::TmrAtFmr;
        metric.at = *at;
        return metric;
    }
    throw Error(ErrorCode::Config,
                "'" + name + "' is not a metric; use accuracy, accuracy@0.3, tmr@1e-3, eer or pauc@0.2");
}

void addTarget(const TableMetric& metric, ScoreReportOptions& options) {
    const auto want = [](std::vector<double>& targets, double target) {
        if (std::find(targets.begin(), targets.end(), target) == targets.end()) {
            targets.push_back(target);
        }
    };
    switch (metric.kind) {
        case Kind::Accuracy:
            options.verification = true;
            break;
        case Kind::AccuracyAtDiscard:
            options.risk = true;
            want(options.discards, metric.at);
            break;
        case Kind::TmrAtFmr:
            options.roc = true;
            want(options.rocTargets, metric.at);
            break;
        case Kind::EqualErrorRate:
            options.roc = true;
            break;
        case Kind::EdcArea:
            options.edc = true;
            break;
    }
}

std::optional<double> MethodTable::average(const MethodRow& row) const {
    double sum = 0;
    for (const auto& cell : row.cells) {
        if (!cell.value) {
            return std::nullopt;
        }
        sum += *cell.value;
    }
    return row.cells.size() > 1 ? std::optional(sum / static_cast<double>(row.cells.size())) : std::nullopt;
}

}  // namespace pf
