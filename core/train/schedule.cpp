#include "core/train/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/numbers.h"

namespace pf {
namespace {

double numberIn(std::string_view text) {
    const auto value = readNumber(text);
    throwIf(!value, ErrorCode::Config, "train.schedule.steps: '" + std::string(text) + "' is not a number");
    return *value;
}

std::int64_t firstStep(std::string_view key, std::int64_t totalSteps) {
    const bool isShare = key.ends_with('%');
    const double number = numberIn(key.substr(0, key.size() - (isShare ? 1 : 0)));
    return std::llround(isShare ? number / 100.0 * static_cast<double>(totalSteps) : number);
}

double stepRate(const ScheduleOptions& schedule, std::int64_t step, std::int64_t totalSteps) {
    std::int64_t latest = -1;
    double rate = 0;
    for (const auto& [key, value] : schedule.steps) {
        const std::int64_t first = firstStep(key, totalSteps);
        if (first <= step && first > latest) {
            latest = first;
            rate = numberIn(value);
        }
    }
    throwIf(latest < 0, ErrorCode::Config, "train.schedule.steps: no rate is given from step 0 on");
    return rate;
}

}  // namespace

double learningRateAt(const ScheduleOptions& schedule, std::int64_t step, std::int64_t totalSteps) {
    if (schedule.kind == "step") {
        return stepRate(schedule, step, totalSteps);
    }
    const auto end = static_cast<double>(schedule.endStep > 0 ? schedule.endStep : totalSteps);
    if (schedule.kind == "cosine") {
        const std::int64_t interval = std::max<std::int64_t>(1, schedule.interval);
        const double held = static_cast<double>(step / interval * interval);
        return held >= end ? 0.0 : schedule.initial * 0.5 * (1.0 + std::cos(std::numbers::pi * held / end));
    }
    if (schedule.kind == "linear") {
        const auto start = static_cast<double>(schedule.start);
        const double progress = end > start ? (static_cast<double>(step) - start) / (end - start) : 1.0;
        return schedule.initial * (1.0 - std::clamp(progress, 0.0, 1.0));
    }
    throw Error(ErrorCode::Config, "train.schedule.kind: '" + schedule.kind + "' is unknown");
}

}  // namespace pf
