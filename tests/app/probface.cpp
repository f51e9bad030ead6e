#include "tests/app/probface.h"

#include "tests/support/reference_files.h"

namespace pf::test {
namespace {

std::string reference(const std::string& name) {
    return referenceFile("formats/probface-0.1.0/" + name).string();
}

}  // namespace

std::vector<std::string> probface(const std::vector<std::string>& arguments) {
    std::vector<std::string> all = {PF_PROBFACE_BINARY};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return all;
}

std::string referenceModel() {
    return reference("model");
}

std::string referenceFaces() {
    return reference("faces");
}

std::string referenceRun() {
    return reference("run");
}

std::vector<std::string> smallRun(int epochs, int stepsPerEpoch) {
    std::vector<std::string> all;
    for (const std::string& setting :
         {std::string("data.train=synthetic:identities=10,images=4,seed=7"),
          std::string("evaluation.sets.held_out=synthetic:pairs=40,identities=10,images=4,first=5000,seed=7"),
          "train.epochs=" + std::to_string(epochs), "train.steps_per_epoch=" + std::to_string(stepsPerEpoch),
          std::string("train.identities_per_batch=6"), std::string("train.images_per_identity=3"),
          std::string("train.log_every=1"), std::string("train.threads=1")}) {
        all.insert(all.end(), {"--set", setting});
    }
    return all;
}

}  // namespace pf::test
