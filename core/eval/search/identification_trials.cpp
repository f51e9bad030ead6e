#include "core/eval/search/identification_trials.h"

#include <unordered_set>

#include "core/base/error.h"

namespace pf {
namespace {

void checkTrial(const std::string& place, const IdentificationTrial& trial,
                std::span<const std::int32_t> labels) {
    const auto fail = [&](const auto&... reason) {
        failData(place, reason..., "; use the files of one release");
    };
    const auto imageOf = [&](std::uint32_t row) {
        return messageFrom(std::uint64_t{row} + 1, " (identity ", labels[row], ")");
    };
    std::unordered_set<std::uint32_t> seen;
    const auto enter = [&](std::uint32_t row) {
        if (row >= labels.size()) {
            fail("names image ", std::uint64_t{row} + 1, " of ", labels.size());
        }
        if (!seen.insert(row).second) {
            fail("image ", imageOf(row), " is in it twice; a gallery image or probe counts once");
        }
    };
    if (trial.gallery.empty() || trial.genuineProbes.empty()) {
        fail("needs a gallery and genuine probes, and has ", trial.gallery.size(), " and ",
             trial.genuineProbes.size());
    }
    std::unordered_set<std::int32_t> known;
    for (const auto row : trial.gallery) {
        enter(row);
        known.insert(labels[row]);
    }
    for (const auto row : trial.genuineProbes) {
        enter(row);
        if (!known.contains(labels[row])) {
            fail("genuine probe ", imageOf(row), " has no image of its identity in the gallery");
        }
    }
    for (const auto row : trial.impostorProbes) {
        enter(row);
        if (known.contains(labels[row])) {
            fail("impostor probe ", imageOf(row), " has an image of its identity in the gallery");
        }
    }
}

}  // namespace

void checkTrials(const TrialSet& set, std::span<const std::int32_t> labels) {
    for (std::size_t t = 0; t < set.trials.size(); ++t) {
        checkTrial(set.files + ", trial " + std::to_string(t + 1), set.trials[t], labels);
    }
}

}  // namespace pf
