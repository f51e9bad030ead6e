#include "core/data/onnx_network.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "core/base/rng.h"
#include "tests/support/matchers.h"
#include "tests/support/mutations.h"
#include "tests/support/onnx_models.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using namespace matchers;
using test::OnnxModel;
using test::Sides;
using testing::Pair;

OnnxNetwork opened(const std::string& bytes) {
    return {test::toBytes(bytes), "net.onnx"};
}

std::string refusal(const std::string& bytes) {
    testing::internal::CaptureStderr();
    std::string message = errorOf([&] { opened(bytes); });
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    return message;
}

/// images [N, 3, 2, 2] -> means of the channels [N, 3, 1, 1] -> doubled [N, 3].
OnnxModel meansModel() {
    OnnxModel model({0, 3, 2, 2});
    model.constant("two", {1}, [](auto) { return 2.0F; });
    model.node("GlobalAveragePool", {"images"}, "means");
    model.node("Flatten", {"means"}, "rows");
    model.node("Mul", {"rows", "two"}, "doubled");
    model.output("doubled", {0, 3});
    return model;
}

TEST(OnnxNetwork, RunsABatchAndGivesWhatIsAsked) {
    auto network = opened(meansModel().bytes());
    EXPECT_THAT(network.outputNames(), ElementsAre("doubled"));
    std::vector<float> images(24);
    std::iota(images.begin(), images.end(), 0.0F);
    for (int again = 0; again < 2; ++again) {
        const auto arrays = network.forward(images, {2, 3, 2, 2}, {"means", "doubled"});
        ASSERT_EQ(arrays.size(), 2U);
        EXPECT_THAT(arrays[0].shape, ElementsAre(2, 3, 1, 1));
        EXPECT_THAT(arrays[0].values, ElementsAre(1.5F, 5.5F, 9.5F, 13.5F, 17.5F, 21.5F));
        EXPECT_THAT(arrays[1].shape, ElementsAre(2, 3));
        EXPECT_THAT(arrays[1].values, ElementsAre(3.0F, 11.0F, 19.0F, 27.0F, 35.0F, 43.0F));
    }
    const auto one = network.forward({images.data() + 12, 12}, {1, 3, 2, 2}, {"doubled"});
    EXPECT_THAT(one.front().values, ElementsAre(27.0F, 35.0F, 43.0F));
    const auto byOperator = network.forward({images.data(), 12}, {1, 3, 2, 2}, {"Flatten_rows"});
    EXPECT_THAT(byOperator.front().values, ElementsAre(1.5F, 5.5F, 9.5F));
}

TEST(OnnxNetwork, TellsWhatTheFileSays) {
    const auto network = opened(test::smallFaceNetwork().bytes());
    const OnnxOutline& outline = network.outline();
    EXPECT_EQ(outline.producer, "by hand");
    EXPECT_THAT(outline.metadata, Contains(Pair("opset", "9")));
    ASSERT_EQ(outline.inputs.size(), 1U);
    EXPECT_EQ(outline.inputs.front().text(), "images [?, 3, 8, 8]");
    EXPECT_THAT(network.outputNames(), ElementsAre("features", "embedding"));
    EXPECT_EQ(outline.outputs[1].text(), "embedding [?, 5]");
    EXPECT_EQ(outline.nodes.size(), 4U);
    std::size_t parameters = 0;
    for (const auto& constant : outline.constants) {
        parameters += constant.stored.floats;
    }
    EXPECT_EQ(parameters, 4U * 27 + 4 + 5 * 64 + 5);
    EXPECT_EQ(network.file(), "net.onnx");
    EXPECT_EQ(network.sha256().size(), 64U);
    EXPECT_NE(network.sha256(), opened(meansModel().bytes()).sha256());
}

TEST(OnnxNetwork, NamesTheOutputsThereAreWhenAskedForAnother) {
    auto network = opened(test::smallFaceNetwork().bytes());
    const std::vector<float> image(192);
    for (const char* name : {"embeding", ""}) {
        EXPECT_THAT(
            errorOf([&] {
                network.forward(image, {1, 3, 8, 8}, {name});
            }),
            AllOf(StartsWith("config: "), HasSubstr("embedding [?, 5]"), HasSubstr("features [?, 64]")));
    }
}

TEST(OnnxNetwork, SaysWhichOperatorOpenCvCannotImport) {
    auto model = meansModel();
    auto& odd = model.node("Wobble", {"doubled"}, "odd");
    odd.set_name("odd one");
    EXPECT_THAT(refusal(model.bytes()),
                AllOf(StartsWith("data: "), HasSubstr("does not know the operator Wobble (node 'odd one')"),
                      HasSubstr("opset 9"), HasSubstr("TorchScript")));
    odd.set_domain("com.acme");
    EXPECT_THAT(refusal(model.bytes()), HasSubstr("operator com.acme.Wobble (node 'odd one')"));
    // Known, but not with a shape that the network itself computes.
    auto reshaped = meansModel();
    reshaped.node("Reshape", {"doubled", "rows"}, "reshaped");
    EXPECT_THAT(refusal(reshaped.bytes()),
                AllOf(HasSubstr("cannot import the operator Reshape (node 'Reshape_reshaped')"),
                      HasSubstr("opset 9")));
    auto branching = meansModel();
    // Field 6 of an attribute is a graph: an empty one.
    branching.node("If", {"doubled"}, "branch").add_attribute()->set_name("then_branch");
    std::string bytes = branching.bytes();
    const std::size_t at = bytes.find("then_branch");
    bytes.replace(at - 2, 13,
                  "\x0A\x09"
                  "then_brx"
                  "\x32"
                  "\x32\x00",
                  13);
    EXPECT_THAT(refusal(bytes), StartsWith("data: "));
}

TEST(OnnxNetwork, RefusesFilesThatAreNoModel) {
    const test::TemporaryFolder folder;
    const std::string whole = test::smallFaceNetwork().bytes();
    const auto refusalOf = [&](const std::string& content) {
        const auto file = folder.write("net.onnx", content);
        return errorOf([&] { OnnxNetwork{file}; });
    };
    EXPECT_EQ(refusalOf(whole), "");
    EXPECT_THAT(errorOf([&] { OnnxNetwork{folder / "absent.onnx"}; }), StartsWith("io: "));
    EXPECT_THAT(errorOf([&] { OnnxNetwork{folder.path()}; }), StartsWith("io: "));
    EXPECT_THAT(refusalOf(""), AllOf(StartsWith("data: "), HasSubstr("is empty")));
    EXPECT_THAT(refusalOf("PK\x03\x04 and so on"), HasSubstr("zip archive"));
    EXPECT_THAT(refusalOf("<!DOCTYPE html>"), HasSubstr("is a web page"));
    EXPECT_THAT(refusalOf("some words"), HasSubstr("is not an ONNX model"));
    for (const std::size_t size :
         {std::size_t{1}, std::size_t{2}, std::size_t{40}, whole.size() / 2, whole.size() - 1}) {
        EXPECT_THAT(refusalOf(whole.substr(0, size)), StartsWith("data: ")) << size;
    }
    // A length of 2^60 where the graph begins.
    EXPECT_THAT(refusalOf(std::string("\x08\x06\x3A\x80\x80\x80\x80\x80\x80\x80\x80\x10rest", 15)),
                HasSubstr("claims 1152921504606846976 bytes"));
    std::filesystem::resize_file(folder / "net.onnx", std::uintmax_t{3} << 30);
    EXPECT_THAT(errorOf([&] { OnnxNetwork{folder / "net.onnx"}; }), HasSubstr("3,221,225,472 bytes"));
}

TEST(OnnxNetwork, RefusesConstantsThatLie) {
    const auto change = [](const std::function<void(onnx::TensorProto&)>& action) {
        auto model = test::smallFaceNetwork();
        action(*model.graph().mutable_initializer(0));
        return refusal(model.bytes());
    };
    EXPECT_THAT(change([](auto& tensor) { tensor.set_dims(0, 5); }),
                HasSubstr("constant 'filters' has the shape [5, 3, 3, 3] and 108 values"));
    EXPECT_THAT(change([](auto& tensor) { tensor.set_dims(0, std::int64_t{1} << 40); }),
                HasSubstr("impossible shape [1099511627776, 3, 3, 3]"));
    EXPECT_THAT(change([](auto& tensor) { tensor.set_dims(0, -4); }), HasSubstr("impossible shape"));
    EXPECT_THAT(change([](auto& tensor) { tensor.clear_float_data(); }), HasSubstr("0 values"));
    EXPECT_THAT(change([](auto& tensor) { tensor.set_raw_data("abcd"); }), HasSubstr("4 bytes"));
    EXPECT_THAT(change([](auto& tensor) { tensor.set_data_type(99); }), HasSubstr("ONNX type 99"));
    EXPECT_THAT(change([](auto& tensor) { tensor.set_data_location(1); }),
                AllOf(HasSubstr("'filters'"), HasSubstr("as one file")));
}

TEST(OnnxNetwork, RefusesGraphsThatCannotBe) {
    const auto change = [](const std::function<void(onnx::GraphProto&)>& action) {
        auto model = test::smallFaceNetwork();
        action(model.graph());
        return refusal(model.bytes());
    };
    EXPECT_THAT(change([](auto& graph) { graph.mutable_input(0)->set_name("faces"); }),
                HasSubstr("uses 'images', which nothing before it makes"));
    EXPECT_THAT(change([](auto& graph) { graph.add_input()->set_name("more"); }),
                HasSubstr("one image input"));
    EXPECT_THAT(change([](auto& graph) { graph.clear_input(); }), HasSubstr("no input"));
    EXPECT_THAT(change([](auto& graph) { graph.clear_output(); }), HasSubstr("no output"));
    EXPECT_THAT(change([](auto& graph) { graph.mutable_output(0)->set_name("nowhere"); }),
                HasSubstr("'nowhere'"));
    EXPECT_THAT(change([](auto& graph) { graph.mutable_node(1)->set_output(0, "maps"); }),
                HasSubstr("a second time"));
    EXPECT_THAT(change([](auto& graph) { graph.mutable_node(1)->mutable_input()->RemoveLast(); }),
                HasSubstr("PRelu (node 'PRelu_active') has too few inputs"));
    EXPECT_THAT(change([](auto& graph) { graph.mutable_node(0)->mutable_attribute(1)->set_ints(0, 0); }),
                HasSubstr("impossible strides 0"));
    EXPECT_THAT(change([](auto& graph) { graph.mutable_node(0)->mutable_attribute(2)->set_name("strides"); }),
                HasSubstr("two parameters 'strides'"));
    EXPECT_THAT(change([](auto& graph) { graph.mutable_node(0)->set_input(0, "filters"); }),
                HasSubstr("applied to the constant 'filters'"));
    EXPECT_THAT(
        change([](auto& graph) {
            graph.mutable_input(0)->mutable_type()->mutable_tensor_type()->mutable_shape()->clear_dim();
        }),
        HasSubstr("is not a batch of images"));
}

TEST(OnnxNetwork, RefusesInputThatDoesNotFit) {
    auto network = opened(test::smallFaceNetwork().bytes());
    const std::vector<float> pixels(3 * 9 * 8);
    EXPECT_THAT(errorOf([&] {
                    network.forward(pixels, {1, 3, 8, 8}, {"embedding"});
                }),
                AllOf(StartsWith("shape: "), HasSubstr("216 values"), HasSubstr("[1, 3, 8, 8]")));
    EXPECT_THAT(errorOf([&] { network.forward({}, {0, 3, 8, 8}, {"embedding"}); }), StartsWith("shape: "));
    testing::internal::CaptureStderr();
    EXPECT_THAT(errorOf([&] {
                    network.forward(pixels, {1, 3, 9, 8}, {"embedding"});
                }),
                AllOf(StartsWith("shape: "), HasSubstr("net.onnx"), HasSubstr("[1, 3, 9, 8]"),
                      HasSubstr("images [?, 3, 8, 8]")));
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
    const auto after = network.forward({pixels.data(), 192}, {1, 3, 8, 8}, {"embedding"});
    EXPECT_THAT(after.front().values, ElementsAre(0.0F, FloatNear(0.1F, 1e-6F), FloatNear(0.2F, 1e-6F),
                                                  FloatNear(0.3F, 1e-6F), FloatNear(0.4F, 1e-6F)));
}

TEST(OnnxNetwork, RefusesToFillTheMemory) {
    OnnxModel model({0, 3, 2, 2});
    model.constant("filter", {3, 3, 1, 1}, [](auto) { return 1.0F; });
    std::string before = "images";
    for (int stage = 1; stage <= 8; ++stage) {
        const std::string after = "wide" + std::to_string(stage);
        auto& convolution = model.node("Conv", {before, "filter"}, after);
        OnnxModel::set(convolution, "kernel_shape", Sides{1, 1});
        OnnxModel::set(convolution, "pads", Sides{1024, 1024, 1024, 1024});
        before = after;
    }
    model.output(before, {0, 3, 16386, 16386});
    auto network = opened(model.bytes());
    const std::vector<float> image(12);
    EXPECT_THAT(errorOf([&] {
                    network.forward(image, {1, 3, 2, 2}, {"wide8"});
                }),
                AllOf(StartsWith("data: "), HasSubstr("4 GiB")));
}

TEST(OnnxNetwork, MutatedModelsGiveAnOutlineOrADataError) {
    const test::Bytes whole = test::toBytes(test::smallFaceNetwork().bytes());
    Rng rng(20221106);
    int refused = 0;
    for (int i = 0; i < 100000; ++i) {
        try {
            ASSERT_EQ(readOnnxOutline(test::mutated(whole, rng), "fuzz").inputs.size(), 1U);
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), ErrorCode::Data) << error.what();
            ASSERT_EQ(error.where(), "fuzz");
            ++refused;
        }
    }
    EXPECT_GT(refused, 20000);
    EXPECT_LT(refused, 99000);
}

/// What passes the outline's checks must load and run in OpenCV, or be refused by it. Fewer of them: OpenCV
/// takes 0.2 ms for each.
TEST(OnnxNetwork, MutatedModelsGiveValuesOrAnError) {
    const test::Bytes whole = test::toBytes(test::smallFaceNetwork().bytes());
    const std::vector<float> image(192, 0.5F);
    Rng rng(20221107);
    int ran = 0;
    for (int i = 0; i < 20000; ++i) {
        const test::Bytes bytes = test::mutated(whole, rng);
        try {
            OnnxNetwork network(bytes, "fuzz");
            const auto arrays = network.forward(image, {1, 3, 8, 8}, network.outputNames());
            ASSERT_EQ(arrays.size(), network.outputNames().size());
            ++ran;
        } catch (const Error& error) {
            ASSERT_TRUE(error.code() == ErrorCode::Data || error.code() == ErrorCode::Shape) << error.what();
        }
    }
    EXPECT_GT(ran, 1000);
    EXPECT_LT(ran, 20000);
}

TEST(OnnxNetwork, OpensTheDetectorAtItsOwnAndAnotherSize) {
    const std::filesystem::path file = PF_SOURCE_DIR "/../shared/models/yunet_n_320_320.onnx";
    if (!std::filesystem::exists(file)) {
        GTEST_SKIP() << "no network at " << file;
    }
    OnnxNetwork network(file);
    for (const std::int64_t side : {320, 160}) {
        const std::vector<float> image(static_cast<std::size_t>(3 * side * side), 100.0F);
        const auto arrays = network.forward(image, {1, 3, side, side}, network.outputNames());
        ASSERT_EQ(arrays.size(), network.outputNames().size());
        for (const auto& array : arrays) {
            EXPECT_GT(array.count(), 0U);
            EXPECT_TRUE(std::all_of(array.values.begin(), array.values.end(),
                                    [](float v) { return std::isfinite(v); }));
        }
    }
}

}  // namespace
}  // namespace pf
