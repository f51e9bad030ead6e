// A run that takes a second: synthetic faces on the demo's backbone.
#pragma once

#include "core/session/run/training.h"

namespace pf::test {

Options smallOptions(const std::filesystem::path& folder);
TrainOutcome trainSmall(const Options& options, const std::filesystem::path& runDirectory,
                        bool resume = false, long long extraEpochs = 0);

}  // namespace pf::test
