#include "core/data/record_io/record_writer.h"

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/data/images/image_decoder.h"
#include "core/data/record_io/record_set.h"
#include "core/data/sets/face_sources.h"
#include "tests/data/record_io/record_bytes.h"
#include "tests/support/matchers.h"

namespace pf {
namespace {

namespace fs = std::filesystem;
using test::Bytes;
using namespace matchers;
using test::smallImage;
using test::TempFolder;

const std::vector<std::string> kPeople = {"ann", "bob", "cid", "dan"};

/// Image `i` of 10: identity 2 has none.
std::uint32_t labelOf(int i) {
    return i < 4 ? 0U : i < 7 ? 1U : 3U;
}

void addImages(RecordWriter& writer, int begin, int end) {
    for (int i = begin; i < end; ++i) {
        writer.add(smallImage(i), labelOf(i), std::to_string(i) + ".png");
    }
}

std::vector<std::string> contents(const fs::path& record) {
    std::vector<std::string> texts;
    for (const char* extension : {".rec", ".idx", ".lst", ".property"}) {
        texts.push_back(readTextFile(fs::path(record).replace_extension(extension)));
    }
    return texts;
}

class RecordWriterTest : public testing::Test {
  protected:
    void SetUp() override {
        RecordWriter writer(whole_);
        addImages(writer, 0, 10);
        writer.finish(kPeople, 7, 5);
    }
    TempFolder folder_;
    fs::path whole_ = folder_.path() / "whole.rec";
    fs::path parts_ = folder_.path() / "parts.rec";
};

TEST_F(RecordWriterTest, WhatIsWrittenIsReadBack) {
    const FaceSetPtr set = openRecordSet(whole_);
    ASSERT_EQ(set->size(), 10U);
    EXPECT_THAT(set->identities(), ElementsAre("ann", "bob", "dan"));
    EXPECT_THAT(set->droppedIdentities(), ElementsAre("2"));
    EXPECT_THAT(set->skipped(), IsEmpty());
    // The first image is 5 x 6.
    EXPECT_THAT(set->notes(),
                ElementsAre(HasSubstr("images are 5 x 7, but the first one in whole.rec is 5 x 6")));
    for (int i = 0; i < 10; ++i) {
        const auto index = static_cast<std::size_t>(i);
        const FaceInfo face = set->info(index);
        EXPECT_EQ(set->encoded(index), smallImage(i));
        EXPECT_EQ(face.name, kPeople[labelOf(i)] + "/" + std::to_string(i) + ".png");
        EXPECT_EQ(set->identities()[static_cast<std::size_t>(face.label)], kPeople[labelOf(i)]);
    }
    EXPECT_EQ(readTextFile(fs::path(whole_).replace_extension(".property")), "4,7,5");
}

TEST_F(RecordWriterTest, ReadsBackTheSameWithoutItsIndex) {
    const FaceSetPtr with = openRecordSet(whole_);
    fs::remove(fs::path(whole_).replace_extension(".idx"));
    const FaceSetPtr without = openRecordSet(whole_);
    EXPECT_EQ(with->hash(), without->hash());
    EXPECT_EQ(with->droppedIdentities(), without->droppedIdentities());
}

TEST_F(RecordWriterTest, AnInterruptedWritingEndsAsAnUninterruptedOne) {
    const auto expected = contents(whole_);
    for (const int stop : {0, 1, 4, 5, 9, 10}) {
        for (const bool wentOn : {false, true}) {
            RecordWriter::State state;
            {
                RecordWriter writer(parts_);
                addImages(writer, 0, stop);
                state = writer.flush();
                if (wentOn) {
                    addImages(writer, stop, 10);
                    writer.flush();
                }
            }
            EXPECT_EQ(state.images, static_cast<std::uint64_t>(stop));
            RecordWriter writer(parts_, &state);
            addImages(writer, stop, 10);
            writer.finish(kPeople, 7, 5);
            EXPECT_EQ(contents(parts_), expected) << stop << wentOn;
        }
    }
}

TEST_F(RecordWriterTest, AFinishedSetCanBeGoneOnWith) {
    const auto expected = contents(whole_);
    RecordWriter::State state;
    {
        RecordWriter writer(parts_);
        addImages(writer, 0, 6);
        state = writer.flush();
        writer.finish(kPeople, 7, 5);
    }
    RecordWriter writer(parts_, &state);
    EXPECT_FALSE(fs::exists(fs::path(parts_).replace_extension(".property")));
    addImages(writer, 6, 10);
    writer.finish(kPeople, 7, 5);
    EXPECT_EQ(contents(parts_), expected);
}

TEST_F(RecordWriterTest, RefusesToGoOnWithOtherFiles) {
    RecordWriter::State state;
    {
        RecordWriter writer(parts_);
        addImages(writer, 0, 6);
        state = writer.flush();
    }
    const auto resume = [&](RecordWriter::State from) {
        return errorOf([&] { RecordWriter(parts_, &from); });
    };
    EXPECT_THAT(resume({state.recordBytes + 4, 6}),
                AllOf(HasSubstr("parts.rec"), HasSubstr("fewer than the")));
    EXPECT_THAT(resume({state.recordBytes, 7}), HasSubstr("parts.idx: line 8 is not"));
    EXPECT_THAT(resume({state.recordBytes, 5}), HasSubstr("not the " + std::to_string(state.recordBytes)));
    std::string list = readTextFile(fs::path(parts_).replace_extension(".lst"));
    folder_.write("parts.lst", list.substr(0, list.size() / 2));
    EXPECT_THAT(resume(state), HasSubstr("parts.lst: it has only"));
    folder_.write("parts.idx", "0\t0\n1\t44\n");
    EXPECT_THAT(resume(state), HasSubstr("parts.idx: line 2 is not that of the record at byte 40"));
}

TEST_F(RecordWriterTest, RefusesWhatTheLayoutCannotHold) {
    RecordWriter writer(parts_);
    writer.add(smallImage(1), 3, "a");
    EXPECT_THAT(errorOf([&] { writer.add(smallImage(1), 2, "b.png"); }),
                AllOf(HasSubstr("b.png"), HasSubstr("identity 2 comes after identity 3")));
    EXPECT_THAT(errorOf([&] { writer.add({}, 3, "c"); }), HasSubstr("no bytes"));
    EXPECT_THAT(errorOf([&] { writer.add(smallImage(1), 20'000'000, "d"); }), HasSubstr("16,777,216"));
    EXPECT_THAT(errorOf([&] { writer.add(smallImage(1), 3, "e\tf"); }), HasSubstr("a tab"));
    EXPECT_THAT(errorOf([&] { writer.finish({"x"}, 1, 1); }), HasSubstr("1 names for 4 identities"));
    EXPECT_THAT(errorOf([&] { writer.finish({"a", "b", "c", "d\n"}, 1, 1); }), HasSubstr("line break"));
    writer.finish({}, 6, 5);
    EXPECT_THAT(errorOf([&] { writer.add(smallImage(1), 3, "g"); }), HasSubstr("finished"));
    const FaceSetPtr set = openRecordSet(parts_);
    EXPECT_EQ(set->info(0).name, "3/a");
    EXPECT_THAT(set->identities(), ElementsAre("3"));
    EXPECT_THAT(set->droppedIdentities(), ElementsAre("0", "1", "2"));
    EXPECT_THAT(errorOf([&] { RecordWriter(folder_.path() / "a.bin"); }), HasSubstr("must end in .rec"));
    EXPECT_THAT(errorOf([&] { RecordWriter(folder_.path() / "none" / "a.rec"); }),
                AllOf(HasSubstr("io: "), HasSubstr("a.rec")));
}

TEST_F(RecordWriterTest, AnUnfinishedFileCanBeRead) {
    {
        RecordWriter writer(parts_);
        addImages(writer, 0, 6);
        writer.flush();
    }
    const FaceSetPtr set = openRecordSet(parts_);
    EXPECT_EQ(set->size(), 6U);
    EXPECT_THAT(set->notes(), ElementsAre(HasSubstr("unfinished")));
}

TEST_F(RecordWriterTest, KeepsTheMagicNumberInsideAnImage) {
    Bytes image = smallImage(1);
    for (int i = 0; i < 3; ++i) {
        image.resize((image.size() + 3) / 4 * 4);
        test::append(image, test::fromHex("0a23d7ce0a23d7ce010203"));
    }
    {
        RecordWriter writer(parts_);
        writer.add(image, 0, "a.png");
        writer.add(smallImage(2), 0, "b.png");
        writer.finish({"ann"}, 7, 5);
    }
    const FaceSetPtr set = openRecordSet(parts_);
    EXPECT_EQ(set->encoded(0), image);
    EXPECT_EQ(set->encoded(1), smallImage(2));
}

TEST_F(RecordWriterTest, KeepsNamesThatAlreadyLieInTheirIdentity) {
    {
        RecordWriter writer(parts_);
        writer.add(smallImage(1), 0, "/data/set/ann/1.png");
        writer.add(smallImage(2), 0, "/elsewhere/2.png");
        writer.add(smallImage(3), 1, "other.rec#3");
        writer.finish({"ann", "b/bob"}, 7, 5);
    }
    EXPECT_EQ(readTextFile(fs::path(parts_).replace_extension(".lst")),
              "1\t0\t/data/set/ann/1.png\n2\t0\tann/2.png\n3\t1\tb/bob/other.rec#3\n");
}

TEST_F(RecordWriterTest, WritesFaces60ByteForByte) {
    const fs::path data = PF_SOURCE_DIR "/../shared/data";
    if (!fs::exists(data / "faces60.rec")) {
        GTEST_SKIP() << "the research images (shared/data/faces60.rec) are not here";
    }
    const FaceSetPtr source = openFaceSet((data / "faces60.rec").string());
    {
        RecordWriter writer(parts_);
        for (std::size_t i = 0; i < source->size(); ++i) {
            const FaceInfo face = source->info(i);
            writer.add(source->encoded(i), static_cast<std::uint32_t>(face.label), face.name);
        }
        writer.finish(source->identities(), 112, 112);
    }
    for (const char* extension : {".rec", ".idx", ".property"}) {
        EXPECT_EQ(readImageFile(fs::path(parts_).replace_extension(extension)),
                  readImageFile(data / (std::string("faces60") + extension)))
            << extension;
    }
}

}  // namespace
}  // namespace pf
