#include "core/base/stand_in.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/bytes.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr const char* kPointer =
    "version https://git-lfs.github.com/spec/v1\noid sha256:5a5a\nsize 174383860\n";

TEST(StandIn, PointersPagesAndRefusalsAreNamedWithTheirCure) {
    EXPECT_THAT(standInProblem(kPointer), AllOf(HasSubstr("Git LFS pointer"), HasSubstr("174,383,860 bytes"),
                                                HasSubstr("git lfs pull")));
    EXPECT_THAT(standInProblem("/annex/objects/SHA256E-s12--ab.pt\n"), HasSubstr("git annex get"));
    for (const char* page :
         {"<!DOCTYPE html>\n<html>", "\xEF\xBB\xBF\n <HTML lang=en>", "<!doctype HTML><p>"}) {
        EXPECT_THAT(standInProblem(page), HasSubstr("web page")) << page;
    }
    for (const char* answer : {"<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>",
                               "{\"error\":\"Repository not found\"}", "404: Not Found", "Entry not found"}) {
        EXPECT_THAT(standInProblem(answer), AllOf(HasSubstr("server's refusal"), HasSubstr("download")));
    }
}

TEST(StandIn, RealFilesPass) {
    for (const std::string& start :
         {std::string(), std::string("PK\x03\x04"), std::string("\x08\x07\x12\x07pytorch"),
          std::string("a.jpg 0\n"), std::string("<?xml version=\"1.0\"?><svg/>"),
          std::string("{\"a\":{\"dtype\":\"F32\"}}"), std::string("version https://example.org\n")}) {
        EXPECT_EQ(standInProblem(start), "") << start;
    }
    const test::TemporaryFolder folder;
    EXPECT_NO_THROW(refuseStandIn(folder.path() / "absent.pt"));
    EXPECT_NO_THROW(refuseStandIn(folder.path()));
    const auto file = folder.write("net.onnx", kPointer);
    EXPECT_THAT(test::errorOf([&] { refuseStandIn(file); }),
                AllOf(HasSubstr("data: "), HasSubstr("net.onnx")));
}

}  // namespace
}  // namespace pf
