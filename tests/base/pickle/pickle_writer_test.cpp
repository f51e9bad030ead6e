#include "core/base/pickle/pickle_writer.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/base/pickle/pickle_reader.h"
#include "tests/support/bytes.h"

namespace pf {
namespace {

using test::Bytes;

ByteSink into(Bytes& out) {
    return [&out](std::span<const std::byte> bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); };
}

TEST(PickleWriter, WritesWhatPythonWrites) {
    Bytes out;
    PickleWriter pickle(into(out));
    pickle.begin();
    pickle.beginList();
    pickle.addBytes(test::toBytes("ab"));
    pickle.addBytes({});
    pickle.endList();
    pickle.beginList();
    pickle.addFlag(true);
    pickle.endList();
    pickle.endPair();
    // pickletools.dis: PROTO 3, EMPTY_LIST, MARK, BINBYTES 'ab', BINBYTES '', APPENDS, EMPTY_LIST, MARK,
    // NEWTRUE, APPENDS, TUPLE2, STOP.
    EXPECT_EQ(out, test::fromHex("80035d28420200000061624200000000655d288865862e"));
}

TEST(PickleWriter, AnEmptyPairIsTwoEmptyLists) {
    Bytes out;
    PickleWriter pickle(into(out));
    pickle.begin();
    pickle.beginList();
    pickle.endList();
    pickle.beginList();
    pickle.endList();
    pickle.endPair();
    EXPECT_EQ(out, test::fromHex("80035d5d862e"));
}

Bytes listsOf(std::size_t images, std::size_t cutAfter) {
    Bytes out;
    auto pickle = std::make_unique<PickleWriter>(into(out));
    pickle->begin();
    pickle->beginList();
    for (std::size_t i = 0; i < images; ++i) {
        if (i == cutAfter) {
            pickle = std::make_unique<PickleWriter>(into(out));
            pickle->continueList(i);
        }
        pickle->addBytes(test::toBytes(std::to_string(i)));
    }
    pickle->endList();
    pickle->beginList();
    for (std::size_t i = 0; i < images / 2; ++i) {
        pickle->addFlag(i % 3 == 0);
    }
    pickle->endList();
    pickle->endPair();
    return out;
}

TEST(PickleWriter, IsReadBackWhateverTheLength) {
    for (const std::size_t images : {2U, 998U, 1000U, 2000U, 2002U, 4010U}) {
        const Bytes out = listsOf(images, images);
        const PickleDocument document(out, "test");
        const PickleValue root = document.root();
        ASSERT_EQ(root.kind(), PickleKind::Tuple);
        const PickleValue list = root.item(0);
        ASSERT_EQ(list.size(), images);
        for (std::size_t i = 0; i < images; ++i) {
            ASSERT_EQ(test::toText(list.item(i).asBytes()), std::to_string(i));
        }
        const auto flags = root.item(1).asBools();
        ASSERT_EQ(flags.size(), images / 2);
        for (std::size_t i = 0; i < flags.size(); ++i) {
            ASSERT_EQ(flags[i], i % 3 == 0) << i;
        }
    }
}

TEST(PickleWriter, ALaterWriterGoesOnWithTheSameBytes) {
    const Bytes whole = listsOf(2500, 2500);
    for (const std::size_t cut : {1U, 999U, 1000U, 1001U, 2000U, 2499U}) {
        EXPECT_EQ(listsOf(2500, cut), whole) << cut;
    }
}

}  // namespace
}  // namespace pf
