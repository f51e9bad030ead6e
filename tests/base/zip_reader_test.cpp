#include "core/base/zip_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/temporary_folder.h"
#include "tests/support/zip_bytes.h"

namespace pf {
namespace {

using test::Bytes;
using test::toBytes;
using test::toText;
using test::ZipPart;
using testing::AllOf;
using testing::HasSubstr;

std::string openError(const Bytes& bytes) {
    return test::errorOf([&] { ZipReader(bytes, "a.zip", "a test"); });
}

/// The error of reading the first entry.
std::string readError(const std::vector<ZipPart>& parts, std::uint64_t maxBytes = 1000) {
    const Bytes bytes = test::zipOf(parts);
    return test::errorOf([&] {
        const ZipReader zip(bytes, "a.zip", "a test");
        zip.read(zip.entries().at(0), maxBytes);
    });
}

TEST(ZipReader, ReadsStoredAndDeflatedEntries) {
    const Bytes bytes =
        test::zipOf({{"n/one", toBytes("first")}, {"n/", {}}, {"n/two", toBytes("second"), true}});
    const ZipReader zip(bytes, "a.zip", "a test");
    ASSERT_EQ(zip.entries().size(), 2U);
    EXPECT_EQ(zip.entries()[0].name, "n/one");
    EXPECT_EQ(zip.find("n/three"), nullptr);
    ASSERT_NE(zip.find("n/two"), nullptr);
    EXPECT_EQ(toText(zip.read(*zip.find("n/one"), 100)), "first");
    EXPECT_EQ(toText(zip.read(*zip.find("n/two"), 100)), "second");
}

TEST(ZipReader, ReadsAFile) {
    const test::TemporaryFolder folder;
    const auto path = folder.write("a.zip", toText(test::zipOf({{"x", toBytes("content")}})));
    const ZipReader zip(path, "a test");
    EXPECT_EQ(toText(zip.read(zip.entries().at(0), 100)), "content");
    EXPECT_EQ(zip.name(), path.string());
    EXPECT_THAT(test::errorOf([&] { ZipReader(folder / "none.zip", "a test"); }),
                AllOf(testing::StartsWith("io: "), HasSubstr("none.zip")));
}

TEST(ZipReader, RefusesAnythingCut) {
    const Bytes whole = test::zipOf({{"x", toBytes("content")}});
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
        EXPECT_THAT(openError(cut), AllOf(testing::StartsWith("data: a.zip: "), HasSubstr("a test")))
            << length;
    }
}

TEST(ZipReader, RefusesAWrongChecksum) {
    EXPECT_THAT(readError({{"x", toBytes("content"), false, 0, 1}}),
                AllOf(HasSubstr("a.zip/x"), HasSubstr("damaged")));
    EXPECT_THAT(readError({{"x", toBytes("content"), true, 0, 1}}), HasSubstr("damaged"));
}

TEST(ZipReader, RefusesSizesThatLie) {
    EXPECT_THAT(readError({{"x", toBytes("content"), true, 100000000}}),
                AllOf(HasSubstr("claims 100000007 bytes"), HasSubstr("refused")));
    EXPECT_THAT(readError({{"x", toBytes("content"), true, 5}}), HasSubstr("cannot be unpacked"));
    EXPECT_THAT(readError({{"x", toBytes("content"), false, 1000}}), HasSubstr("a.zip"));
    EXPECT_THAT(readError({{"x", toBytes("content")}}, 3), HasSubstr("at most 3"));
}

TEST(ZipReader, RefusesNamesThatAppearTwice) {
    EXPECT_THAT(openError(test::zipOf({{"x", toBytes("a")}, {"x", toBytes("b")}})),
                HasSubstr("two entries of one name"));
}

/// Entries of the directory that share the bytes of one: how a small file unpacks to a huge one.
TEST(ZipReader, RefusesEntriesThatShareTheirBytes) {
    const Bytes content(4000, std::byte{7});
    const Bytes one = test::zipOf({{"a", content}});
    Bytes shared = one;
    // The second directory record is the first with another name.
    const std::size_t start = one.size() - 22 - 46 - 1;
    Bytes record(one.begin() + static_cast<std::ptrdiff_t>(start), one.end() - 22);
    record.back() = std::byte{'b'};
    shared.insert(shared.end() - 22, record.begin(), record.end());
    for (const std::size_t place : {shared.size() - 14, shared.size() - 12}) {
        shared[place] = std::byte{2};
    }
    shared[shared.size() - 10] = std::byte{2 * 47};
    EXPECT_THAT(openError(shared), AllOf(HasSubstr("a.zip"), testing::StartsWith("data: ")));
}

}  // namespace
}  // namespace pf
