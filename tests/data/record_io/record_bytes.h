// RecordIO files put together by hand, byte by byte, for the tests of record_io.
#pragma once

#include <bit>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tests/data/test_images.h"

namespace pf::test {

inline void append(Bytes& out, const Bytes& more) {
    out.insert(out.end(), more.begin(), more.end());
}

inline Bytes littleEndian(std::uint64_t value, int bytes) {
    Bytes out;
    for (int i = 0; i < bytes; ++i) {
        out.push_back(static_cast<std::byte>(value >> (8 * i) & 0xFFU));
    }
    return out;
}

/// One part: magic, flag and length, content, padding.
inline Bytes part(std::uint32_t flag, const Bytes& content) {
    Bytes out = fromHex("0a23d7ce");
    append(out, littleEndian(flag << 29 | content.size(), 4));
    append(out, content);
    out.resize((out.size() + 3) / 4 * 4);
    return out;
}

/// An image's header and, behind it, labels and payload.
inline Bytes imageContent(float label, std::uint64_t id, const Bytes& payload,
                          const std::vector<float>& labels = {}) {
    Bytes out = littleEndian(labels.size(), 4);
    append(out, littleEndian(std::bit_cast<std::uint32_t>(label), 4));
    append(out, littleEndian(id, 8));
    append(out, littleEndian(0, 8));
    for (const float value : labels) {
        append(out, littleEndian(std::bit_cast<std::uint32_t>(value), 4));
    }
    append(out, payload);
    return out;
}

inline Bytes range(std::uint64_t id, float first, float end) {
    return part(0, imageContent(0.0F, id, {}, {first, end}));
}

/// A .rec and its .idx, growing record by record.
struct RecordBytes {
    Bytes rec;
    std::string idx;
    std::vector<std::size_t> offsets;

    void add(std::uint64_t key, const Bytes& record) {
        offsets.push_back(rec.size());
        idx += std::to_string(key) + "\t" + std::to_string(rec.size()) + "\n";
        append(rec, record);
    }
    /// Writes both, and returns the .rec's path.
    std::filesystem::path write(const TempFolder& folder, const std::string& name = "set") const {
        folder.write(name + ".idx", idx);
        return folder.write(name + ".rec", rec);
    }
};

/// A payload that any reader can decode and that differs by `number`.
inline Bytes smallImage(int number) {
    return encodedImage(".png", 6 + number % 3, 5, 10 * number);
}

/// insightface's layout with `counts[k]` images of identity k, whose payloads are smallImage(key).
inline RecordBytes insightfaceSet(const std::vector<int>& counts) {
    RecordBytes set;
    int images = 0;
    for (const int count : counts) {
        images += count;
    }
    const auto end = static_cast<float>(images + 1);
    set.add(0, range(0, end, end + static_cast<float>(counts.size())));
    int key = 1;
    std::vector<float> starts;
    for (std::size_t identity = 0; identity < counts.size(); ++identity) {
        starts.push_back(static_cast<float>(key));
        for (int i = 0; i < counts[identity]; ++i, ++key) {
            set.add(static_cast<std::uint64_t>(key),
                    part(0, imageContent(static_cast<float>(identity), static_cast<std::uint64_t>(key),
                                         smallImage(key))));
        }
    }
    starts.push_back(end);
    for (std::size_t identity = 0; identity < counts.size(); ++identity, ++key) {
        const auto id = static_cast<std::uint64_t>(key);
        set.add(id, range(id, starts[identity], starts[identity + 1]));
    }
    return set;
}

}  // namespace pf::test
