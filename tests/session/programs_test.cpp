#include "core/session/programs.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "tests/support/matchers.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using namespace matchers;

/// A gate that counts and answers; the state folder is a temporary one.
class Programs : public testing::Test {
  protected:
    void SetUp() override {
        if (const char* old = std::getenv("XDG_STATE_HOME")) {
            before_ = old;
        }
        ::setenv("XDG_STATE_HOME", (folder_ / "state").c_str(), 1);
        // The process remembers what it allowed: every test has a program of its own.
        const auto* info = testing::UnitTest::GetInstance()->current_test_info();
        program_ = folder_.write("net.pt", std::string("program of ") + info->name());
        setProgramGate([this](const ForeignProgram& program) {
            asked_.push_back(program);
            return answer_;
        });
    }
    void TearDown() override {
        setProgramGate({});
        before_ ? ::setenv("XDG_STATE_HOME", before_->c_str(), 1) : ::unsetenv("XDG_STATE_HOME");
    }

    std::filesystem::path stateFile() const { return folder_ / "state/probface/programs"; }
    std::string error(const std::filesystem::path& file) const {
        return test::errorOf([&] { requireAllowedProgram(file); });
    }

    test::TemporaryFolder folder_;
    std::filesystem::path program_;
    std::optional<std::string> before_;
    std::vector<ForeignProgram> asked_;
    bool answer_ = true;
};

TEST_F(Programs, AYesIsRememberedByContent) {
    requireAllowedProgram(program_);
    ASSERT_EQ(asked_.size(), 1U);
    EXPECT_EQ(asked_[0].file, program_);
    EXPECT_EQ(asked_[0].sha256, sha256Hex("program of AYesIsRememberedByContent"));
    EXPECT_EQ(asked_[0].kind, "TorchScript network");
    EXPECT_EQ(readTextFile(stateFile()), asked_[0].sha256 + " net.pt\n");
    requireAllowedProgram(folder_.write("copy.pt", "program of AYesIsRememberedByContent"));
    EXPECT_EQ(asked_.size(), 1U);
    requireAllowedProgram(folder_.write("net.pt", "another program of AYesIsRememberedByContent"));
    EXPECT_EQ(asked_.size(), 2U);
}

TEST_F(Programs, WhatTheStateFileAllowsIsNotAskedAbout) {
    std::filesystem::create_directories(stateFile().parent_path());
    std::ofstream(stateFile()) << "nonsense\n\n"
                               << sha256Hex("program of WhatTheStateFileAllowsIsNotAskedAbout") << " old\n";
    requireAllowedProgram(program_);
    EXPECT_TRUE(asked_.empty());
}

TEST_F(Programs, ANoKeepsItClosedAndIsAskedAgain) {
    answer_ = false;
    EXPECT_THAT(error(program_),
                AllOf(StartsWith("config: "), HasSubstr("net.pt"), HasSubstr("not allowed")));
    EXPECT_THAT(error(program_), StartsWith("config: "));
    EXPECT_EQ(asked_.size(), 2U);
    EXPECT_FALSE(std::filesystem::exists(stateFile()));
}

TEST_F(Programs, AnUnreadableStateAsksAgain) {
    std::filesystem::create_directories(stateFile().parent_path());
    std::ofstream(stateFile(), std::ios::binary) << std::string(2 << 20, 'a');
    requireAllowedProgram(program_);
    EXPECT_EQ(asked_.size(), 1U);
    EXPECT_EQ(readTextFile(stateFile()), asked_[0].sha256 + " net.pt\n");
}

TEST_F(Programs, AFolderThatCannotBeWrittenDoesNotStopTheWork) {
    folder_.write("state", "a file where the folder should be");
    requireAllowedProgram(program_);
    requireAllowedProgram(program_);  // remembered within the process
    EXPECT_EQ(asked_.size(), 1U);
}

TEST_F(Programs, WithoutAGateNothingIsAskedOrRemembered) {
    setProgramGate({});
    requireAllowedProgram(program_);
    EXPECT_FALSE(std::filesystem::exists(stateFile()));
}

TEST_F(Programs, AMissingFileIsSaid) {
    EXPECT_THAT(error(folder_ / "none.pt"), AllOf(StartsWith("io: "), HasSubstr("none.pt")));
    EXPECT_TRUE(asked_.empty());
}

TEST_F(Programs, TwoWorkersAskOnce) {
    std::thread other([this] { requireAllowedProgram(program_); });
    requireAllowedProgram(program_);
    other.join();
    EXPECT_EQ(asked_.size(), 1U);
}

}  // namespace
}  // namespace pf
