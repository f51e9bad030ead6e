#include "core/train/collapse_watch.h"

#include <algorithm>

#include "core/base/text.h"

namespace pf {
namespace {

constexpr double kCollapsedSpread = 0.01;
constexpr double kCollapsedLevel = 0.1;
constexpr int kCollapsedSteps = 100;

std::string rounded(double value) {
    std::string text = formatNumber(value);
    const std::size_t exponent = text.find('e');
    return exponent == std::string::npos ? text.substr(0, 7) : text.substr(0, 4) + text.substr(exponent);
}

}  // namespace

std::optional<std::string> CollapseWatch::add(const StepRecord& record) {
    const double median = record.sigmaSq[3];
    const double spread = (record.sigmaSq[5] - record.sigmaSq[1]) / std::max(median, 1e-30);
    flatSteps_ = spread < kCollapsedSpread ? flatSteps_ + 1 : 0;
    lowSteps_ = median < kCollapsedLevel * startSigmaSq_ ? lowSteps_ + 1 : 0;
    if (told_ || std::max(flatSteps_, lowSteps_) < kCollapsedSteps) {
        return std::nullopt;
    }
    told_ = true;
    const std::string since = "sigma² has collapsed: for " + std::to_string(kCollapsedSteps) + " steps ";
    if (flatSteps_ >= kCollapsedSteps) {
        return since +
               "all faces got nearly the same value (p10 to p90 within 1 %). A weaker loss.constraint.weight "
               "or a higher learning rate usually helps";
    }
    return since + "its median was below a tenth of where it started (" + rounded(median) + " against " +
           rounded(startSigmaSq_) +
           "): most genuine pairs are of (nearly) one and the same picture, and the head learns that every "
           "face is certain. Look for people whose pictures are copies, frames of one video or crops of one "
           "photo, and give different pictures of each";
}

}  // namespace pf
