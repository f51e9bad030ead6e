// The --help of the program and of every verb against tests/app/help.txt. After a change of a help text:
//   PF_UPDATE_GOLDEN=1 build/tests/app_test --gtest_filter='Help.*'     and read the difference before it
//   goes in
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "core/base/atomic_file.h"
#include "tests/app/probface.h"

namespace pf {
namespace {

const std::string kGolden = PF_SOURCE_DIR "/tests/app/help.txt";
const std::string kPrompt = "$ probface ";

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> all;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        all.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return all;
}

/// The verbs of a program's own --help: the first words below the titles of its groups.
std::vector<std::string> verbsOf(const std::string& help) {
    std::vector<std::string> verbs;
    for (const std::string& line : lines(help)) {
        if (line.starts_with("  ") && line.find_first_not_of(' ') == 2 && line[2] >= 'a' && line[2] <= 'z' &&
            line.find("  ", 3) != std::string::npos) {
            verbs.push_back(line.substr(2, line.find(' ', 2) - 2));
        }
    }
    return verbs;
}

/// What each call prints, by what is typed after "probface ".
std::map<std::string, std::string> goldenTexts() {
    std::map<std::string, std::string> texts;
    std::string* text = nullptr;
    for (const std::string& line : lines(readTextFile(kGolden))) {
        if (line.starts_with(kPrompt)) {
            text = &texts[line.substr(kPrompt.size())];
        } else if (text != nullptr) {
            *text += line + "\n";
        }
    }
    return texts;
}

TEST(Help, OfEveryVerbIsTheGoldenOne) {
    std::map<std::string, std::string> said;
    std::vector<std::string> order = {"--help"};
    for (std::size_t i = 0; i < order.size(); ++i) {
        std::vector<std::string> arguments = {"--help"};
        if (i > 0) {
            arguments.insert(arguments.begin(), order[i]);
        }
        const test::Ended ended = test::runProgram(test::probface(arguments));
        ASSERT_EQ(ended.code, 0) << order[i];
        ASSERT_EQ(ended.err, "") << order[i];
        if (i == 0) {
            const auto verbs = verbsOf(ended.out);
            order.insert(order.end(), verbs.begin(), verbs.end());
        }
        // How many threads there are is the machine's.
        said[i > 0 ? order[i] + " --help" : order[i]] =
            std::regex_replace(ended.out, std::regex("--threads INT=[0-9]+ "), "--threads INT=N ");
    }
    EXPECT_GE(order.size(), 19U) << "the program and its eighteen verbs";
    if (std::getenv("PF_UPDATE_GOLDEN") != nullptr) {
        std::ofstream file(kGolden);
        for (std::size_t i = 0; i < order.size(); ++i) {
            const std::string call = i > 0 ? order[i] + " --help" : order[i];
            file << kPrompt << call << "\n" << said[call];
        }
        GTEST_SKIP() << kGolden << " was written";
    }
    const auto golden = goldenTexts();
    EXPECT_EQ(golden.size(), said.size());
    for (const auto& [call, text] : said) {
        ASSERT_TRUE(golden.contains(call)) << call << " is not in " << kGolden;
        EXPECT_EQ(text, golden.at(call)) << call;
    }
}

}  // namespace
}  // namespace pf
