#include "core/formats/tensorflow/bundle_index.h"

#include <algorithm>
#include <array>
#include <limits>

#include "core/base/error.h"
#include "core/formats/tensorflow/index_table.h"
#include "core/formats/tensorflow/tensor_bundle.pb.h"

namespace pf {
namespace {

constexpr std::int32_t kMostShards = 99999;  // the file names have five digits
constexpr int kMostDimensions = 254;         // TensorFlow's own limit
constexpr std::size_t kMostNameBytes = std::size_t{64} << 20;
static_assert(kMostIndexBytes <= std::numeric_limits<int>::max(), "protobuf takes int sizes");

struct Type {
    const char* name;
    std::uint64_t bytes;  ///< of an element; 0 when that is not fixed
};

/// By DataType's number. Source: tensorflow/core/framework/types.proto.
constexpr std::array<Type, 24> kTypes{
    {{nullptr, 0},       {"float32", 4}, {"float64", 8},   {"int32", 4},   {"uint8", 1},   {"int16", 2},
     {"int8", 1},        {"string", 0},  {"complex64", 8}, {"int64", 8},   {"bool", 1},    {"qint8", 1},
     {"quint8", 1},      {"qint32", 4},  {"bfloat16", 2},  {"qint16", 2},  {"quint16", 2}, {"uint16", 2},
     {"complex128", 16}, {"float16", 2}, {"resource", 0},  {"variant", 0}, {"uint32", 4},  {"uint64", 8}}};

template <typename Message>
bool parse(Message& message, std::span<const std::byte> bytes) {
    return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

class IndexBuilder {
  public:
    explicit IndexBuilder(const std::string& where) : where_(where) {}

    void add(std::string_view key, std::span<const std::byte> value) {
        if (key.empty()) {
            readHeader(value);
            return;
        }
        failDataIf(index_.shards == 0, where_,
                   "it has no header; it is not a checkpoint of TensorFlow's V2 format");
        nameBytes_ += key.size();
        failDataIf(nameBytes_ > kMostNameBytes, where_,
                   "its tensors' names are longer than 64 MiB in all; no checkpoint has such");
        const std::string name(key);
        // A slice's key is binary; its tensor, which comes later in the order, is the one to name.
        if (std::ranges::any_of(name, [](unsigned char letter) { return letter < 0x20 || letter == 0x7F; })) {
            strangeName_ = true;
            return;
        }
        index_.entries.push_back(readEntry(name, value));
    }

    TensorFlowIndex finished() {
        failDataIf(index_.shards == 0, where_,
                   "it lists nothing at all, not even its own header; it is not a TensorFlow checkpoint");
        failDataIf(strangeName_, where_, "the name of a tensor holds control characters; it is damaged");
        checkOverlaps();
        return std::move(index_);
    }

  private:
    template <typename... Parts>
    void failIf(bool isWrong, const std::string& name, const Parts&... text) const {
        failDataIf(isWrong, where_, "the tensor '", name, "' ", text...);
    }

    void readHeader(std::span<const std::byte> value) {
        tensorflow::BundleHeader header;
        failDataIf(!parse(header, value), where_, "its header is damaged");
        failDataIf(
            header.endianness() != 0, where_,
            "it was written on a big-endian computer, whose byte order is not read; save it again on a "
            "little-endian one");
        failDataIf(header.num_shards() < 1 || header.num_shards() > kMostShards, where_,
                   "its header speaks of ", header.num_shards(), " data files; 1 to 99999 are possible");
        index_.shards = header.num_shards();
    }

    TensorFlowEntry readEntry(const std::string& name, std::span<const std::byte> value) const {
        tensorflow::BundleEntry stored;
        failIf(!parse(stored, value), name, "has a damaged entry");
        failIf(stored.slices_size() > 0, name, "is stored in ", stored.slices_size(),
               " slices of a partitioned variable, which are not read; save it unpartitioned");
        const auto number = static_cast<std::size_t>(stored.dtype());
        failIf(stored.dtype() < 1 || number >= kTypes.size(), name, "has the unknown type number ",
               stored.dtype());
        failIf(stored.shard_id() < 0 || stored.shard_id() >= index_.shards, name, "lies in data file ",
               stored.shard_id(), " of ", index_.shards, " (counted from 0)");
        failIf(stored.offset() < 0 || stored.size() < 0 ||
                   stored.size() > std::numeric_limits<std::int64_t>::max() - stored.offset(),
               name, "has an impossible place: ", stored.size(), " bytes at byte ", stored.offset());
        TensorFlowEntry entry{.name = name,
                              .type = kTypes[number].name,
                              .shape = {},
                              .bytes = static_cast<std::uint64_t>(stored.size()),
                              .shard = stored.shard_id(),
                              .offset = static_cast<std::uint64_t>(stored.offset()),
                              .maskedCrc = stored.crc32c()};
        readShape(entry, stored.shape(), kTypes[number].bytes);
        return entry;
    }

    void readShape(TensorFlowEntry& entry, const tensorflow::Shape& shape, std::uint64_t elementBytes) const {
        failIf(shape.unknown_rank() || shape.dim_size() > kMostDimensions, entry.name,
               "has no shape that is possible for stored values");
        std::uint64_t bytes = elementBytes;
        bool tooMany = false;
        bool empty = false;
        for (const auto& dimension : shape.dim()) {
            const std::int64_t size = dimension.size();
            failIf(size < 0, entry.name, "has the negative size ", size, " in its shape");
            entry.shape.push_back(size);
            empty = empty || size == 0;
            tooMany = tooMany || (size > 0 && bytes > std::numeric_limits<std::uint64_t>::max() /
                                                          static_cast<std::uint64_t>(size));
            bytes *= static_cast<std::uint64_t>(size);
        }
        failIf(elementBytes != 0 && ((tooMany && !empty) || (empty ? 0 : bytes) != entry.bytes), entry.name,
               "has a shape that does not fit its ", entry.bytes, " bytes of ", entry.type);
    }

    /// Bytes that belong to two tensors are a lie about at least one of them.
    void checkOverlaps() const {
        std::vector<const TensorFlowEntry*> byPlace;
        for (const auto& entry : index_.entries) {
            if (entry.bytes > 0) {
                byPlace.push_back(&entry);
            }
        }
        std::ranges::sort(byPlace, {},
                          [](const auto* entry) { return std::pair(entry->shard, entry->offset); });
        for (std::size_t i = 1; i < byPlace.size(); ++i) {
            const TensorFlowEntry& before = *byPlace[i - 1];
            failIf(before.shard == byPlace[i]->shard && byPlace[i]->offset < before.offset + before.bytes,
                   byPlace[i]->name, "lies on the bytes of the tensor '", before.name, "'");
        }
    }

    const std::string& where_;
    TensorFlowIndex index_;
    std::size_t nameBytes_ = 0;
    bool strangeName_ = false;
};

}  // namespace

TensorFlowIndex parseTensorFlowIndex(std::span<const std::byte> file, const std::string& where) {
    failDataIf(file.size() > kMostIndexBytes, where, "it has more than ", kMostIndexBytes,
               " bytes; no checkpoint's index is that large");
    IndexBuilder builder(where);
    detail::walkIndexTable(file, where, [&builder](std::string_view key, std::span<const std::byte> value) {
        builder.add(key, value);
    });
    return builder.finished();
}

}  // namespace pf
