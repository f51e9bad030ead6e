// Resume is bit-identical, at any step.
#include <gtest/gtest.h>

#include "core/nn/pch.h"
#include "core/train/checkpoint_store.h"
#include "core/train/trainer.h"
#include "tests/support/temporary_folder.h"
#include "tests/train/synthetic_views.h"

namespace pf {
namespace {

constexpr std::int64_t kSteps = 24;

struct Attempt {
    Attempt()
        : views(10, 6),
          head(test::smallHead(), 5),
          source(makeStreamedBatchSource(views, test::smallSampler(views, 4), backbone, at::kCPU,
                                         std::stop_token())),
          trainer(test::smallTrainer(2, kSteps / 2), head, *source) {}

    void runTo(std::int64_t step) {
        while (trainer.completedSteps() < step) {
            trainer.step();
        }
    }

    test::SyntheticViews views;
    test::ProjectionBackbone backbone;
    UncertaintyHead head;
    std::unique_ptr<BatchSource> source;
    Trainer trainer;
};

TEST(Resume, EqualsAnUninterruptedRunBitForBitAtEveryStep) {
    Attempt whole;
    whole.runTo(kSteps);
    const std::string expected = tensorsSha256(whole.trainer.state());
    for (std::int64_t stop = 1; stop < kSteps; stop += 3) {
        const test::TemporaryFolder folder;
        {
            Attempt first;
            first.runTo(stop);
            CheckpointStore(folder.path()).save(stop, first.trainer.state(), {{"elapsed_seconds", "1.5"}});
        }
        const auto found = CheckpointStore(folder.path()).latest();
        ASSERT_TRUE(found.checkpoint);
        Attempt second;
        second.trainer.restore(found.checkpoint->tensors, found.checkpoint->step, 1.5);
        second.runTo(kSteps);
        EXPECT_EQ(tensorsSha256(second.trainer.state()), expected) << "resumed at step " << stop;
        EXPECT_GT(second.trainer.elapsedSeconds(), 1.5);
    }
}

}  // namespace
}  // namespace pf
