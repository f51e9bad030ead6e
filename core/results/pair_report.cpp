#include "core/results/pair_report.h"

#include <algorithm>
#include <string>

namespace pf {

const ScoreReport* PairReport::find(const std::string& score, const std::string& risk) const {
    const auto found = std::find_if(curves.begin(), curves.end(), [&](const ScoreReport& each) {
        return each.score == score && (risk.empty() || each.riskName == risk);
    });
    return found == curves.end() ? nullptr : &*found;
}

}  // namespace pf
