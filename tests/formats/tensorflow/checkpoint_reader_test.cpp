#include "core/formats/tensorflow/checkpoint_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>

#include "core/base/rng.h"
#include "tests/formats/tensorflow/bundle_writer.h"
#include "tests/support/bytes.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using test::Bundle;
using test::errorOf;
using test::TemporaryFolder;
using test::writeFile;
using ::testing::HasSubstr;

const std::filesystem::path kGenuine = PF_SOURCE_DIR "/../shared/data/tf_checkpoint";

std::string errorAt(const std::filesystem::path& place) {
    return errorOf([&] { TensorFlowCheckpoint{place}; });
}

std::vector<float> floats(const std::vector<std::byte>& bytes) {
    std::vector<float> values(bytes.size() / sizeof(float));
    std::memcpy(values.data(), bytes.data(), bytes.size());
    return values;
}

Bundle threeShards() {
    Bundle bundle(3);
    for (int i = 0; i < 7; ++i) {
        const std::vector<float> values{static_cast<float>(i), 0.5F, -1.0F};
        bundle.add("net/w" + std::to_string(i), {3}, values);
    }
    bundle.add({"graph", test::kString, {2}, "two texts", 1});
    return bundle;
}

void flip(const std::filesystem::path& file, std::streamoff position) {
    std::fstream stream(file, std::ios::binary | std::ios::in | std::ios::out);
    stream.seekg(position);
    const int byte = stream.get();
    stream.seekp(position);
    stream.put(static_cast<char>(byte ^ 0x10));
}

/// Reads all tensors made of numbers; how many others there are.
std::size_t readAll(const TensorFlowCheckpoint& checkpoint) {
    std::size_t others = 0;
    for (const auto& entry : checkpoint.entries()) {
        if (entry.type == "string") {
            ++others;
        } else {
            checkpoint.read(entry);
        }
    }
    return others;
}

TEST(TensorFlowCheckpoint, ReadsAGenuineOne) {
    if (!std::filesystem::exists(kGenuine)) {
        GTEST_SKIP() << kGenuine << " is not here";
    }
    EXPECT_TRUE(TensorFlowCheckpoint::recognises(kGenuine));
    const TensorFlowCheckpoint checkpoint(kGenuine);
    EXPECT_EQ(checkpoint.file().filename(), "PNet-18.index");
    ASSERT_EQ(checkpoint.dataFiles().size(), 1U);
    ASSERT_EQ(checkpoint.entries().size(), 31U);
    EXPECT_EQ(readAll(checkpoint), 0U);
    const auto* step = checkpoint.find("Variable");
    ASSERT_NE(step, nullptr);
    EXPECT_EQ(step->type, "int32");
    const auto* weights = checkpoint.find("conv3/weights");
    ASSERT_NE(weights, nullptr);
    EXPECT_EQ(weights->shape, (std::vector<std::int64_t>{3, 3, 16, 32}));
    EXPECT_EQ(floats(checkpoint.read(*weights)).size(), 4608U);
    EXPECT_EQ(checkpoint.find("conv3/weight"), nullptr);
    EXPECT_EQ(checkpoint.find("zzz"), nullptr);
    // No byte of the data file is without an owner, so that no damage can hide.
    std::uint64_t bytes = 0;
    for (const auto& entry : checkpoint.entries()) {
        bytes += entry.bytes;
    }
    EXPECT_EQ(bytes, std::filesystem::file_size(checkpoint.dataFiles().front()));
}

TEST(TensorFlowCheckpoint, FindsDamageAnywhereInAGenuineDataFile) {
    if (!std::filesystem::exists(kGenuine)) {
        GTEST_SKIP() << kGenuine << " is not here";
    }
    const TemporaryFolder folder;
    for (const auto& entry : std::filesystem::directory_iterator(kGenuine)) {
        std::filesystem::copy(entry.path(), folder.path());
        std::filesystem::permissions(folder / entry.path().filename().string(),
                                     std::filesystem::perms::owner_write, std::filesystem::perm_options::add);
    }
    const TensorFlowCheckpoint checkpoint(folder.path());
    const auto& file = checkpoint.dataFiles().front();
    for (std::uint64_t i = 0; i < std::filesystem::file_size(file); i += 97) {
        flip(file, static_cast<std::streamoff>(i));
        const std::string message = errorOf([&] { readAll(checkpoint); });
        ASSERT_THAT(message, HasSubstr("is damaged: its checksum does not match")) << i;
        ASSERT_THAT(message, HasSubstr(file.string()));
        flip(file, static_cast<std::streamoff>(i));
    }
    EXPECT_EQ(readAll(checkpoint), 0U);
}

TEST(TensorFlowCheckpoint, ReadsFromSeveralDataFiles) {
    const TemporaryFolder folder;
    threeShards().write(folder / "ckpt-7");
    const TensorFlowCheckpoint checkpoint(folder.path());
    EXPECT_EQ(checkpoint.dataFiles().size(), 3U);
    for (int i = 0; i < 7; ++i) {
        const auto* entry = checkpoint.find("net/w" + std::to_string(i));
        ASSERT_NE(entry, nullptr);
        EXPECT_EQ(floats(checkpoint.read(*entry)), (std::vector<float>{static_cast<float>(i), 0.5F, -1.0F}));
    }
    EXPECT_EQ(readAll(checkpoint), 1U);
    EXPECT_THAT(errorOf([&] { checkpoint.read(*checkpoint.find("graph")); }),
                HasSubstr("'graph' is of the type string, which holds no numbers"));
}

TEST(TensorFlowCheckpoint, LargeTensorsAreChecked) {
    const TemporaryFolder folder;
    Rng rng(3);
    std::vector<float> values((std::size_t{5} << 18) + 3);
    for (float& value : values) {
        value = static_cast<float>(rng.uniform());
    }
    Bundle bundle;
    bundle.add("large", {static_cast<std::int64_t>(values.size())}, values);
    bundle.write(folder / "ckpt");
    const TensorFlowCheckpoint checkpoint(folder.path());
    EXPECT_EQ(readAll(checkpoint), 0U);
    EXPECT_EQ(floats(checkpoint.read(*checkpoint.find("large"))), values);
    flip(checkpoint.dataFiles().front(), 3 << 20);
    EXPECT_THAT(errorOf([&] { readAll(checkpoint); }), HasSubstr("'large' is damaged"));
    EXPECT_THAT(errorOf([&] { checkpoint.read(*checkpoint.find("large")); }),
                HasSubstr("'large' is damaged"));
}

TEST(TensorFlowCheckpoint, OpensEveryWayOfNamingIt) {
    const TemporaryFolder folder;
    threeShards().write(folder / "model.ckpt-7");
    for (const char* name :
         {"", "checkpoint", "model.ckpt-7", "model.ckpt-7.index", "model.ckpt-7.data-00001-of-00003"}) {
        EXPECT_EQ(TensorFlowCheckpoint(folder / name).file(), folder / "model.ckpt-7.index") << name;
        EXPECT_TRUE(TensorFlowCheckpoint::recognises(folder / name)) << name;
    }
    // The file that names it says a place on another computer.
    for (const char* text : {"model_checkpoint_path: \"/home/someone/log/model.ckpt-7\"\n",
                             "model_checkpoint_path: \"F:\\\\log\\\\run\\\\model.ckpt-7\"\n",
                             "  model_checkpoint_path:  'mod\\145l.ckpt-7'  \r\n"}) {
        writeFile(folder / "checkpoint", text);
        EXPECT_EQ(errorAt(folder.path()), "") << text;
    }
    std::filesystem::remove(folder / "checkpoint");
    EXPECT_EQ(errorAt(folder.path()), "") << "the only one is meant";
    threeShards().write(folder / "model.ckpt-8");
    std::filesystem::remove(folder / "checkpoint");
    EXPECT_THAT(errorAt(folder.path()),
                HasSubstr("holds 2 checkpoints (model.ckpt-7.index, model.ckpt-8.index)"));
}

TEST(TensorFlowCheckpoint, PrefersTheFolderItLiesIn) {
    const TemporaryFolder folder;
    threeShards().write(folder / "old/ckpt");
    threeShards().write(folder / "copy/ckpt");
    writeFile(folder / "copy/checkpoint",
              "model_checkpoint_path: \"" + (folder / "old/ckpt").string() + "\"\n");
    EXPECT_EQ(TensorFlowCheckpoint(folder / "copy").file(), folder / "copy/ckpt.index");
    std::filesystem::remove(folder / "copy/ckpt.index");
    EXPECT_EQ(TensorFlowCheckpoint(folder / "copy").file(), folder / "old/ckpt.index");
    writeFile(folder / "checkpoint", "model_checkpoint_path: \"old/ckpt\"\n");
    EXPECT_EQ(TensorFlowCheckpoint(folder.path()).file(), folder / "old/ckpt.index");
}

TEST(TensorFlowCheckpoint, SaysWhichFileIsMissing) {
    const TemporaryFolder folder;
    EXPECT_THAT(errorAt(folder.path()), HasSubstr("io: "));
    EXPECT_THAT(errorAt(folder.path()), HasSubstr("holds no TensorFlow checkpoint"));
    EXPECT_THAT(errorAt(folder / "none"), HasSubstr("none.index is missing"));
    EXPECT_FALSE(TensorFlowCheckpoint::recognises(folder.path()));
    EXPECT_FALSE(TensorFlowCheckpoint::recognises(folder / "none"));
    threeShards().write(folder / "ckpt");
    std::filesystem::remove(folder / "ckpt.data-00001-of-00003");
    EXPECT_THAT(errorAt(folder.path()), HasSubstr("ckpt.data-00001-of-00003: there is no such file"));
    std::filesystem::remove(folder / "ckpt.index");
    EXPECT_THAT(errorAt(folder.path()), HasSubstr("names the checkpoint 'ckpt', but there is no"));
    for (const char* text : {"", "all_model_checkpoint_paths: \"a\"\n"}) {
        writeFile(folder / "checkpoint", text);
        EXPECT_THAT(errorAt(folder.path()), HasSubstr("has no line model_checkpoint_path")) << text;
    }
    for (const char* value :
         {"ckpt", "\"ckpt", "\"", "\"ckpt\\\"", "\"\"", "\"a\\n\"", "\"a\"b\"", "\"\\000\""}) {
        writeFile(folder / "checkpoint", std::string("model_checkpoint_path: ") + value + "\n");
        EXPECT_THAT(errorAt(folder.path()), HasSubstr("is not a quoted text")) << value;
    }
}

TEST(TensorFlowCheckpoint, RefusesACutOrForeignDataFile) {
    const TemporaryFolder folder;
    threeShards().write(folder / "ckpt");
    const auto data = folder / "ckpt.data-00000-of-00003";
    std::filesystem::resize_file(data, std::filesystem::file_size(data) - 1);
    EXPECT_THAT(errorAt(folder.path()), HasSubstr("the tensor 'net/w6' should end at byte 36"));
    EXPECT_THAT(errorAt(folder.path()), HasSubstr("has only 35; it is cut off"));
    writeFile(data, "");
    EXPECT_THAT(errorAt(folder.path()), HasSubstr("has only 0; it is cut off"));
    writeFile(folder / "ckpt.index", "");
    EXPECT_THAT(errorAt(folder.path()), HasSubstr("ckpt.index: it is empty"));
    EXPECT_FALSE(TensorFlowCheckpoint::recognises(folder.path()));
}

}  // namespace
}  // namespace pf
