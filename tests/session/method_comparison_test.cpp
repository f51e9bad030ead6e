#include "core/session/method_comparison.h"

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/config_file.h"
#include "core/base/error.h"
#include "tests/session/small_run.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

ComparisonRequest smallRequest(const std::filesystem::path& folder) {
    ComparisonRequest request;
    request.base = test::smallOptions(folder);
    request.base.evaluation.sets.clear();
    request.presets = {"base", "pfe", "probface"};
    request.sets = {{"near", "synthetic:pairs=40,identities=10,images=4,first=5000,seed=7"},
                    {"far", "synthetic:pairs=40,identities=10,images=4,first=9000,seed=8"}};
    request.metrics = {tableMetricOf("accuracy"), tableMetricOf("accuracy@0.3")};
    request.evaluation = fullEvaluation();
    request.out = folder / "table";
    return request;
}

std::filesystem::file_time_type timeOf(const std::filesystem::path& file) {
    return std::filesystem::last_write_time(file);
}

TEST(MethodComparison, TrainsEveryPresetOnceAndFillsTheTable) {
    const test::TemporaryFolder folder;
    const auto request = smallRequest(folder.path());
    RunControl control;
    const auto comparison = compareMethods(request, control, nullptr);
    ASSERT_FALSE(comparison.interrupted);
    ASSERT_EQ(comparison.tables.size(), 2U);
    const MethodTable& table = comparison.tables.front();
    ASSERT_EQ(table.rows.size(), 3U);
    EXPECT_EQ(table.rows[0].score, "cosine");
    EXPECT_EQ(table.rows[1].score, "mls");
    for (const auto& row : table.rows) {
        for (const auto& cell : row.cells) {
            EXPECT_TRUE(cell.value.has_value()) << row.method << ": " << cell.problem;
        }
    }
    for (const char* file : {"table.md", "table.tex", "table.csv", "report.html", "pfe/far/report.json"}) {
        EXPECT_TRUE(std::filesystem::exists(request.out / file)) << file;
    }
    EXPECT_NE(readTextFile(request.out / "table.md").find("| pfe | mls |"), std::string::npos);
    // Called again it finds the runs finished and gives the same table.
    const auto checkpoint = request.out / "runs/pfe/checkpoints/last.safetensors";
    const auto before = timeOf(checkpoint);
    const auto again = compareMethods(request, control, nullptr);
    EXPECT_EQ(timeOf(checkpoint), before);
    EXPECT_EQ(methodTableMarkdown(again.tables.front()), methodTableMarkdown(table));
    // A run of other options is not taken for this one.
    auto other = request;
    other.base.loss.mlsWeight = 0.5;
    EXPECT_THROW(compareMethods(other, control, nullptr), Error);
}

TEST(MethodComparison, StopsAndSaysSo) {
    const test::TemporaryFolder folder;
    RunControl control;
    control.requestStop();
    EXPECT_TRUE(compareMethods(smallRequest(folder.path()), control, nullptr).interrupted);
    EXPECT_FALSE(std::filesystem::exists(folder / "table/table.md"));
}

TEST(MethodComparison, PresetsAreLaidOverTheRecipe) {
    Options base;
    base.data.train = {"/faces"};
    base.model.input.mean = {1, 2, 3};
    const Options pfe = optionsOfPreset(base, "pfe");
    EXPECT_EQ(pfe.data.train, base.data.train);
    EXPECT_EQ(pfe.model.input.mean, base.model.input.mean);  // own_backbone.yaml's are not taken along
    EXPECT_EQ(pfe.model.head.sigma, "vector");
    EXPECT_EQ(pfe.loss.discriminateKind, "none");
    EXPECT_EQ(pfe.run.name, "pfe");
    EXPECT_EQ(methodPreset("method_pfe"), methodPreset("pfe"));
    try {
        methodPreset("probfase");
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("did you mean 'probface'?"), std::string::npos);
    }
}

TEST(MethodComparison, RefusesTablesWithoutRowsColumnsOrNames) {
    const test::TemporaryFolder folder;
    RunControl control;
    auto request = smallRequest(folder.path());
    request.presets = {"pfe", "method_pfe"};
    EXPECT_THROW(compareMethods(request, control, nullptr), Error);
    request.presets.clear();
    EXPECT_THROW(compareMethods(request, control, nullptr), Error);
    request.presets = {"pfe"};
    request.sets.clear();
    EXPECT_THROW(compareMethods(request, control, nullptr), Error);
}

}  // namespace
}  // namespace pf
