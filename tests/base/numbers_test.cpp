#include "core/base/numbers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <thread>

#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/records_json.h"
#include "core/base/text.h"
#include "tests/support/comma_locale.h"

namespace pf {
namespace {

/// German writes a comma; Persian a decimal point of two bytes, which the JSON library alone would not
/// survive.
class Numbers : public ::testing::TestWithParam<const char*> {};

TEST_P(Numbers, AreReadAndWrittenWithAPoint) {
    const test::CommaLocale comma(GetParam());
    EXPECT_EQ(readNumber("0.01"), 0.01);
    EXPECT_EQ(readNumber(" +2.5e-3 "), 0.0025);
    EXPECT_EQ(readNumber("-7"), -7.0);
    EXPECT_TRUE(std::isinf(readNumber("-inf").value()));
    for (const char* text : {"", " ", "0,01", "1.5x", "+-1", "1 2", "0x10"}) {
        EXPECT_FALSE(readNumber(text)) << text;
    }
    EXPECT_EQ(formatted("%.4f|%8.3e|%g|%05d|%s", 0.5, 1234.5, 1e-5, 42, "x"),
              "0.5000|1.234e+03|1e-05|00042|x");
    EXPECT_EQ(formatted("%s%.1f", std::string(1000, 'a').c_str(), 1.5), std::string(1000, 'a') + "1.5");
    EXPECT_EQ(formatPercent(0.99154), "99.15 %");
    EXPECT_EQ(formatNumber(1234.5), "1234.5");
    EXPECT_EQ(formatCount(1234567), "1,234,567");
    EXPECT_EQ(formatDuration(3725), "1 h 02 min");
    EXPECT_EQ(parseJson("[0.01, 1e-3, -2.5]"), nlohmann::ordered_json({0.01, 0.001, -2.5}));
    if (!comma.installed()) {
        GTEST_SKIP() << test::kNoCommaLocale;
    }
}

TEST(NumbersOfRecipes, ACommaIsRefusedWithWhatToWrite) {
    try {
        parseConfig("train:\n  schedule:\n    steps: {0: \"0,02\"}\n", "config");
        FAIL() << "0,02 is no number";
    } catch (const Error& error) {
        const std::string said = error.what();
        EXPECT_NE(said.find("write 0.02 with a point"), std::string::npos) << said;
        EXPECT_EQ(said.find("step: rate"), std::string::npos) << said;
    }
}

TEST_P(Numbers, OfRecordsAndRecipesComeBack) {
    Options options;
    options.train.schedule.kind = "step";
    options.train.schedule.steps = {{"0", "0.01"}, {"50%", "0.001"}};
    options.model.input.mean = {127.5, 127.5, 127.5};
    StepRecord step;
    step.step = 12345;
    step.learningRate = 0.001;
    step.terms = {{"loss", 1.5}};
    const std::string config = configText(options);
    const std::string line = recordLine(step);
    const test::CommaLocale comma(GetParam());
    EXPECT_EQ(configText(options), config);
    EXPECT_EQ(configText(parseConfig(config, "config")), config);
    EXPECT_EQ(recordLine(step), line);
    const auto back = parseRecordLine(line);
    ASSERT_TRUE(back);
    EXPECT_EQ(std::get<StepRecord>(*back).learningRate, 0.001);
    EXPECT_EQ(std::get<StepRecord>(*back).terms.at("loss"), 1.5);
    if (!comma.installed()) {
        GTEST_SKIP() << test::kNoCommaLocale;
    }
}

TEST_P(Numbers, ArePlainForOneThreadAndAsBeforeAfterwards) {
    const test::CommaLocale comma(GetParam());
    if (!comma.installed()) {
        GTEST_SKIP() << test::kNoCommaLocale;
    }
    const std::string theirs = std::localeconv()->decimal_point;
    {
        const PlainNumbers plain;
        EXPECT_STREQ(std::localeconv()->decimal_point, ".");
        std::thread([&] { EXPECT_EQ(std::localeconv()->decimal_point, theirs); }).join();
        const PlainNumbers inner;
    }
    EXPECT_EQ(std::localeconv()->decimal_point, theirs);
    resetProcessNumbers();
    EXPECT_STREQ(std::localeconv()->decimal_point, ".");
}

INSTANTIATE_TEST_SUITE_P(Locales, Numbers, ::testing::Values(test::kComma, test::kArabicSeparator));

}  // namespace
}  // namespace pf
