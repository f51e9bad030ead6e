#include "core/data/align/yunet_decoder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/support/bytes.h"

namespace pf {
namespace {

using test::errorOf;
using ::testing::HasSubstr;

FloatArray zeros(std::size_t rows, std::size_t columns) {
    return {.shape = {1, static_cast<std::int64_t>(rows), static_cast<std::int64_t>(columns)},
            .values = std::vector<float>(rows * columns, 0.0F)};
}

/// Outputs of the newer networks for an input of 64 x 32 (height x width), in which nothing is found.
std::vector<FloatArray> emptyStrides() {
    std::vector<FloatArray> outputs;
    for (const std::size_t fields : {1, 1, 4, 10}) {
        for (const std::size_t cells : {32, 8, 2}) {
            outputs.push_back(zeros(cells, fields));
        }
    }
    return outputs;
}

/// Of the older ones for 64 x 64: grids of 8, 4, 2 and 1 cells a side with 3, 2, 2 and 3 anchors.
constexpr std::size_t kAnchors = 64 * 3 + 16 * 2 + 4 * 2 + 3;
std::vector<FloatArray> emptyAnchors() {
    return {zeros(kAnchors, 14), zeros(kAnchors, 2), zeros(kAnchors, 1)};
}

TEST(YunetDecoder, PlacesACellOfAStrideAsWorkedOutByHand) {
    std::vector<FloatArray> outputs = emptyStrides();
    const std::size_t cell = 2 * 2 + 1;  // of stride 16: row 2, column 1
    outputs[1].values[cell] = 0.81F;
    outputs[4].values[cell] = 1.5F;  // clamped to 1
    const std::vector<float> box = {0.5F, -0.25F, std::log(2.0F), 0.0F};
    std::copy(box.begin(), box.end(), outputs[7].values.begin() + static_cast<std::ptrdiff_t>(cell * 4));
    outputs[10].values[cell * 10] = 0.25F;
    outputs[10].values[cell * 10 + 9] = -1.0F;
    const auto faces = decodeYunet(YunetLayout::PerStride, outputs, 64, 32, 0.5, "net.onnx");
    ASSERT_EQ(faces.size(), 1U);
    EXPECT_NEAR(faces[0].score, 0.9, 1e-6);
    EXPECT_FLOAT_EQ(faces[0].box[0], 1.5F * 16 - 16);  // middle 24, width 32
    EXPECT_FLOAT_EQ(faces[0].box[1], 1.75F * 16 - 8);  // middle 28, height 16
    EXPECT_FLOAT_EQ(faces[0].box[2], 32);
    EXPECT_FLOAT_EQ(faces[0].box[3], 16);
    EXPECT_FLOAT_EQ(faces[0].points[0], 1.25F * 16);
    EXPECT_FLOAT_EQ(faces[0].points[1], 32);
    EXPECT_FLOAT_EQ(faces[0].points[9], 16);
    EXPECT_TRUE(decodeYunet(YunetLayout::PerStride, outputs, 64, 32, 0.91, "net.onnx").empty());
}

TEST(YunetDecoder, PlacesAnAnchorAsWorkedOutByHand) {
    std::vector<FloatArray> outputs = emptyAnchors();
    const std::size_t anchor = 64 * 3 + (1 * 4 + 2) * 2 + 1;  // step 16, row 1, column 2, side 48
    outputs[1].values[2 * anchor + 1] = 0.64F;
    outputs[2].values[anchor] = 1.0F;
    float* at = outputs[0].values.data() + anchor * 14;
    at[0] = 1.0F;                    // x + 4.8
    at[2] = 10.0F * std::log(2.0F);  // width x 2
    at[3] = 5.0F * std::log(0.5F);   // height x 0.5
    at[4] = -2.0F;                   // left eye's x - 9.6
    const auto faces = decodeYunet(YunetLayout::Anchors, outputs, 64, 64, 0.5, "net.onnx");
    ASSERT_EQ(faces.size(), 1U);
    EXPECT_NEAR(faces[0].score, 0.8, 1e-6);
    EXPECT_NEAR(faces[0].box[2], 96, 1e-3);
    EXPECT_NEAR(faces[0].box[3], 24, 1e-3);
    EXPECT_NEAR(faces[0].box[0], 40 + 4.8 - 48, 1e-3);
    EXPECT_NEAR(faces[0].box[1], 24 - 12, 1e-3);
    EXPECT_NEAR(faces[0].points[0], 40 - 9.6, 1e-3);
    EXPECT_NEAR(faces[0].points[1], 24, 1e-3);
}

TEST(YunetDecoder, KnowsTheLayoutsByTheirOutputs) {
    EXPECT_EQ(yunetLayout({"kps_8", "kps_16", "kps_32", "cls_8", "cls_16", "cls_32", "obj_8", "obj_16",
                           "obj_32", "bbox_8", "bbox_16", "bbox_32"},
                          "a.onnx"),
              YunetLayout::PerStride);
    EXPECT_EQ(yunetLayout({"loc", "conf", "iou"}, "a.onnx"), YunetLayout::Anchors);
    EXPECT_EQ(
        errorOf([] {
            yunetLayout({"embedding", "conv_final"}, "a.onnx");
        }),
        "data: a.onnx: it is not a YuNet face detector: its outputs are embedding, conv_final, expected cls, "
        "obj, bbox and kps with _8, _16 and _32, or loc, conf and iou");
    EXPECT_THAT(errorOf([] { yunetLayout({}, "a.onnx"); }), HasSubstr("outputs are none"));
}

TEST(YunetDecoder, RefusesOutputsOfOtherSizesAndValuesThatAreNotFinite) {
    std::vector<FloatArray> outputs = emptyStrides();
    outputs[8].values.pop_back();
    EXPECT_THAT(errorOf([&] { decodeYunet(YunetLayout::PerStride, outputs, 64, 32, 0.5, "a.onnx"); }),
                HasSubstr("shape: a.onnx: its output bbox_32 has 7 values where 8 were expected"));
    outputs = emptyStrides();
    outputs[3].values[5] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_THAT(errorOf([&] { decodeYunet(YunetLayout::PerStride, outputs, 64, 32, 0.5, "a.onnx"); }),
                HasSubstr("numeric: a.onnx: the detector gives scores that are not finite"));
    outputs = emptyStrides();
    outputs[0].values[5] = 1;
    outputs[3].values[5] = 1;
    outputs[6].values[5 * 4 + 2] = 1000;  // e^1000
    EXPECT_THAT(errorOf([&] { decodeYunet(YunetLayout::PerStride, outputs, 64, 32, 0.5, "a.onnx"); }),
                HasSubstr("places that are not finite"));
    outputs = emptyAnchors();
    outputs[1].values.push_back(0);
    EXPECT_THAT(errorOf([&] { decodeYunet(YunetLayout::Anchors, outputs, 64, 64, 0.5, "a.onnx"); }),
                HasSubstr("its output conf has"));
}

DetectedFace boxed(float x, float y, float width, float height, double score) {
    return {.box = {x, y, width, height}, .points = {}, .score = score};
}

TEST(SuppressOverlaps, KeepsTheBestOfEveryHeap) {
    const std::vector<DetectedFace> faces = {boxed(0, 0, 10, 10, 0.7), boxed(5, 0, 10, 10, 0.8),
                                             boxed(40, 0, 10, 10, 0.6), boxed(41, 0, 10, 10, 0.9)};
    const auto kept = suppressOverlaps(faces);  // the first two share 50 of 150
    ASSERT_EQ(kept.size(), 2U);
    EXPECT_EQ(kept[0].box[0], 41);
    EXPECT_EQ(kept[1].box[0], 5);
    EXPECT_EQ(suppressOverlaps(faces, 0.34).size(), 3U);
    EXPECT_EQ(suppressOverlaps(faces, 1.0, 2).size(), 2U);
    EXPECT_TRUE(suppressOverlaps({}).empty());
    // Boxes without any area overlap nothing.
    EXPECT_EQ(suppressOverlaps({boxed(1, 1, 0, 0, 0.5), boxed(1, 1, 0, 0, 0.5)}).size(), 2U);
}

}  // namespace
}  // namespace pf
