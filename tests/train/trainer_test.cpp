#include "core/train/trainer.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/nn/pch.h"
#include "tests/train/synthetic_views.h"

namespace pf {
namespace {

struct SmallRun {
    explicit SmallRun(std::int64_t steps, std::int64_t sigmaSize = 1)
        : views(12, 8),
          head(test::smallHead(sigmaSize), 1),
          source(makeStreamedBatchSource(views, test::smallSampler(views), backbone, at::kCPU,
                                         std::stop_token())),
          trainer(test::smallTrainer(1, steps), head, *source) {}

    test::SyntheticViews views;
    test::ProjectionBackbone backbone;
    UncertaintyHead head;
    std::unique_ptr<BatchSource> source;
    Trainer trainer;
};

/// Spearman's correlation of head output and known noise.
double rankCorrelation(const at::Tensor& a, const at::Tensor& b) {
    const auto ranks = [](const at::Tensor& x) { return x.argsort().argsort().to(torch::kDouble); };
    const auto ra = ranks(a) - ranks(a).mean();
    const auto rb = ranks(b) - ranks(b).mean();
    return ((ra * rb).sum() / (ra.norm() * rb.norm())).item<double>();
}

/// Runs to the end and says by how much the likelihood term fell between the first and the last 20 steps.
double fallOfLikelihoodTerm(Trainer& trainer) {
    const std::int64_t total = trainer.length().totalSteps();
    double fall = 0;
    while (!trainer.finished()) {
        const auto record = trainer.step();
        if (record->step <= 20) {
            fall += record->terms.at("mls");
        } else if (record->step > total - 20) {
            fall -= record->terms.at("mls");
        }
    }
    return fall / 20;
}

TEST(Trainer, LearnsThatNoisyImagesAreUncertain) {
    // Long enough for the running statistics (decay 0.995) to forget where they started.
    SmallRun run(1500);
    EXPECT_GT(fallOfLikelihoodTerm(run.trainer), 0.05);
    std::vector<double> noise;
    std::vector<at::Tensor> images;
    for (std::int64_t i = 0; i < run.views.imageCount(); ++i) {
        noise.push_back(run.views.noiseLevel(i));
        images.push_back(run.views.image({i, false, std::nullopt}));
    }
    run.head.eval();
    const torch::NoGradGuard noGrad;
    const auto sigma = run.head.forward(run.backbone.forward(torch::stack(images)).features).squeeze(1);
    EXPECT_GT(rankCorrelation(sigma, torch::tensor(noise, torch::kDouble)), 0.5);
}

TEST(Trainer, AVectorSigmaLearnsToo) {
    SmallRun run(200, 16);
    EXPECT_GT(fallOfLikelihoodTerm(run.trainer), 0.05);
}

TEST(Trainer, RecordsEveryTermOfTheReferenceLog) {
    SmallRun setup(2);
    const auto record = setup.trainer.step();
    for (const char* name : {"a", "att_neg", "att_pos", "atte", "mls", "regu", "s_L2", "s_max", "s_min"}) {
        EXPECT_TRUE(record->terms.contains(name)) << name;
    }
    EXPECT_EQ(record->step, 1);
    EXPECT_EQ(record->epoch, 1);
    EXPECT_DOUBLE_EQ(record->learningRate, 0.01);
    EXPECT_LE(record->sigmaSq[0], record->sigmaSq[3]);
    EXPECT_LE(record->sigmaSq[3], record->sigmaSq[6]);
    EXPECT_NEAR(record->sigmaSq[0], record->terms.at("s_min"), 1e-5);
}

TEST(Trainer, ANonFiniteLossStopsBeforeTheUpdate) {
    SmallRun setup(50);
    setup.trainer.step();
    const std::string before = tensorsSha256(setup.trainer.state());
    setup.views.poisoned = 0;
    bool stopped = false;
    for (int i = 0; i < 20 && !stopped; ++i) {
        // Until a batch holds the poisoned image; prefetched batches may still be clean.
        const std::string now = tensorsSha256(setup.trainer.state());
        try {
            setup.trainer.step();
        } catch (const Error& error) {
            stopped = true;
            EXPECT_EQ(error.code(), ErrorCode::Numeric);
            EXPECT_EQ(tensorsSha256(setup.trainer.state()), now) << "weights, statistics or momentum changed";
            EXPECT_NE(setup.trainer.failedBatch().find("image-0\n"), std::string::npos);
        }
    }
    EXPECT_TRUE(stopped);
    EXPECT_FALSE(before.empty());
}

TEST(Trainer, StopsWithinOneStep) {
    SmallRun setup(100);
    std::int64_t steps = 0;
    LoopHooks hooks;
    hooks.mayContinue = [&] { return steps < 5; };
    hooks.onStep = [&](const StepRecord&) { ++steps; };
    hooks.onEpochEnd = [](std::int64_t) { FAIL() << "no epoch ended"; };
    EXPECT_EQ(runTrainingLoop(setup.trainer, hooks), LoopEnd::Interrupted);
    EXPECT_EQ(setup.trainer.completedSteps(), 5);
}

}  // namespace
}  // namespace pf
