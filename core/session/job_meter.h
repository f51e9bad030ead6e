// Progress of a whole job, made from what its phases report about themselves.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/session/control.h"

namespace pf {

/// How much of its job a report says is done: the job's fraction, or that of a phase which is all of it.
/// Range: 0 to 1; -1 when it is not known.
double jobFraction(const Progress& progress);

/// What is known of a part of a job before it begins. The numbers are guesses that the part's own reports and
/// the clock replace.
struct JobPart {
    Phase phase;        ///< whose reports count this part
    int stage = 0;      ///< parts of a lower stage are over once one of a higher stage reports
    double rounds = 1;  ///< countings from nothing to a total: one for each evaluation set, for example
    double unitsPerRound = 1;  ///< what the reports count: images, steps
    double secondsPerUnit = 0.01;
    std::optional<Phase> paceOf = std::nullopt;  ///< a part whose measured pace is the better guess
    bool mayResume = false;                      ///< its first report says where an earlier attempt had ended
};

/// Turns the reports of phases into reports of the job: `fraction` and `secondsLeft` are of all of it,
/// `done` and `total` stay those of the phase. The fraction never falls and is 1 only at Phase::Done; the
/// time left rises only when the job turns out to be much longer than it seemed. Not thread-safe.
class JobMeter {
  public:
    /// Seconds since any fixed moment; without one, those in which the user was asked something are left out.
    using Clock = std::function<double()>;

    JobMeter(std::vector<JobPart> parts, ProgressObserver observer, Clock clock = {});

    /// Replaces what was guessed of a part; nothing when the job has no such part.
    void plan(Phase phase, double rounds, double unitsPerRound);
    /// Passes a report on to the observer as one of the whole job.
    void report(const Progress& progress);
    /// The same, where a part counts otherwise than the phase that is shown: `done` of `total` of its units.
    /// `round` is what the part says of the counting under way.
    void report(Progress shown, Phase part, double done, double total, const std::string& round = {});
    /// The same as a function; the meter must outlive it.
    ProgressObserver observer();
    /// The job waits for something that is away, or continues: the time between is not time of work, and no
    /// time left is said in it.
    void setWaiting(bool waiting);

  private:
    struct Part {
        JobPart plan;
        double roundsOver = 0;
        double unitsOver = 0;  ///< of the rounds that are over
        double done = 0;       ///< of the round that runs
        double total = 0;
        double unitsBefore = 0;  ///< done by an earlier attempt
        std::string round;       ///< what it says of itself
        double seconds = 0;
        bool over = false;
    };

    Part* find(Phase phase);
    void spend(double now, Part* worked);
    void count(Part& part, const std::string& round, double done, double total);
    double pace(const Part& part) const;
    double unitsLeft(const Part& part) const;
    double secondsLeft(double now);

    std::vector<Part> parts_;
    ProgressObserver observer_;
    Clock clock_;
    double started_ = 0;
    double lastTime_ = 0;
    bool paused_ = false;  ///< the last report was of a paused job
    bool waiting_ = false;
    Part* running_ = nullptr;  ///< who spends the time until the next report
    double fraction_ = 0;
    double shownEnd_ = -1;  ///< moment at which the job ends, as last shown; -1: not shown yet
};

}  // namespace pf
