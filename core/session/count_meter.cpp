#include "core/session/count_meter.h"

namespace pf {

Progress CountMeter::at(long long done, long long total) const {
    const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    const auto worked = static_cast<double>(done - before_);
    const auto left = static_cast<double>(total - done);
    Progress progress{phase_, detail_, done, total};
    progress.imagesPerSecond = seconds > 0 ? worked / seconds : 0;
    progress.secondsLeft = worked > 0 ? seconds * left / worked : left > 0 ? -1 : 0;
    progress.fraction = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1;
    return progress;
}

}  // namespace pf
