#include "ui/train/evaluation_history.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pf::ui {

namespace {

double scoreAccuracy(const EvaluationRecord& record, const char* score) {
    const auto found = record.scores.find(score);
    return found == record.scores.end() ? EvaluationPoint::kUnknown : found->second.accuracy;
}

}  // namespace

bool isAreaMetric(const QString& metric) {
    return std::any_of(kAreaMetrics.begin(), kAreaMetrics.end(),
                       [&metric](const char* name) { return metric == QLatin1String(name); });
}

double EvaluationPoint::value(const QString& metric) const {
    if (metric == QLatin1String(kMlsAccuracy)) {
        return mls;
    }
    if (metric == QLatin1String(kCosineAccuracy)) {
        return cosine;
    }
    if (metric == QLatin1String(kRiskAccuracy)) {
        // As the run judges: of what could be measured, the largest discard may leave too few pairs.
        for (auto at = accuracyAt.rbegin(); at != accuracyAt.rend(); ++at) {
            if (std::isfinite(at->second)) {
                return at->second;
            }
        }
        return cosine;
    }
    for (std::size_t i = 0; i < kAreaMetrics.size(); ++i) {
        if (metric == QLatin1String(kAreaMetrics[i])) {
            return areas[i];
        }
    }
    return kUnknown;
}

void EvaluationHistory::clear() {
    sets_.clear();
    kept_.clear();
}

bool EvaluationHistory::add(const RunUpdate& update) {
    for (const EvaluationRecord& record : update.evaluations) {
        const QString name = QString::fromStdString(record.set);
        auto set = std::find_if(sets_.begin(), sets_.end(),
                                [&](const EvaluatedSet& one) { return one.name == name; });
        if (set == sets_.end()) {
            set = sets_.insert(sets_.end(), EvaluatedSet{name, {}});
        }
        EvaluationPoint point;
        point.mls = scoreAccuracy(record, "mls");
        point.cosine = scoreAccuracy(record, "cosine");
        for (const RiskPoint& row : record.riskMax) {
            point.accuracyAt[row.discard] = row.accuracy;
        }
        point.areas = record.fnmrAreas;
        set->points[record.step] = std::move(point);
    }
    const std::size_t before = kept_.size();
    for (const CheckpointRecord& checkpoint : update.checkpoints) {
        if (checkpoint.best) {
            kept_.push_back(checkpoint.step);
        }
    }
    return !update.evaluations.empty() || kept_.size() > before;
}

void EvaluationHistory::dropAfter(std::int64_t step) {
    for (EvaluatedSet& set : sets_) {
        set.points.erase(set.points.upper_bound(step), set.points.end());
    }
    std::erase_if(sets_, [](const EvaluatedSet& set) { return set.points.empty(); });
    std::erase_if(kept_, [step](std::int64_t kept) { return kept > step; });
}

std::int64_t EvaluationHistory::lastStep() const {
    std::int64_t last = 0;
    for (const EvaluatedSet& set : sets_) {
        last = std::max(last, set.points.rbegin()->first);
    }
    return last;
}

std::optional<std::int64_t> EvaluationHistory::bestStep(const QString& metric) const {
    struct Sum {
        double value = 0;
        std::size_t sets = 0;
    };
    std::map<std::int64_t, Sum> sums;
    std::size_t most = 0;
    for (const EvaluatedSet& set : sets_) {
        for (const auto& [step, point] : set.points) {
            if (const double value = point.value(metric); std::isfinite(value)) {
                Sum& sum = sums[step];
                sum.value += value;
                most = std::max(most, ++sum.sets);
            }
        }
    }
    // A mean over fewer sets than others have would compare easy sets with hard ones.
    const double sign = isAreaMetric(metric) ? -1 : 1;
    std::optional<std::int64_t> best;
    double bestValue = -std::numeric_limits<double>::infinity();
    for (const auto& [step, sum] : sums) {
        const double value = sign * sum.value / static_cast<double>(sum.sets);
        if (sum.sets == most && value > bestValue) {
            best = step;
            bestValue = value;
        }
    }
    return best;
}

}  // namespace pf::ui
