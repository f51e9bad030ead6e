#include "tests/formats/tensorflow/bundle_writer.h"

#include <algorithm>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include "core/base/crc32c.h"

namespace pf::test {
namespace {

std::string varint(std::uint64_t value) {
    std::string bytes;
    for (; value >= 0x80; value >>= 7) {
        bytes += static_cast<char>((value & 0x7F) | 0x80);
    }
    return bytes + static_cast<char>(value);
}

template <typename Number>
std::string fixed(Number value) {
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

std::uint32_t maskedSum(const std::string& bytes) {
    return maskedCrc32c(crc32c(std::as_bytes(std::span(bytes))));
}

std::string place(std::size_t offset, std::size_t size) {
    return varint(offset) + varint(size);
}

}  // namespace

std::string tableBlock(const Pairs& pairs, std::size_t restartInterval) {
    std::string content;
    std::string restarts;
    std::uint32_t restartCount = 0;
    std::string before;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto& [key, value] = pairs[i];
        std::size_t shared = 0;
        if (i % restartInterval == 0) {
            restarts += fixed(static_cast<std::uint32_t>(content.size()));
            ++restartCount;
        } else {
            while (shared < before.size() && shared < key.size() && before[shared] == key[shared]) {
                ++shared;
            }
        }
        content += varint(shared) + varint(key.size() - shared) + varint(value.size());
        content += key.substr(shared) + value;
        before = key;
    }
    if (restartCount == 0) {
        restarts = fixed(std::uint32_t{0});
        restartCount = 1;
    }
    return content + restarts + fixed(restartCount);
}

std::string sealedBlock(const std::string& content, char compression) {
    const std::string block = content + compression;
    return block + fixed(maskedSum(block));
}

std::string tableOf(const std::vector<std::string>& contents, char compression) {
    std::string file;
    Pairs places;
    for (const std::string& content : contents) {
        places.emplace_back("separator" + std::string(places.size() + 1, 'z'),
                            place(file.size(), content.size()));
        file += sealedBlock(content, compression);
    }
    const std::string meta = tableBlock({});
    const std::string metaPlace = place(file.size(), meta.size());
    file += sealedBlock(meta);
    const std::string index = tableBlock(places, 1);
    std::string footer = metaPlace + place(file.size(), index.size());
    file += sealedBlock(index);
    footer.resize(40, '\0');
    return file + footer + fixed(std::uint64_t{0xdb4775248b80fb57U});
}

std::string tableOf(const Pairs& pairs, std::size_t pairsPerBlock) {
    std::vector<std::string> contents;
    for (std::size_t i = 0; i < pairs.size(); i += pairsPerBlock) {
        const auto end = std::min(pairs.size(), i + pairsPerBlock);
        contents.push_back(tableBlock({pairs.begin() + static_cast<std::ptrdiff_t>(i),
                                       pairs.begin() + static_cast<std::ptrdiff_t>(end)},
                                      3));
    }
    return tableOf(contents);
}

std::string field(unsigned number, std::uint64_t value) {
    return varint(number << 3) + varint(value);
}

std::string field(unsigned number, const std::string& bytes) {
    return varint(number << 3 | 2) + varint(bytes.size()) + bytes;
}

std::string headerValue(int shards, int endianness) {
    const std::string version = field(3, field(1, std::uint64_t{1}));
    return field(1, static_cast<std::uint64_t>(shards)) +
           (endianness != 0 ? field(2, static_cast<std::uint64_t>(endianness)) : "") + version;
}

std::string EntryValue::encoded() const {
    const auto number = [](unsigned id, std::int64_t value) {
        return value != 0 ? field(id, static_cast<std::uint64_t>(value)) : std::string();
    };
    std::string sizes;
    for (const std::int64_t size : shape) {
        sizes += field(2, field(1, static_cast<std::uint64_t>(size)));
    }
    // TensorShapeProto's dimensions have the number 2 and their sizes the number 1.
    std::string text = number(1, type) + field(2, sizes) + number(3, shard) + number(4, offset) +
                       number(5, size) + varint(6 << 3 | 5) + fixed(maskedCrc);
    for (int i = 0; i < slices; ++i) {
        text += field(7, field(1, std::string()));
    }
    return text;
}

void Bundle::add(const std::string& name, std::vector<std::int64_t> shape, std::span<const float> values) {
    BundleTensor tensor{name, kFloat32, std::move(shape), {}, static_cast<int>(tensors_.size()) % shards_};
    tensor.bytes.assign(reinterpret_cast<const char*>(values.data()), values.size_bytes());
    tensors_.push_back(std::move(tensor));
}

BundleTensor& Bundle::tensor(const std::string& name) {
    const auto found = std::find_if(tensors_.begin(), tensors_.end(),
                                    [&name](const BundleTensor& tensor) { return tensor.name == name; });
    if (found == tensors_.end()) {
        throw std::logic_error("the test's checkpoint has no tensor " + name);
    }
    return *found;
}

void Bundle::remove(const std::string& name) {
    const BundleTensor* gone = &tensor(name);
    tensors_.erase(tensors_.begin() + (gone - tensors_.data()));
}

Pairs Bundle::pairs() const {
    Pairs pairs{{"", headerValue(shards_)}};
    std::vector<std::int64_t> ends(static_cast<std::size_t>(shards_));
    for (const BundleTensor& tensor : tensors_) {
        std::int64_t& end = ends.at(static_cast<std::size_t>(tensor.shard));
        const auto size = static_cast<std::int64_t>(tensor.bytes.size());
        pairs.emplace_back(tensor.name, EntryValue{tensor.type, tensor.shape, tensor.shard, end, size,
                                                   maskedSum(tensor.bytes)}
                                            .encoded());
        end += size;
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

std::string Bundle::data(int shard) const {
    std::string bytes;
    for (const BundleTensor& tensor : tensors_) {
        if (tensor.shard == shard) {
            bytes += tensor.bytes;
        }
    }
    return bytes;
}

void Bundle::write(const std::filesystem::path& prefix) const {
    const auto digits = [](int number) {
        const std::string text = std::to_string(number);
        return std::string(5 - text.size(), '0') + text;
    };
    std::filesystem::create_directories(prefix.parent_path());
    writeFile(prefix.string() + ".index", tableOf(pairs()));
    for (int shard = 0; shard < shards_; ++shard) {
        writeFile(prefix.string() + ".data-" + digits(shard) + "-of-" + digits(shards_), data(shard));
    }
    const std::string name = prefix.filename().string();
    writeFile(prefix.parent_path() / "checkpoint",
              "model_checkpoint_path: \"" + name + "\"\nall_model_checkpoint_paths: \"" + name + "\"\n");
}

void writeFile(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace pf::test
