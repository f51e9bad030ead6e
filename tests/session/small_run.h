// A run that takes a second: synthetic faces on the demo's backbone.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "core/session/run/training.h"
#include "tests/support/temporary_folder.h"

namespace pf::test {

Options smallOptions(const std::filesystem::path& folder);
TrainOutcome trainSmall(const Options& options, const std::filesystem::path& runDirectory,
                        bool resume = false, long long extraEpochs = 0);

/// One trained run, "run" in the folder, shared by the tests of a file.
class SharedRun : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        folder_ = std::make_unique<TemporaryFolder>();
        trainSmall(smallOptions(folder_->path()), *folder_ / "run");
    }
    static void TearDownTestSuite() { folder_.reset(); }
    static inline std::unique_ptr<TemporaryFolder> folder_;
};

}  // namespace pf::test
