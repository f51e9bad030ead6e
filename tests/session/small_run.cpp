#include "tests/session/small_run.h"

#include "core/base/config/config_file.h"

namespace pf::test {

Options smallOptions(const std::filesystem::path& folder) {
    Options options = loadConfig(homeDirectory() / "configs" / "demo.yaml");
    options.data.train = {"synthetic:identities=10,images=4,seed=7"};
    options.evaluation.sets = {{"held_out", "synthetic:pairs=40,identities=10,images=4,first=5000,seed=7"}};
    options.train.epochs = 2;
    options.train.stepsPerEpoch = 6;
    options.train.identitiesPerBatch = 6;
    options.train.imagesPerIdentity = 3;
    options.train.threads = 1;
    options.run.root = folder.string();
    return options;
}

TrainOutcome trainSmall(const Options& options, const std::filesystem::path& runDirectory, bool resume,
                        long long extraEpochs) {
    RunControl control;
    return trainHead(
        PreparedRun(
            {.options = options, .runDirectory = runDirectory, .resume = resume, .extraEpochs = extraEpochs}),
        control, nullptr);
}

}  // namespace pf::test
