// TensorFlow V2 checkpoints made by hand, byte by byte: what the reader's tests read and damage.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace pf::test {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// DataType numbers of tensorflow/core/framework/types.proto.
inline constexpr int kFloat32 = 1;
inline constexpr int kFloat64 = 2;
inline constexpr int kInt32 = 3;
inline constexpr int kString = 7;

/// A block's content: prefix-compressed pairs and their restart points.
std::string tableBlock(const Pairs& pairs, std::size_t restartInterval = 16);
/// A block as it lies in the file: content, compression and masked checksum.
std::string sealedBlock(const std::string& content, char compression = 0);
/// A table of blocks with these contents.
std::string tableOf(const std::vector<std::string>& contents, char compression = 0);
/// A table of pairs, in blocks of so many.
std::string tableOf(const Pairs& pairs, std::size_t pairsPerBlock = 7);

/// Protobuf's varint field.
std::string field(unsigned number, std::uint64_t value);
/// Protobuf's length-delimited field.
std::string field(unsigned number, const std::string& bytes);
std::string headerValue(int shards, int endianness = 0);

struct EntryValue {
    int type = kFloat32;
    std::vector<std::int64_t> shape = {};
    std::int64_t shard = 0;
    std::int64_t offset = 0;
    std::int64_t size = 0;
    std::uint32_t maskedCrc = 0;
    int slices = 0;

    std::string encoded() const;
};

struct BundleTensor {
    std::string name;
    int type = kFloat32;
    std::vector<std::int64_t> shape = {};
    std::string bytes;
    int shard = 0;
};

/// A whole checkpoint.
class Bundle {
  public:
    explicit Bundle(int shards = 1) : shards_(shards) {}

    void add(BundleTensor tensor) { tensors_.push_back(std::move(tensor)); }
    /// Goes to the shards in turn.
    void add(const std::string& name, std::vector<std::int64_t> shape, std::span<const float> values);
    std::vector<BundleTensor>& tensors() { return tensors_; }
    BundleTensor& tensor(const std::string& name);
    void remove(const std::string& name);

    /// The index's pairs: the header's first.
    Pairs pairs() const;
    std::string data(int shard) const;
    /// PREFIX.index, PREFIX.data-* and, in the same folder, the file `checkpoint` that names it.
    void write(const std::filesystem::path& prefix) const;

  private:
    int shards_;
    std::vector<BundleTensor> tensors_;
};

void writeFile(const std::filesystem::path& path, const std::string& bytes);

}  // namespace pf::test
