#include "core/formats/onnx/onnx_outline.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/formats/onnx/onnx_listing.h"
#include "tests/support/matchers.h"
#include "tests/support/onnx_models.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using namespace matchers;
using test::OnnxModel;
using testing::Pair;

/// images [open, 3, 2, 2] -> flattened and doubled.
OnnxModel doubledModel() {
    OnnxModel model({0, 3, 2, 2});
    model.constant("two", {1}, [](auto) { return 2.0F; });
    model.node("Flatten", {"images"}, "rows");
    model.node("Mul", {"rows", "two"}, "doubled");
    model.output("doubled", {0, 12});
    return model;
}

OnnxOutline checked(const OnnxModel& model) {
    return readOnnxOutline(test::toBytes(model.bytes()), "net.onnx");
}

OnnxOutline unchecked(const OnnxModel& model) {
    return readUncheckedOnnxOutline(test::toBytes(model.bytes()), "net.onnx");
}

TEST(OnnxOutline, SaysWhatTheFileHolds) {
    const OnnxOutline outline = checked(doubledModel());
    ASSERT_EQ(outline.nodes.size(), 2U);
    EXPECT_EQ(outline.nodes[1].title(), "Mul (node 'Mul_doubled')");
    EXPECT_THAT(outline.nodes[1].inputs, ElementsAre("rows", "two"));
    ASSERT_EQ(outline.constants.size(), 1U);
    EXPECT_EQ(outline.constants[0].stored.floats, 1U);
    EXPECT_EQ(outline.inputs[0].text(), "images [?, 3, 2, 2]");
    EXPECT_THAT(outline.metadata, ElementsAre(Pair("ir_version", "6"), Pair("opset", "9")));
    EXPECT_EQ(outline.unusable, "");
}

TEST(OnnxOutline, ReadsOneNumberAndPackedOnesAlike) {
    OnnxModel model = doubledModel();
    OnnxModel::set(model.node("Conv", {"images", "two"}, "maps"), "strides", test::Sides{2, 3});
    std::string bytes = model.bytes();
    // "ints" is field 8: unpacked by default; the same numbers as one packed record of two bytes.
    const std::size_t place = bytes.find("\x40\x02\x40\x03");
    ASSERT_NE(place, std::string::npos);
    bytes.replace(place, 4, "\x42\x02\x02\x03");
    for (const std::string& content : {model.bytes(), bytes}) {
        const OnnxOutline outline = readUncheckedOnnxOutline(test::toBytes(content), "net.onnx");
        const OnnxAttribute* strides = outline.nodes.back().find("strides");
        ASSERT_NE(strides, nullptr);
        EXPECT_THAT(strides->integers, ElementsAre(2, 3));
    }
}

TEST(OnnxOutline, WhatOpenCvCannotRunIsListedAllTheSame) {
    OnnxModel model = doubledModel();
    model.graph().mutable_initializer(0)->set_data_location(1);
    EXPECT_THAT(errorOf([&] { checked(model); }),
                AllOf(HasSubstr("net.onnx"), HasSubstr("'two'"), HasSubstr("another file")));
    const OnnxOutline outline = unchecked(model);
    EXPECT_THAT(outline.unusable, HasSubstr("another file"));
    const WeightListing listing = listOnnx(outline, "net.onnx");
    ASSERT_EQ(listing.tensors.size(), 1U);
    EXPECT_EQ(listing.tensors[0].bytes, 4U);
    EXPECT_THAT(listing.metadata, Contains(Pair("nodes", "2")));
}

TEST(OnnxOutline, ReadsFilesWithoutTheirWeights) {
    const test::TemporaryFolder folder;
    OnnxModel model = doubledModel();
    model.graph().mutable_initializer(0)->clear_float_data();
    model.graph().mutable_initializer(0)->set_dims(0, 1 << 18);
    model.graph().mutable_initializer(0)->set_raw_data(std::string(4 << 18, 'x'));
    const auto file = folder.write("net.onnx", model.bytes());
    const OnnxOutline outline = readUncheckedOnnxOutline(file);
    ASSERT_EQ(outline.constants.size(), 1U);
    EXPECT_EQ(outline.constants[0].stored.rawBytes, 4U << 18);
    EXPECT_THAT(errorOf([&] { readUncheckedOnnxOutline(folder / "absent.onnx"); }), HasSubstr("io: "));
}

TEST(OnnxOutline, RefusesWhatIsCutOrNotWhatBelongsThere) {
    const std::string whole = doubledModel().bytes();
    for (std::size_t size = 3; size + 7 < whole.size(); size += 7) {
        EXPECT_THAT(errorOf([&] { readOnnxOutline(test::toBytes(whole.substr(0, size)), "net.onnx"); }),
                    HasSubstr("data: net.onnx: is not a usable ONNX model: "))
            << size;
    }
    // The graph's name stored as a number.
    EXPECT_THAT(errorOf([] { readUncheckedOnnxOutline(test::toBytes("\x08\x06\x3A\x02\x08\x01"), "n"); }),
                HasSubstr("data: "));
    EXPECT_THAT(errorOf([] { readUncheckedOnnxOutline(test::toBytes("\x08\x06"), "n"); }),
                HasSubstr("it holds no graph (byte 2)"));
}

TEST(OnnxOutline, RefusesMoreInputsAndNotesThanAnyNetworkHas) {
    std::string notes;
    std::string inputs;
    for (int i = 0; i < (1 << 16) + 1; ++i) {
        notes += std::string("\x72\0", 2);
        inputs += std::string("\x5A\0", 2);
    }
    EXPECT_THAT(errorOf([&] { readUncheckedOnnxOutline(test::toBytes(notes), "n"); }),
                HasSubstr("more notes than the 65536 that can be read"));
    // A graph of 131,074 bytes.
    const std::string graph = "\x3A\x82\x80\x08" + inputs;
    EXPECT_THAT(errorOf([&] { readUncheckedOnnxOutline(test::toBytes(graph), "n"); }),
                HasSubstr("more inputs than the 65536 that can be read"));
}

}  // namespace
}  // namespace pf
