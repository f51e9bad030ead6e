#include "core/eval/search/mat_file.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>

#include "core/base/error.h"
#include "tests/eval/search/identification_fixtures.h"
#include "tests/support/failures.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using namespace test;
using Names = std::vector<std::string>;

std::string content(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Reads all that can be read.
void readEverything(const std::filesystem::path& path) {
    const MatFile file(path);
    for (const auto& name : file.names()) {
        failure([&] { file.numbers(name); });
        failure([&] { file.textCells(name); });
        failure([&] { file.numberCells(name); });
    }
}

TEST(MatFile, ReadsWhatMatioWrote) {
    const test::TemporaryFolder folder;
    for (const auto compression : {MAT_COMPRESSION_NONE, MAT_COMPRESSION_ZLIB}) {
        MatWriter(folder / "a.mat", compression)
            .doubles("column", {3, 0, 4294967295.0})
            .ints("row", {1, 2})
            .ints("one", {7})
            .texts("texts", {"a b", "", "c"})
            .intCells("lists", {{1}, {2, 3}});
        const MatFile file(folder / "a.mat");
        EXPECT_EQ(file.names(), (Names{"column", "row", "one", "texts", "lists"}));
        EXPECT_EQ(file.numbers("column"), (MatFile::Numbers{3, 0, 4294967295U}));
        EXPECT_EQ(file.numbers("row"), (MatFile::Numbers{1, 2}));
        EXPECT_EQ(file.numbers("one"), (MatFile::Numbers{7}));
        EXPECT_EQ(file.textCells("texts"), (Names{"a b", "", "c"}));
        EXPECT_EQ(file.numberCells("lists"), (std::vector<MatFile::Numbers>{{1}, {2, 3}}));
    }
}

TEST(MatFile, RefusesEveryCutFile) {
    const test::TemporaryFolder folder;
    for (const auto compression : {MAT_COMPRESSION_NONE, MAT_COMPRESSION_ZLIB}) {
        MatWriter(folder / "a.mat", compression).ints("list", {1, 2, 3, 4}).texts("texts", {"abc", "de"});
        const auto whole = content(folder / "a.mat");
        std::size_t accepted = 0;
        for (std::size_t size = 0; size < whole.size(); ++size) {
            folder.write("cut.mat", whole.substr(0, size));
            const auto message = failure([&] { readEverything(folder / "cut.mat"); });
            accepted += message == "no error" ? 1 : 0;
            if (message != "no error") {
                expectContains(message, {"cut.mat"});
            }
        }
        // A file may end after its header and after a variable; nowhere else, but for padding.
        EXPECT_LE(accepted, 2U + (compression == MAT_COMPRESSION_NONE ? 8U : 0U));
        EXPECT_GE(accepted, 2U);
    }
}

TEST(MatFile, RefusesSizesThatTheFileCannotHold) {
    const test::TemporaryFolder folder;
    MatWriter(folder / "a.mat", MAT_COMPRESSION_NONE)
        .ints("list", {1, 2, 3, 4})
        .texts("texts", {"abc", "de"});
    const auto whole = content(folder / "a.mat");
    // Dimensions follow the flags: 128 of header, 8 of tag, 16 of flags, 8 of tag.
    const auto withDims = [&](std::size_t start, std::uint32_t rows, std::uint32_t columns) {
        auto bytes = whole;
        for (std::size_t i = 0; i < 4; ++i) {
            bytes[start + i] = static_cast<char>(rows >> (8 * i));
            bytes[start + 4 + i] = static_cast<char>(columns >> (8 * i));
        }
        folder.write("bad.mat", bytes);
        return failure([&] { MatFile file(folder / "bad.mat"); });
    };
    EXPECT_EQ(withDims(160, 1, 4), "no error");
    expectContains(withDims(160, 1, 5), {"bad.mat", "variable 'list'", "16 bytes for 5 values"});
    expectContains(withDims(160, 0x7FFFFFFF, 0x7FFFFFFF), {"bad.mat", "2147483647 x 2147483647"});
    const std::size_t cells = whole.find("texts") - 8 - 8;
    expectContains(withDims(cells, 2000000, 1), {"bad.mat", "variable 'texts'", "cut or damaged"});
}

TEST(MatFile, SurvivesDamage) {
    const test::TemporaryFolder folder;
    MatWriter(folder / "a.mat", MAT_COMPRESSION_NONE)
        .ints("list", {1, 2, 3, 4})
        .texts("texts", {"abc", "de"})
        .intCells("lists", {{1}, {2, 3}});
    const auto whole = content(folder / "a.mat");
    std::mt19937_64 random(3);
    std::size_t refused = 0;
    for (int round = 0; round < 1000; ++round) {
        auto bytes = whole;
        for (std::uint64_t i = 0; i <= random() % 3; ++i) {
            bytes[128 + random() % (bytes.size() - 128)] = static_cast<char>(random());
        }
        folder.write("bad.mat", bytes);
        refused += failure([&] { readEverything(folder / "bad.mat"); }) == "no error" ? 0 : 1;
    }
    EXPECT_GT(refused, 500U);
}

}  // namespace
}  // namespace pf
