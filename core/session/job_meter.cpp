#include "core/session/job_meter.h"

#include <algorithm>
#include <chrono>

#include "core/session/programs.h"

namespace pf {
namespace {

/// A pace measured over less than this says nothing.
constexpr double kMeasuredSeconds = 0.3;
/// Nothing is said about the time left before so many seconds.
constexpr double kSilentSeconds = 1;
/// The highest fraction of a job that is not done.
constexpr double kNotDone = 0.999;

double workingSeconds() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(now).count() - secondsOfQuestions();
}

}  // namespace

double jobFraction(const Progress& progress) {
    if (progress.fraction < 0 && progress.total > 0) {
        return static_cast<double>(progress.done) / static_cast<double>(progress.total);
    }
    return progress.fraction;
}

JobMeter::JobMeter(std::vector<JobPart> parts, ProgressObserver observer, Clock clock)
    : observer_(std::move(observer)), clock_(clock ? std::move(clock) : Clock(&workingSeconds)) {
    for (auto& part : parts) {
        parts_.push_back({});
        parts_.back().plan = part;
    }
    started_ = lastTime_ = clock_();
}

JobMeter::Part* JobMeter::find(Phase phase) {
    const auto found = std::find_if(parts_.begin(), parts_.end(),
                                    [phase](const Part& part) { return part.plan.phase == phase; });
    return found == parts_.end() ? nullptr : &*found;
}

void JobMeter::plan(Phase phase, double rounds, double unitsPerRound) {
    if (Part* part = find(phase)) {
        part->plan.rounds = rounds;
        part->plan.unitsPerRound = unitsPerRound;
    }
}

ProgressObserver JobMeter::observer() {
    return [this](const Progress& progress) { report(progress); };
}

void JobMeter::report(const Progress& progress) {
    report(progress, progress.phase, static_cast<double>(progress.done), static_cast<double>(progress.total),
           progress.detail);
}

void JobMeter::count(Part& part, const std::string& round, double done, double total) {
    const bool another = part.total > 0 && (round != part.round || total != part.total || done < part.done);
    if (another) {
        part.roundsOver += 1;
        part.unitsOver += part.done;
    }
    if (part.total <= 0 && part.plan.mayResume) {
        part.unitsBefore = std::max(0.0, done - 1);
    }
    part.round = round;
    part.done = done;
    part.total = total;
    for (Part& other : parts_) {
        other.over = other.over || other.plan.stage < part.plan.stage;
    }
}

double JobMeter::pace(const Part& part) const {
    const auto measured = [](const Part& one) -> std::optional<double> {
        const double units = one.unitsOver + one.done - one.unitsBefore;
        return units > 0 && one.seconds >= kMeasuredSeconds ? std::optional(one.seconds / units)
                                                            : std::nullopt;
    };
    if (const auto own = measured(part)) {
        return *own;
    }
    for (const Part& other : parts_) {
        if (part.plan.paceOf == other.plan.phase) {
            return measured(other).value_or(part.plan.secondsPerUnit);
        }
    }
    return part.plan.secondsPerUnit;
}

double JobMeter::unitsLeft(const Part& part) const {
    if (part.over) {
        return 0;
    }
    if (part.total <= 0) {
        return part.plan.rounds * part.plan.unitsPerRound;
    }
    const double seen = part.roundsOver + 1;
    const double perRound = (part.unitsOver + part.total) / seen;
    return std::max(0.0, part.total - part.done) + std::max(0.0, part.plan.rounds - seen) * perRound;
}

/// What is shown counts down by the clock. It is moved when the job ends sooner than shown, or much later:
/// a time that goes up and down with every report tells nobody anything.
double JobMeter::secondsLeft(double now) {
    double left = 0;
    for (const Part& part : parts_) {
        left += unitsLeft(part) * pace(part);
    }
    const double shown = std::max(0.0, shownEnd_ - now);
    constexpr double kSlackSeconds = 5;
    if (shownEnd_ < 0 || left < shown || left > 1.5 * shown + kSlackSeconds) {
        shownEnd_ = now + left;
    } else {
        shownEnd_ = now + shown;
    }
    return shownEnd_ - now;
}

void JobMeter::spend(double now, Part* worked) {
    const double seconds = std::max(0.0, now - lastTime_);
    if (!paused_ && !waiting_) {
        if (worked != nullptr) {
            worked->seconds += seconds;
        }
    } else if (shownEnd_ >= 0) {
        shownEnd_ += seconds;
    }
    lastTime_ = now;
}

void JobMeter::setWaiting(bool waiting) {
    spend(clock_(), running_);
    waiting_ = waiting;
}

void JobMeter::report(Progress shown, Phase phase, double done, double total, const std::string& round) {
    const double now = clock_();
    Part* const part = find(phase);
    // A report comes after its work: the time before it is of the part that it counts.
    Part* const worked = part != nullptr ? part : running_;
    spend(now, worked);
    paused_ = shown.paused;
    if (part != nullptr) {
        count(*part, round, done, total);
        running_ = part;
    }
    if (shown.phase == Phase::Done) {
        fraction_ = shown.fraction = 1;
        shown.secondsLeft = 0;
    } else {
        double spent = 0;
        double left = 0;
        for (const Part& one : parts_) {
            spent += (one.unitsOver + one.done) * pace(one);
            left += unitsLeft(one) * pace(one);
        }
        const double reached = spent + left > 0 ? spent / (spent + left) : 0;
        fraction_ = std::max(fraction_, std::min(reached, kNotDone));
        shown.fraction = fraction_;
        const bool known = !waiting_ && now - started_ >= kSilentSeconds && fraction_ > 0;
        shown.secondsLeft = known ? secondsLeft(now) : -1;
    }
    if (observer_) {
        observer_(shown);
    }
}

}  // namespace pf
