#include "core/base/config/config_file.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "core/base/config/field_table.h"
#include "core/base/error.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

/// The message of the Error(Config) that `work` throws.
template <typename Work>
std::string configError(const Work& work) {
    try {
        work();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Config) << error.what();
        return error.what();
    }
    ADD_FAILURE() << "no error";
    return "";
}

void expectContains(const std::string& text, const std::string& part) {
    EXPECT_NE(text.find(part), std::string::npos) << text;
}

TEST(FieldTable, KeysAreUniqueAndDocumented) {
    std::set<std::string> keys;
    for (const auto& field : fieldTable()) {
        EXPECT_TRUE(keys.insert(field.key).second) << field.key;
        EXPECT_FALSE(field.doc.empty()) << field.key;
        EXPECT_NE(sectionTitle(field.section()), field.section()) << field.key;
    }
}

TEST(FieldTable, EveryDefaultReadsBack) {
    const Options defaults;
    for (const auto& field : fieldTable()) {
        Options options;
        setFieldText(field, options, fieldText(field, defaults), "test");
        EXPECT_EQ(fieldText(field, options), fieldText(field, defaults)) << field.key;
        EXPECT_TRUE(isDefault(field, options)) << field.key;
    }
}

TEST(Config, WrittenConfigReadsBackTheSame) {
    const test::TemporaryFolder folder;
    Options options;
    options.data.train = {"/a path/with: odd, #characters", "synthetic:identities=3,images=2"};
    options.evaluation.sets = {{"lfw", "/data/lfw.bin"}, {"held out", "synthetic:pairs=10"}};
    options.train.schedule.steps = {{"0", "0.1"}, {"25%", "0.01"}};
    options.loss.mlsWeight = 0.125;
    options.augment.flip = false;
    for (const bool withDocs : {false, true}) {
        const auto file = folder.write("config.yaml", configText(options, withDocs));
        EXPECT_EQ(configText(loadConfig(file)), configText(options));
    }
}

TEST(Config, AnUnknownKeyNamesFileLineAndTheNearestKey) {
    const test::TemporaryFolder folder;
    const auto file = folder.write("bad.yaml", "train:\n  epochs: 3\n  momentm: 0.9\n");
    const std::string message = configError([&] { loadConfig(file); });
    expectContains(message, "bad.yaml:3");
    expectContains(message, "train.momentm");
    expectContains(message, "did you mean 'train.momentum'");
}

TEST(Config, ADuplicateKeyIsAnError) {
    const test::TemporaryFolder folder;
    const auto file = folder.write("twice.yaml", "train:\n  epochs: 3\n  epochs: 4\n");
    const std::string message = configError([&] { loadConfig(file); });
    expectContains(message, "twice.yaml:3");
    expectContains(message, "twice");
}

TEST(Config, AKeyOfAnEarlierVersionIsReadAndWrittenByItsNewName) {
    const Options options = parseConfig("evaluation:\n  far_target: 0.01\n", "old.yaml");
    EXPECT_EQ(options.evaluation.fmrTarget, 0.01);
    expectContains(configText(options, false), "  fmr_target: 0.01\n");
    EXPECT_EQ(configText(options, false).find("far_target"), std::string::npos);
    expectContains(
        configError([] { parseConfig("evaluation:\n  far_target: 0.01\n  fmr_target: 0.1\n", "x.yaml"); }),
        "given twice");
}

TEST(Config, WrongTypesAndImpossibleValuesNameTheRange) {
    const std::pair<const char*, const char*> cases[] = {
        {"train:\n  epochs: many\n", "whole number"},
        {"train:\n  epochs: 0\n", "1 to"},
        {"train:\n  epochs: 2.5\n", "whole number"},
        {"train:\n  momentum: .nan\n", "number"},
        {"train: 3\n", "section"},
        {"augment:\n  flip: perhaps\n", "true or false"},
        {"loss:\n  constraint:\n    kind: l3\n", "one of none, l1, l2"},
        {"train:\n  schedule:\n    steps: {half: 0.1}\n", "percentage"},
        {"evaluation:\n  discard: [0, 1.5]\n", "0.999"},
        {"- 1\n- 2\n", "no options"},
        {"a: [1, 2\n", "YAML"},
    };
    const test::TemporaryFolder folder;
    for (const auto& [text, part] : cases) {
        const auto file = folder.write("bad.yaml", text);
        expectContains(configError([&] { loadConfig(file); }), part);
    }
}

TEST(Config, IncludeComesFirstAndIsOverridden) {
    const test::TemporaryFolder folder;
    folder.write("base.yaml", "train:\n  epochs: 7\n  momentum: 0.5\n");
    const auto file = folder.write("own.yaml", "include: base.yaml\ntrain:\n  epochs: 2\n");
    const Options options = loadConfig(file);
    EXPECT_EQ(options.train.epochs, 2);
    EXPECT_DOUBLE_EQ(options.train.momentum, 0.5);
    folder.write("base.yaml", "include: own.yaml\n");
    expectContains(configError([&] { loadConfig(file); }), "includes itself");
}

TEST(Config, SettingsOverrideAndAddMapEntries) {
    Options options;
    applySetting(options, "train.epochs=3");
    applySetting(options, "evaluation.sets.lfw=/data/a=b.bin");
    applySetting(options, "data.train=/faces/with, comma");
    applySetting(options, "evaluation.discard=0,0.5");
    EXPECT_EQ(options.train.epochs, 3);
    EXPECT_EQ(options.evaluation.sets.at("lfw"), "/data/a=b.bin");
    EXPECT_EQ(options.data.train, TextList{"/faces/with, comma"});
    EXPECT_EQ(options.evaluation.discard, (NumberList{0, 0.5}));
    expectContains(configError([&] { applySetting(options, "train.epoch=3"); }), "train.epochs");
    expectContains(configError([&] { applySetting(options, "no equals"); }), "KEY=VALUE");
    expectContains(configError([&] { applySetting(options, "evaluation.sets.../up=x"); }), "plain name");
}

TEST(Config, ProblemsAreAllListed) {
    Options options;
    options.data.train = {"/nowhere/faces"};
    options.train.identitiesPerBatch = 1;
    options.train.schedule.steps = {{"10", "0.1"}};
    const std::string message = configError([&] { checkOptions(options); });
    for (const char* key :
         {"data.train", "model.backbone.file", "train.identities_per_batch", "train.schedule.steps"}) {
        expectContains(message, key);
    }
}

TEST(Config, EveryPresetLoadsAndCitesItsSource) {
    ASSERT_GE(presets().size(), 10U);
    EXPECT_EQ(presets().front().name, "demo");
    for (const auto& preset : presets()) {
        EXPECT_NO_THROW(loadConfig(preset.file)) << preset.name;
        EXPECT_FALSE(preset.title.empty()) << preset.name;
    }
}

TEST(HomeDirectory, HoldsConfigsAndResourcesWhereverTheProgramWasBuilt) {
    EXPECT_TRUE(std::filesystem::exists(homeDirectory() / "configs/demo.yaml")) << homeDirectory();
    EXPECT_EQ(resolveBuiltin("builtin:demo_backbone.safetensors"),
              homeDirectory() / "resources/demo_backbone.safetensors");
    EXPECT_TRUE(std::filesystem::exists(resolveBuiltin("builtin:demo_backbone.safetensors")));
}

TEST(HomeDirectory, IsWhatTheUserSays) {
    const char* home = std::getenv("PROBFACE_HOME");
    const std::string before = home != nullptr ? home : "";
    ::setenv("PROBFACE_HOME", "/opt/probface", 1);
    EXPECT_EQ(homeDirectory(), "/opt/probface");
    before.empty() ? ::unsetenv("PROBFACE_HOME") : ::setenv("PROBFACE_HOME", before.c_str(), 1);
}

}  // namespace
}  // namespace pf
