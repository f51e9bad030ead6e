#include "core/base/file_hash.h"

#include <openssl/evp.h>

#include <array>
#include <fstream>
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
    throwIf(!stream.eof(), ErrorCode::Io, "cannot be read", file.string());
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

Sha256::Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    throwIf(!context_ || EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) != 1, ErrorCode::Internal,
            "SHA-256 is not available in the installed OpenSSL");
}

void Sha256::add(std::span<const std::byte> bytes) {
    EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
}

void Sha256::add(std::string_view text) {
    add(std::as_bytes(std::span(text)));
}

std::string Sha256::hex() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    EVP_DigestFinal_ex(context_.get(), digest.data(), &length);
    std::string text;
    for (unsigned i = 0; i < length; ++i) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        text += kDigits[digest[i] >> 4];
        text += kDigits[digest[i] & 15];
    }
    return text;
}

std::string sha256Hex(std::string_view text) {
    Sha256 sum;
    sum.add(text);
    return sum.hex();
}

}  // namespace pf
