#include "core/base/file_hash.h"

#include <fstream>
#include <span>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace pf {
namespace {

constexpr std::size_t kCopyBlock = std::size_t{1} << 20;

void readBlocks(const std::filesystem::path& file, const ByteSink& sink) {
    std::ifstream stream(file, std::ios::binary);
    std::vector<char> block(kCopyBlock);
    while (stream) {
        stream.read(block.data(), static_cast<std::streamsize>(block.size()));
        sink(std::as_bytes(std::span(block.data(), static_cast<std::size_t>(stream.gcount()))));
    }
    if (!stream.eof()) {
        throw Error(ErrorCode::Io, "cannot be read", file.string());
    }
}

}  // namespace

std::string fileSha256(const std::filesystem::path& file) {
    Sha256 hash;
    readBlocks(file, [&](std::span<const std::byte> bytes) { hash.add(bytes); });
    return hash.hex();
}

std::string copyWithSha256(const std::filesystem::path& from, const std::filesystem::path& to) {
    Sha256 hash;
    writeFileAtomically(to, [&](const ByteSink& sink) {
        readBlocks(from, [&](std::span<const std::byte> bytes) {
            hash.add(bytes);
            sink(bytes);
        });
    });
    return hash.hex();
}

}  // namespace pf
