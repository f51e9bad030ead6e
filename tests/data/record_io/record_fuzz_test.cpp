// Seeded mutations of a RecordIO set: what comes out is a set, or a pf::Error(Data) that says why.
#include <sys/mman.h>
#include <unistd.h>

#include <gtest/gtest.h>
#include <array>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/data/record_io/record_index.h"
#include "core/data/record_io/record_set.h"
#include "tests/data/record_io/record_bytes.h"
#include "tests/support/mutations.h"

namespace pf {
namespace {

using test::Bytes;
using test::mutated;

/// A small set in insightface's layout with one image of two parts.
test::RecordBytes seedSet() {
    test::RecordBytes set;
    set.add(0, test::range(0, 5, 7));
    for (std::uint64_t key = 1; key <= 4; ++key) {
        Bytes payload(4 + key, static_cast<std::byte>(key));
        if (key == 3) {
            test::append(payload, test::fromHex("000a23d7ce55"));
        }
        Bytes record;
        const Bytes content = test::imageContent(key < 3 ? 0.0F : 1.0F, key, payload);
        if (key == 3) {
            record = test::part(1, Bytes(content.begin(), content.end() - 5));
            test::append(record, test::part(3, Bytes(1, std::byte{0x55})));
        } else {
            record = test::part(0, content);
        }
        set.add(key, record);
    }
    set.add(5, test::range(5, 1, 3));
    set.add(6, test::range(6, 3, 5));
    return set;
}

/// A file without a disk.
class MemoryFile {
  public:
    explicit MemoryFile(const Bytes& bytes) : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)) {
        EXPECT_EQ(::write(descriptor_, bytes.data(), bytes.size()), std::ssize(bytes));
    }
    ~MemoryFile() { ::close(descriptor_); }
    MemoryFile(const MemoryFile&) = delete;
    MemoryFile& operator=(const MemoryFile&) = delete;
    std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

  private:
    int descriptor_;
};

/// Every image that an index names must be found again or be refused, and lie within the file.
void readImages(const RecordFile& file, const RecordIndex& index) {
    ASSERT_LE(index.size(), file.size() / 8);
    ASSERT_EQ(index.labels.size(), index.size());
    ASSERT_TRUE(index.keys.empty() || index.keys.size() == index.size());
    ASSERT_LE(index.lost.size(), file.size());
    for (std::size_t i = 0; i < index.size(); ++i) {
        ASSERT_GE(index.labels[i], -1);
        try {
            const RecordContent content = file.read(index.offsets[i], index.spans[i]);
            ASSERT_LE(content.bytes().size(), file.size());
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), ErrorCode::Data) << error.what();
        }
    }
}

TEST(RecordFuzz, MutatedRecordsAndIndicesGiveImagesOrReasons) {
    const test::RecordBytes seed = seedSet();
    const Bytes idx = test::toBytes(seed.idx);
    Rng rng(20220207);
    std::size_t whole = 0;
    std::size_t fewer = 0;
    for (int i = 0; i < 100'000; ++i) {
        const std::uint64_t what = rng.below(4);
        const Bytes bytes = what == 0 ? seed.rec : mutated(seed.rec, rng);
        if (bytes.empty()) {
            continue;
        }
        const MemoryFile record(bytes);
        const RecordFile file(record.path());
        // An index of the file before, a damaged one, or none.
        const MemoryFile index(what == 3 ? Bytes{} : what == 0 ? mutated(idx, rng) : idx);
        const RecordIndex found = openRecordIndex(file, index.path());
        ASSERT_NO_FATAL_FAILURE(readImages(file, found));
        (found.size() == 4 ? whole : fewer) += 1;
        ASSERT_TRUE(found.size() >= 4 || !found.notes.empty() || found.lostCount > 0);
    }
    EXPECT_GT(whole, 10'000U);
    EXPECT_GT(fewer, 10'000U);
}

TEST(RecordFuzz, MutatedSetsOpenOrGiveADataError) {
    const test::TempFolder folder;
    const test::RecordBytes seed = seedSet();
    const std::array<std::pair<const char*, Bytes>, 4> files = {{
        {"a.rec", seed.rec},
        {"a.idx", test::toBytes(seed.idx)},
        {"a.lst", test::toBytes("1\t0\ta/1\n2\t0\ta/2\n3\t1\tb/3\n4\t1\tb/4\n")},
        {"a.property", test::toBytes("2,112,112")},
    }};
    for (const auto& [name, bytes] : files) {
        folder.write(name, bytes);
    }
    Rng rng(20220208);
    std::size_t opened = 0;
    for (int i = 0; i < 1000; ++i) {
        // The companions stay as earlier rounds left them, so that any mixture comes.
        const auto& [name, bytes] = files[rng.below(files.size())];
        folder.write(name, rng.below(3) == 0 ? bytes : mutated(bytes, rng));
        try {
            const FaceSetPtr set = openRecordSet(folder.path() / "a.rec");
            ++opened;
            for (std::size_t k = 0; k < set->size(); ++k) {
                const FaceInfo face = set->info(k);
                ASSERT_FALSE(face.name.empty());
                ASSERT_LT(face.label, static_cast<int>(set->identities().size()));
                set->encoded(k);
            }
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), ErrorCode::Data) << error.what();
        }
    }
    EXPECT_GT(opened, 300U);
}

}  // namespace
}  // namespace pf
