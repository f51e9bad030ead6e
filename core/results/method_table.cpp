#include "core/results/method_table.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf {

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
    using Kind = TableMetric::Kind;
    struct Word {
        std::string_view text;
        bool hasRate;
        Kind kind;
    };
    constexpr std::array<Word, 6> kWords = {{{"accuracy", false, Kind::Accuracy},
                                             {"accuracy", true, Kind::AccuracyAtDiscard},
                                             {"tmr", true, Kind::TmrAtFmr},
                                             {"tar", true, Kind::TmrAtFmr},
                                             {"eer", false, Kind::EqualErrorRate},
                                             {"pauc", true, Kind::EdcArea}}};
    const auto mark = name.find('@');
    const std::string kind = name.substr(0, mark);
    const bool hasRate = mark != std::string::npos;
    const auto at = hasRate ? readNumber(std::string_view(name).substr(mark + 1)) : std::optional(0.0);
    const auto word = std::ranges::find_if(
        kWords, [&](const Word& each) { return each.text == kind && each.hasRate == hasRate; });
    if (word == kWords.end() || !at || !(*at >= 0 && *at <= 1)) {
        throw Error(ErrorCode::Config,
                    "'" + name + "' is not a metric; use accuracy, accuracy@0.3, tmr@1e-3, eer or pauc@0.2");
    }
    return {kind == "tmr" ? "tar" + name.substr(kind.size()) : name, word->kind, *at};
}

void addTarget(const TableMetric& metric, ScoreReportOptions& options) {
    using Kind = TableMetric::Kind;
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
