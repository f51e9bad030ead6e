#include "core/session/run/method_comparison.h"

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/eval/report/method_table_text.h"
#include "core/session/evaluate/method_tables.h"
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
    // Also where an earlier version wrote the recipe, with a name of then.
    const auto recipe = request.out / "runs/pfe.recipe.yaml";
    std::string old = readTextFile(recipe);
    const auto name = old.find("fmr_target");
    ASSERT_NE(name, std::string::npos);
    writeTextAtomically(recipe, old.replace(name, std::string("fmr_target").size(), "far_target"));
    EXPECT_NO_THROW(compareMethods(request, control, nullptr));
    EXPECT_EQ(timeOf(checkpoint), before);
    // A run of other options is not taken for this one.
    auto other = request;
    other.base.loss.mlsWeight = 0.5;
    EXPECT_THROW(compareMethods(other, control, nullptr), Error);
}

/// Two splits of IJB-A on six people, with a picture for every name.
void writeIjba(const std::filesystem::path& folder) {
    const auto write = [](const std::filesystem::path& file, const std::string& text) {
        std::filesystem::create_directories(file.parent_path());
        writeTextAtomically(file, text);
    };
    const auto faces = openImages({"synthetic:identities=6,images=4,seed=5"});
    for (std::size_t i = 0; i < faces.size(); ++i) {
        const RgbImage image = faces.image(i);
        std::string file =
            "P6 " + std::to_string(image.width) + " " + std::to_string(image.height) + " 255\n";
        file.append(reinterpret_cast<const char*>(image.pixels.data()), image.pixels.size());
        write(folder / ("images/img/" + std::to_string(i) + ".ppm"), file);
    }
    for (const std::string& split : {std::string("1"), std::string("2")}) {
        std::string metadata = "TEMPLATE_ID,SUBJECT_ID,FILE\n";
        std::string comparisons;
        for (int person = 0; person < 6; ++person) {
            for (int half = 0; half < 2; ++half) {
                for (int k = 0; k < 2; ++k) {
                    metadata += std::to_string(2 * person + half) + "," + std::to_string(person) + ",img/" +
                                std::to_string(4 * person + 2 * half + k) + ".ppm\n";
                }
                for (int other = 0; other < 6; ++other) {
                    comparisons +=
                        std::to_string(2 * person + half) + "," + std::to_string(2 * other + 1) + "\n";
                }
            }
        }
        write(folder / ("ijba/split" + split + "/verify_metadata_" + split + ".csv"), metadata);
        write(folder / ("ijba/split" + split + "/verify_comparisons_" + split + ".csv"), comparisons);
    }
}

TEST(MethodComparison, TemplatesAreAColumnOfTheFirstTable) {
    const test::TemporaryFolder folder;
    writeIjba(folder.path());
    auto request = smallRequest(folder.path());
    request.presets = {"base", "probface"};
    request.sets.resize(1);
    request.protocols.ijb = folder / "ijba";
    request.protocols.templateFar = 0.1;
    RunControl control;
    try {
        compareMethods(request, control, nullptr);
        FAIL() << "no images were named";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("--images-root"), std::string::npos) << error.what();
    }
    EXPECT_FALSE(std::filesystem::exists(request.out / "runs")) << "said before anything is trained";
    request.protocols.imagesRoot = folder / "images";
    const auto comparison = compareMethods(request, control, nullptr);
    const MethodTable& table = comparison.tables.front();
    ASSERT_EQ(table.protocols.size(), 1U);
    EXPECT_EQ(table.protocols.front().title, "IJB-A TAR at FAR 10 %");
    EXPECT_TRUE(comparison.tables.back().protocols.empty()) << "once, not under every metric";
    for (const auto& row : table.rows) {
        const MethodCell& cell = row.protocolCells.at(0);
        ASSERT_TRUE(cell.value) << cell.problem;
        EXPECT_EQ(cell.deviation, 0.0) << "both splits are alike";
        EXPECT_LE(cell.rateReached.value(), 0.1);
        // The report beside it says the same.
        const auto text = readTextFile(request.out / row.method / "templates.json");
        EXPECT_NE(text.find("\"protocol\": \"IJB-A\""), std::string::npos);
    }
    const std::string markdown = readTextFile(request.out / "table.md");
    EXPECT_NE(markdown.find("| near | IJB-A TAR at FAR 10 % |"), std::string::npos) << markdown;
    EXPECT_NE(markdown.find("standard deviation over 2 splits"), std::string::npos) << markdown;
    EXPECT_NE(readTextFile(request.out / "table.csv").find("tar@0.1,base,cosine,IJB-A,"), std::string::npos);
    EXPECT_NE(readTextFile(request.out / "report.html").find("Templates 1:1, IJB-A: probface"),
              std::string::npos);
    // The protocol alone is a table too.
    request.sets.clear();
    EXPECT_EQ(compareMethods(request, control, nullptr).tables.front().rows.front().protocolCells.size(), 1U);
}

TEST(MethodTables, HeadsOfOneBackboneShareTheirCosine) {
    const test::TemporaryFolder folder;
    test::trainSmall(test::smallOptions(folder.path()), folder / "run");
    FaceModel model(folder / "run");
    RunControl control;
    const auto measured =
        evaluateModel(model, {{"near", "synthetic:pairs=40,identities=10,images=4,first=5000,seed=7"}},
                      fullEvaluation(), {}, control, nullptr);
    auto templates = std::make_shared<TemplateReport>();
    templates->protocol = "IJB-A";
    templates->splits = {{"split 1"}, {"split 2"}};
    templates->results = {
        {{FusionKind::PfeFuse, 1.0}, PairScoreKind::Mls, {{1e-2, 0.9, 0.01, 0.0098, true}}, {}, 0},
        {{FusionKind::Mean, 1.0}, PairScoreKind::Cosine, {{1e-2, 0.8, 0.01, 0.0098, true}}, {}, 0}};
    const auto tables = methodTables({{"a", "near", measured.front()}, {"b", "near", measured.front()}},
                                     PairScoreKind::Mls, {{"a", templates}, {"b", templates}});
    const MethodTable& table = tables.front();
    ASSERT_EQ(table.rows.size(), 3U);
    EXPECT_EQ(table.rows[0].method, "base");
    EXPECT_EQ(table.rows[0].score, "cosine");
    EXPECT_EQ(table.rows[0].protocolCells.front().value, 0.8);
    EXPECT_EQ(table.rows[1].method, "a");
    EXPECT_EQ(table.rows[1].cells.front().value, measured.front()->report.record.scores.at("mls").accuracy);
    EXPECT_EQ(table.rows[1].protocolCells.front().deviation, 0.01);
    EXPECT_EQ(table.protocols.front().title, "IJB-A TAR at FAR 1 %") << "the nearest that was measured";
    EXPECT_TRUE(tables.back().protocols.empty());
    const std::string markdown = methodTablesText(tables, TableFormat::Markdown);
    EXPECT_NE(markdown.find("**90.00** ± 1.00"), std::string::npos) << markdown;
    EXPECT_NE(methodTablesText(tables, TableFormat::Latex).find("\\textbf{90.00}"), std::string::npos);
    const auto alone = methodTables({{"a", "near", measured.front()}}, PairScoreKind::Mls, {});
    EXPECT_EQ(alone.front().rows.size(), 1U) << "of one method the cosine is no row of its own";
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
