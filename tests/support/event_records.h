// A strict reader of TensorBoard event files, written from the formats' definitions and sharing nothing with
// their writer. Source: tensorflow/core/lib/io/record_writer.h, tensorflow/core/util/event.proto,
// summary.proto.
#pragma once

#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pf::test {

struct EventRecord {
    double wallTime = 0;
    std::int64_t step = 0;
    std::string fileVersion;
    bool isStart = false;  ///< SessionLog.START: steps from this one on are void
    std::vector<std::pair<std::string, float>> scalars;
};

struct EventLog {
    std::vector<EventRecord> events;
    bool isTorn = false;  ///< ends inside a record
};

/// CRC-32C bit by bit, rotated and shifted as TensorFlow stores it.
inline std::uint32_t maskedCrcBitwise(std::string_view bytes) {
    std::uint32_t sum = ~0U;
    for (const char c : bytes) {
        sum ^= static_cast<unsigned char>(c);
        for (int bit = 0; bit < 8; ++bit) {
            sum = sum & 1U ? (sum >> 1) ^ 0x82F63B78U : sum >> 1;
        }
    }
    sum = ~sum;
    return (sum >> 15 | sum << 17) + 0xA282EAD8U;
}

/// The fields of a protobuf message; throws std::runtime_error for what no writer may write.
class WireReader {
  public:
    explicit WireReader(std::string_view bytes) : bytes_(bytes) {}
    bool atEnd() const { return bytes_.empty(); }
    /// Number and wire type of the next field.
    std::pair<std::uint64_t, unsigned> tag() {
        const std::uint64_t value = varint();
        if (value >> 3 == 0) {
            throw std::runtime_error("a field has the number 0");
        }
        return {value >> 3, static_cast<unsigned>(value & 7U)};
    }
    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = static_cast<unsigned char>(take(1)[0]);
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if ((byte & 0x80U) == 0) {
                return value;
            }
        }
        throw std::runtime_error("a varint does not end");
    }
    template <typename T>
    T fixed() {
        T value;
        std::memcpy(&value, take(sizeof(T)).data(), sizeof(T));
        return value;
    }
    std::string_view bytes() { return take(varint()); }

  private:
    std::string_view take(std::uint64_t count) {
        if (count > bytes_.size()) {
            throw std::runtime_error("a field is longer than its message");
        }
        const auto taken = bytes_.substr(0, count);
        bytes_.remove_prefix(count);
        return taken;
    }
    std::string_view bytes_;
};

/// The scalar of a Summary.Value.
inline std::pair<std::string, float> scalarOf(std::string_view bytes) {
    std::pair<std::string, float> scalar;
    for (WireReader reader(bytes); !reader.atEnd();) {
        const auto tag = reader.tag();
        if (tag == std::pair(std::uint64_t{1}, 2U)) {
            scalar.first = reader.bytes();
        } else if (tag == std::pair(std::uint64_t{2}, 5U)) {
            scalar.second = reader.fixed<float>();
        } else {
            throw std::runtime_error("Summary.Value has an unknown field");
        }
    }
    return scalar;
}

inline EventRecord eventOf(std::string_view bytes) {
    EventRecord event;
    for (WireReader reader(bytes); !reader.atEnd();) {
        const auto tag = reader.tag();
        if (tag == std::pair(std::uint64_t{1}, 1U)) {
            event.wallTime = reader.fixed<double>();
        } else if (tag == std::pair(std::uint64_t{2}, 0U)) {
            event.step = static_cast<std::int64_t>(reader.varint());
        } else if (tag == std::pair(std::uint64_t{3}, 2U)) {
            event.fileVersion = reader.bytes();
        } else if (tag == std::pair(std::uint64_t{5}, 2U)) {
            for (WireReader summary(reader.bytes()); !summary.atEnd();) {
                if (summary.tag() != std::pair(std::uint64_t{1}, 2U)) {
                    throw std::runtime_error("Summary has an unknown field");
                }
                event.scalars.push_back(scalarOf(summary.bytes()));
            }
        } else if (tag == std::pair(std::uint64_t{7}, 2U)) {
            WireReader log(reader.bytes());
            if (log.tag() != std::pair(std::uint64_t{1}, 0U) || log.varint() != 1 || !log.atEnd()) {
                throw std::runtime_error("SessionLog is not a START");
            }
            event.isStart = true;
        } else {
            throw std::runtime_error("Event has an unknown field");
        }
    }
    return event;
}

/// All records up to a torn tail, as TensorBoard's loader reads them; throws std::runtime_error for any other
/// damage.
inline EventLog parseEvents(std::string_view bytes) {
    EventLog log;
    while (!bytes.empty()) {
        if (bytes.size() < 12) {
            log.isTorn = true;
            break;
        }
        std::uint64_t length = 0;
        std::uint32_t stored = 0;
        std::memcpy(&length, bytes.data(), 8);
        std::memcpy(&stored, bytes.data() + 8, 4);
        if (stored != maskedCrcBitwise(bytes.substr(0, 8))) {
            throw std::runtime_error("the checksum of a length is wrong");
        }
        if (bytes.size() - 12 < length || bytes.size() - 12 - length < 4) {
            log.isTorn = true;
            break;
        }
        const auto payload = bytes.substr(12, length);
        std::memcpy(&stored, payload.data() + length, 4);
        if (stored != maskedCrcBitwise(payload)) {
            throw std::runtime_error("the checksum of a record is wrong");
        }
        log.events.push_back(eventOf(payload));
        bytes.remove_prefix(16 + length);
    }
    return log;
}

}  // namespace pf::test
