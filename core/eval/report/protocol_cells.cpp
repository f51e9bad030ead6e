#include "core/eval/report/protocol_cells.h"

#include <cmath>

#include "core/base/text.h"

namespace pf {
namespace {

/// The rate at a FAR among those measured, within rounding of it; nullptr when it is not there.
template <typename Rates>
auto rateAt(const Rates& rates, double far) -> const typename Rates::value_type* {
    for (const auto& rate : rates) {
        if (std::abs(rate.farTarget - far) <= 1e-6 * far) {
            return &rate;
        }
    }
    return nullptr;
}

template <typename Rate>
MethodCell cellOf(const Rate* rate, bool several, double far, const char* trials) {
    MethodCell cell;
    if (rate == nullptr) {
        cell.problem = "FAR " + formatNumber(far) + " was not measured";
    } else if (!rate->reachable) {
        cell.problem = std::string("too few impostor ") + trials + " for FAR " + formatNumber(far);
    } else {
        cell.value = rate->mean;
        cell.rateReached = rate->far;
        if (several) {
            cell.deviation = rate->deviation;
        }
    }
    return cell;
}

MethodCell missing(const std::string& problem) {
    MethodCell cell;
    cell.problem = problem;
    return cell;
}

std::string percentOf(double far) {
    return formatNumber(std::round(far * 1e12) / 1e10) + " %";
}

}  // namespace

MethodCell templateCell(const TemplateReport& report, const std::string& score, double far) {
    const bool byMls = score == "mls";
    if (!byMls && score != "cosine") {
        return missing("the templates were not compared by " + score);
    }
    for (const auto& result : report.results) {
        const bool isFusion = result.fusion.kind == (byMls ? FusionKind::PfeFuse : FusionKind::Mean) &&
                              (!byMls || result.fusion.temperature == 1.0);
        if (isFusion && result.match == (byMls ? PairScoreKind::Mls : PairScoreKind::Cosine)) {
            return cellOf(rateAt(result.tar, far), report.splits.size() > 1, far, "comparisons");
        }
    }
    return missing("the templates were not compared by " + score);
}

MethodCell identificationCell(const OpenSetReport& report, const std::string& score, double far) {
    const IdentificationResult& result = report.openSet.trials > 0 ? report.openSet : report.published;
    for (const auto& scores : result.scores) {
        if (pairScoreKindName(scores.kind) == score) {
            return cellOf(rateAt(scores.dir, far), result.trials > 1, far, "probes");
        }
    }
    return missing("the probes were not searched by " + score);
}

ProtocolColumn templateColumn(const std::string& protocol, double far) {
    return {protocol, "tar@" + formatNumber(far), protocol + " TAR at FAR " + percentOf(far)};
}

ProtocolColumn identificationColumn(double far) {
    return {"BLUFR", "dir@" + formatNumber(far), "BLUFR DIR at FAR " + percentOf(far)};
}

}  // namespace pf
