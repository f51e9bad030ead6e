#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cstring>

#include "core/nn/backbones/resface.h"
#include "core/nn/uncertainty_head.h"
#include "core/nn/weights/weights.h"
#include "core/session/exchange/internal/resface_shapes.h"
#include "core/session/exchange/state_dict_import.h"
#include "core/session/exchange/weight_import.h"
#include "core/session/model/internal/model_folder.h"
#include "tests/support/matchers.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/torch_zip.h"

namespace pf {
namespace {

using test::Bytes;
using namespace matchers;
using testing::Pair;

ResFaceOptions smallOptions(bool multiLayer = false) {
    ResFaceOptions options;
    options.depth = 20;
    options.width = 1.0 / 16.0;
    options.inputHeight = 48;
    options.inputWidth = 32;
    options.embeddingSize = 6;
    options.multiLayer = multiLayer;
    return options;
}

/// A network whose running statistics are no longer 0 and 1.
ResFace trainedNetwork(const ResFaceOptions& options) {
    ResFace network(options, 5);
    torch::manual_seed(3);
    network.forwardTraining(at::randn({4, 3, options.inputHeight, options.inputWidth}));
    return network;
}

using Renaming = std::string (*)(const std::string&);

std::vector<test::TorchTensor> renamed(const NamedTensors& tensors, Renaming rename) {
    std::vector<test::TorchTensor> result;
    for (const auto& [name, tensor] : tensors) {
        test::TorchTensor saved{rename(name), tensor.sizes().vec(), Bytes(tensor.nbytes())};
        const at::Tensor plain = tensor.detach().contiguous();
        std::memcpy(saved.content.data(), plain.data_ptr(), saved.content.size());
        result.push_back(std::move(saved));
    }
    return result;
}

std::string withModule(const std::string& name) {
    return "module." + name.substr(std::string("backbone.").size());
}

std::string same(const std::string& name) {
    return name;
}

/// Names of which only the last part says anything.
std::string foreign(const std::string& name) {
    std::string result = name.substr(std::string("backbone.").size());
    const std::size_t dot = result.rfind('.');
    for (std::size_t i = 0; i < dot; ++i) {
        result[i] = result[i] >= 'a' && result[i] <= 'z' ? static_cast<char>(result[i] - 32) : result[i];
    }
    return result;
}

class StateDictImport : public testing::Test {
  protected:
    std::filesystem::path save(const std::vector<test::TorchTensor>& tensors) const {
        return folder_.write("net.pth",
                             test::toText(test::torchZip(test::torchDictPickle(tensors), tensors)));
    }

    /// Fails unless the imported network gives exactly the embeddings of the original.
    void expectEqual(ResFace& original, const std::filesystem::path& backbone) const {
        const NativeBackbone imported = loadBackbone(backbone);
        EXPECT_EQ(imported.network->options(), original.options());
        const at::Tensor images = at::linspace(-1, 1, 2 * 3 * original.inputHeight() * original.inputWidth())
                                      .view({2, 3, original.inputHeight(), original.inputWidth()});
        EXPECT_TRUE(imported.network->forward(images).mu.equal(original.forward(images).mu));
    }

    std::string error(const std::filesystem::path& file, const std::string& architecture,
                      bool byOrder = false) const {
        return test::errorOf([&] { importStateDict(file, architecture, byOrder, folder_ / "out"); });
    }

    test::TemporaryFolder folder_;
};

TEST_F(StateDictImport, FindsOurNamesAfterAnyPrefix) {
    ResFace network = trainedNetwork(smallOptions());
    for (const Renaming rename : {withModule, same}) {
        const auto file = save(renamed(network.namedTensors(), rename));
        const auto out = folder_ / rename("backbone.x");
        const ImportOutcome outcome = importStateDict(file, "resface20", false, out);
        EXPECT_THAT(outcome.files, ElementsAre(out / "backbone.safetensors"));
        EXPECT_FALSE(outcome.headIncluded);
        EXPECT_TRUE(outcome.unused.empty());
        EXPECT_THAT(outcome.notes,
                    Contains(HasSubstr("width 0.0625, input 48x32 (height x width), embedding 6")));
        EXPECT_THAT(outcome.notes, Contains(HasSubstr("BN epsilon 0.001")));
        expectEqual(network, outcome.files[0]);
    }
}

TEST_F(StateDictImport, MatchesByOrderWithinShapesAndRoles) {
    ResFace network = trainedNetwork(smallOptions());
    std::vector<test::TorchTensor> tensors = renamed(network.namedTensors(), foreign);
    // As PyTorch orders them: the statistics of a layer directly after its parameters.
    const auto layerOf = [](const std::string& name) { return name.substr(0, name.rfind('.')); };
    std::vector<std::string> layers;
    for (const auto& tensor : tensors) {
        if (std::find(layers.begin(), layers.end(), layerOf(tensor.name)) == layers.end()) {
            layers.push_back(layerOf(tensor.name));
        }
    }
    const auto place = [&](const std::string& name) {
        return std::find(layers.begin(), layers.end(), layerOf(name));
    };
    std::stable_sort(tensors.begin(), tensors.end(),
                     [&](const auto& a, const auto& b) { return place(a.name) < place(b.name); });
    tensors.push_back({"classifier", {9, 6}, Bytes(9 * 6 * 4)});
    const auto file = save(tensors);
    EXPECT_THAT(error(file, "resface20"), AllOf(HasSubstr("lacks 105 of the network's 105 tensors"),
                                                HasSubstr("and 100 more"), HasSubstr("--by-order")));
    const ImportOutcome outcome = importStateDict(file, "resface20", true, folder_ / "out");
    EXPECT_EQ(outcome.matched.size(), 105U);
    EXPECT_THAT(outcome.matched,
                Contains(Pair("backbone.stage2.block1.bn2.running_var", "STAGE2.BLOCK1.BN2.running_var")));
    EXPECT_THAT(outcome.unused, ElementsAre("classifier"));
    expectEqual(network, outcome.files.at(0));
    EXPECT_THAT(error(file, "resface36", true),
                AllOf(HasSubstr("tensors of shape ["), HasSubstr("another architecture")));
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        tensors[i].name = std::to_string(i);  // which vector is a mean and which a weight is then unknown
    }
    EXPECT_THAT(error(save(tensors), "resface20", true), HasSubstr("has 0 tensors of shape [4] called"));
}

TEST_F(StateDictImport, TakesTheHeadAlong) {
    ResFace network = trainedNetwork(smallOptions(true));
    HeadOptions headOptions;
    headOptions.inputSize = network.featureSize();
    headOptions.hiddenSize = 5;
    const UncertaintyHead head(headOptions, 9);
    NamedTensors all = network.namedTensors();
    const NamedTensors ofHead = head.namedTensors();
    all.insert(all.end(), ofHead.begin(), ofHead.end());
    const auto file = save(renamed(all, same));
    const auto out = folder_ / "model";
    const ImportOutcome outcome = importStateDict(file, "resface20m", false, out);
    EXPECT_TRUE(outcome.headIncluded);
    EXPECT_TRUE(outcome.unused.empty());
    EXPECT_THAT(outcome.files,
                ElementsAre(out / "backbone.safetensors", out / kModelWeightsName, out / kModelCardName));
    const SafetensorsFile written = readSafetensors(out / kModelWeightsName);
    EXPECT_TRUE(written.tensors.at("head.fc1.weight").equal(ofHead[0].second));
    EXPECT_EQ(cardFromMetadata(written.metadata, "model").backboneHash,
              tensorsSha256(network.namedTensors()));
    EXPECT_THAT(error(file, "resface20"), AllOf(testing::StartsWith("shape: "), HasSubstr("multi-layer")));
}

TEST_F(StateDictImport, ReadsSafetensorsAndTheirMetadata) {
    ResFaceOptions options = smallOptions();
    options.tfSamePadding = true;
    options.bnEpsilon = 1e-5;
    ResFace network = trainedNetwork(options);
    saveBackbone(folder_ / "native.safetensors", network, {{1, 2, 3}, {4, 5, 6}});
    const auto first = importStateDict(folder_ / "native.safetensors", "resface20", false, folder_ / "a");
    expectEqual(network, first.files.at(0));
    EXPECT_EQ(loadBackbone(first.files[0]).normalisation.mean[2], 3);
    writeSafetensors(folder_ / "plain.safetensors", network.namedTensors());
    StateDictConventions conventions;
    conventions.samePadding = true;
    conventions.bnEpsilon = 1e-5;
    const auto second =
        importStateDict(folder_ / "plain.safetensors", "resface20", false, folder_ / "b", conventions);
    expectEqual(network, second.files.at(0));
    EXPECT_THAT(error(folder_ / "plain.safetensors", "resface20", true),
                HasSubstr("does not keep the order"));
    EXPECT_THAT(error(folder_ / "native.safetensors", "resface64"), HasSubstr("its depth is 20, not 64"));
}

TEST_F(StateDictImport, RefusesWhatDoesNotFit) {
    ResFace network = trainedNetwork(smallOptions());
    const auto tensors = renamed(network.namedTensors(), same);
    EXPECT_THAT(error(save(tensors), "resface36"), AllOf(HasSubstr("net.pth"), HasSubstr("lacks 80 of"),
                                                         HasSubstr("backbone.stage1.block2.conv1.weight")));
    EXPECT_THAT(error(save(tensors), "resface20s2"), HasSubstr("not the half"));
    EXPECT_THAT(error(save(tensors), "resnet50"),
                AllOf(testing::StartsWith("config: "), HasSubstr("resface64s2m")));
    auto twice = tensors;
    for (const auto& tensor : renamed(network.namedTensors(), withModule)) {
        twice.push_back(tensor);
    }
    EXPECT_THAT(error(save(twice), "resface20"), AllOf(HasSubstr("twice"), HasSubstr("'module.'")));
    auto damaged = tensors;
    std::memset(damaged[0].content.data(), 0xFF, 4);
    EXPECT_THAT(error(save(damaged), "resface20"),
                AllOf(testing::StartsWith("numeric: "), HasSubstr("not finite")));
    auto narrow = tensors;
    narrow[3].shape[0] -= 1;
    narrow[3].content.resize(narrow[3].content.size() * 3 / 4);
    EXPECT_THAT(error(save(narrow), "resface20"),
                AllOf(testing::StartsWith("shape: "), HasSubstr(narrow[3].name)));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "out"));
    importStateDict(save(tensors), "resface20", false, folder_ / "out");
    EXPECT_THAT(error(save(tensors), "resface20"), HasSubstr("exists already"));
}

TEST(ResFaceShapes, AreThoseOfTheNetwork) {
    for (const bool multiLayer : {false, true}) {
        ResFaceOptions options = smallOptions(multiLayer);
        options.inputHeight = 49;
        options.width = 0.07;
        const ResFace network(options, 0);
        const NamedShapes shapes = resFaceShapes(options);
        const NamedTensors tensors = network.namedTensors();
        ASSERT_EQ(shapes.size(), tensors.size());
        for (std::size_t i = 0; i < shapes.size(); ++i) {
            EXPECT_EQ(shapes[i].first, tensors[i].first);
            EXPECT_EQ(shapes[i].second, tensors[i].second.sizes().vec()) << shapes[i].first;
        }
    }
}

TEST(ResFaceShapes, ImplyTheSizes) {
    EXPECT_EQ(widthOf({64, 128, 256, 512}), 1.0);
    EXPECT_EQ(widthOf({32, 64, 128, 256}), 0.5);
    EXPECT_EQ(widthOf({19, 38, 77, 154}), 0.3);
    EXPECT_EQ(widthOf({4, 8, 16, 32}), 0.0625);
    EXPECT_EQ(widthOf({64, 128, 256, 500}), std::nullopt);
    EXPECT_EQ(widthOf({0, 0, 0, 0}), std::nullopt);
    EXPECT_EQ(inputSizeOf(36), std::pair(std::int64_t{96}, std::int64_t{96}));
    EXPECT_EQ(inputSizeOf(42), std::pair(std::int64_t{112}, std::int64_t{96}));
    EXPECT_EQ(inputSizeOf(0), std::nullopt);
    EXPECT_EQ(inputSizeOf(97), std::nullopt);
}

}  // namespace
}  // namespace pf
