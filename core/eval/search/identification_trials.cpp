#include "core/eval/search/identification_trials.h"

#include <unordered_set>

#include "core/base/error.h"

namespace pf {
namespace {

/// Checks one trial.
class TrialCheck {
  public:
    TrialCheck(const std::string& place, const IdentificationTrial& trial,
               std::span<const std::int32_t> labels)
        : place_(place), labels_(labels) {
        if (trial.gallery.empty() || trial.genuineProbes.empty()) {
            fail("needs a gallery and genuine probes, and has " + std::to_string(trial.gallery.size()) +
                 " and " + std::to_string(trial.genuineProbes.size()));
        }
        for (const auto row : trial.gallery) {
            enter(row);
            known_.insert(labels_[row]);
        }
        for (const auto row : trial.genuineProbes) {
            enter(row);
            if (!known_.contains(labels_[row])) {
                fail("genuine probe " + imageOf(row) + " has no image of its identity in the gallery");
            }
        }
        for (const auto row : trial.impostorProbes) {
            enter(row);
            if (known_.contains(labels_[row])) {
                fail("impostor probe " + imageOf(row) + " has an image of its identity in the gallery");
            }
        }
    }

  private:
    [[noreturn]] void fail(const std::string& reason) const {
        throw Error(ErrorCode::Data, reason + "; use the files of one release", place_);
    }
    std::string imageOf(std::uint32_t row) const {
        return std::to_string(std::uint64_t{row} + 1) + " (identity " + std::to_string(labels_[row]) + ")";
    }
    void enter(std::uint32_t row) {
        if (row >= labels_.size()) {
            fail("names image " + std::to_string(std::uint64_t{row} + 1) + " of " +
                 std::to_string(labels_.size()));
        }
        if (!seen_.insert(row).second) {
            fail("image " + imageOf(row) + " is in it twice; a gallery image or probe counts once");
        }
    }

    const std::string& place_;
    std::span<const std::int32_t> labels_;
    std::unordered_set<std::uint32_t> seen_;
    std::unordered_set<std::int32_t> known_;
};

}  // namespace

void checkTrials(const TrialSet& set, std::span<const std::int32_t> labels) {
    for (std::size_t t = 0; t < set.trials.size(); ++t) {
        TrialCheck(set.files + ", trial " + std::to_string(t + 1), set.trials[t], labels);
    }
}

}  // namespace pf
