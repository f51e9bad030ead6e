// Ctrl+C and kill: the state is saved, the exit code is 130, and the same command continues.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <string>
#include <vector>

#include "tests/app/probface.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using testing::HasSubstr;

class Signals : public testing::Test {
  protected:
    std::vector<std::string> train(const std::string& run, bool resume) const {
        std::vector<std::string> arguments = {"train", "--run-dir", run};
        if (resume) {
            arguments.emplace_back("--resume");
        } else {
            arguments.emplace_back(PF_SOURCE_DIR "/configs/demo.yaml");
            const auto options = test::smallRun(2, 40);
            arguments.insert(arguments.end(), options.begin(), options.end());
        }
        return test::probface(arguments);
    }
    static std::string weights(const std::string& out) { return out.substr(out.rfind("sha256: ")); }

    test::TemporaryFolder folder_;
};

TEST_F(Signals, ATrainingStopsWithACheckpointAndResumesToTheSameWeights) {
    const test::Ended whole = test::runProgram(train("whole", false), folder_.path());
    ASSERT_EQ(whole.code, 0) << whole.err;
    test::ChildProcess first(train("parts", false), folder_.path());
    ASSERT_TRUE(first.readUntil("[1][3]"));
    first.send(SIGINT);
    const test::Ended stopped = first.wait();
    EXPECT_EQ(stopped.code, 130) << stopped.err;
    EXPECT_THAT(stopped.err, HasSubstr("stopped at step"));
    EXPECT_THAT(stopped.err, HasSubstr("--resume --run-dir"));
    test::ChildProcess second(train("parts", true), folder_.path());
    ASSERT_TRUE(second.readUntil("[2][3]"));
    second.send(SIGTERM);
    EXPECT_EQ(second.wait().code, 130);
    const test::Ended last = test::runProgram(train("parts", true), folder_.path());
    EXPECT_EQ(last.code, 0) << last.err;
    EXPECT_EQ(weights(last.out), weights(whole.out));
}

TEST_F(Signals, AConversionStopsAndResumes) {
    const std::vector<std::string> arguments = {"convert", "synthetic:identities=4000,images=4,seed=7",
                                                "--out", "faces.rec", "--resume"};
    test::ChildProcess first(test::probface(arguments), folder_.path());
    ASSERT_TRUE(first.readUntil("faces.rec"));
    first.send(SIGINT);
    const test::Ended stopped = first.wait();
    EXPECT_EQ(stopped.code, 130) << stopped.err;
    EXPECT_THAT(stopped.err, HasSubstr("--resume"));
    EXPECT_TRUE(std::filesystem::exists(folder_ / "faces.rec.part"));
}

}  // namespace
}  // namespace pf
