#include "core/base/numpy/npy.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <fstream>

#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::size_t kMaxArrayBytes = std::size_t{16} << 30;
constexpr std::size_t kMaxHeaderBytes = std::size_t{1} << 20;

void failIf(bool isWrong, const std::string& where, const std::string& message) {
    throwIf(isWrong, ErrorCode::Data, message, where);
}

/// The text between `key` and the end of its value in the header's Python dictionary.
std::string headerValue(std::string_view header, std::string_view key, const std::string& where) {
    const auto position = header.find("'" + std::string(key) + "':");
    failIf(position == std::string_view::npos, where, "its NumPy header has no '" + std::string(key) + "'");
    auto rest = trimmed(header.substr(position + key.size() + 3));
    const char open = rest.empty() ? '\0' : rest.front();
    const auto end = open == '\'' ? rest.find('\'', 1) : open == '(' ? rest.find(')') : rest.find(',');
    failIf(end == std::string_view::npos, where,
           "its NumPy header is damaged near '" + std::string(key) + "'");
    return std::string(open == '\'' || open == '(' ? rest.substr(1, end - 1) : rest.substr(0, end));
}

/// Where a .npy file's header and values begin.
struct NpyLayout {
    std::size_t headerStart = 0;
    std::size_t dataStart = 0;
};

/// Reads the first bytes of a file; 12 are enough.
NpyLayout layoutOf(std::span<const std::byte> bytes, const std::string& where) {
    failIf(bytes.size() < 10 || std::memcmp(bytes.data(), kNpyMagic.data(), kNpyMagic.size()) != 0, where,
           "is not a NumPy array (no NUMPY magic)");
    const int version = std::to_integer<int>(bytes[6]);
    const std::size_t lengthBytes = version == 1 ? 2 : 4;
    failIf(version < 1 || version > 3 || bytes.size() < 8 + lengthBytes, where,
           "has NumPy format version " + std::to_string(version) + ", 1 to 3 are known");
    std::size_t headerSize = 0;
    for (std::size_t i = 0; i < lengthBytes; ++i) {
        headerSize |= std::to_integer<std::size_t>(bytes[8 + i]) << (8 * i);
    }
    return {8 + lengthBytes, 8 + lengthBytes + headerSize};
}

void requireHeader(const NpyLayout& layout, std::size_t fileBytes, const std::string& where) {
    failIf(layout.dataStart > fileBytes, where, "is cut inside its NumPy header");
}

/// The array that a header describes, still without its values, of which the file has `dataBytes`.
NpyArray describedArray(std::string_view header, std::size_t dataBytes, const std::string& where) {
    NpyArray array;
    array.dtype = headerValue(header, "descr", where);
    failIf(headerValue(header, "fortran_order", where) != "False", where,
           "is stored in Fortran order; save it with numpy.ascontiguousarray");
    std::size_t total = npyItemSize(array.dtype, where);
    for (const auto& part : splitText(headerValue(header, "shape", where), ',')) {
        const auto digits = trimmed(part);
        if (digits.empty()) {
            continue;
        }
        std::size_t size = 0;
        failIf(!parseWhole(digits, size) || (size != 0 && total > kMaxArrayBytes / size), where,
               "its NumPy header gives an impossible size '" + std::string(digits) + "'");
        array.shape.push_back(size);
        total *= size;
    }
    failIf(dataBytes != total, where,
           "should hold " + std::to_string(total) + " bytes of values and holds " +
               std::to_string(dataBytes) + "; the file is cut or damaged");
    return array;
}

}  // namespace

std::vector<std::byte> npyBytes(const NpyArray& array) {
    std::string shape;
    for (const std::size_t size : array.shape) {
        shape += std::to_string(size) + ",";
    }
    std::string header =
        "{'descr': '" + array.dtype + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    // Total header length is a multiple of 64, as NumPy writes it.
    header.append(63 - (kNpyMagic.size() + 4 + header.size()) % 64, ' ');
    header += '\n';
    std::vector<std::byte> bytes(kNpyMagic.size() + 4 + header.size() + array.bytes.size());
    std::byte* out = bytes.data();
    std::memcpy(out, kNpyMagic.data(), kNpyMagic.size());
    out[6] = std::byte{1};
    out[7] = std::byte{0};
    out[8] = static_cast<std::byte>(header.size() & 0xFF);
    out[9] = static_cast<std::byte>(header.size() >> 8);
    std::memcpy(out + 10, header.data(), header.size());
    std::copy(array.bytes.begin(), array.bytes.end(), out + 10 + header.size());
    return bytes;
}

NpyArray parseNpy(std::span<const std::byte> bytes, const std::string& where) {
    const NpyLayout layout = layoutOf(bytes, where);
    requireHeader(layout, bytes.size(), where);
    const auto header = bytes.subspan(layout.headerStart, layout.dataStart - layout.headerStart);
    const auto data = bytes.subspan(layout.dataStart);
    NpyArray array =
        describedArray({reinterpret_cast<const char*>(header.data()), header.size()}, data.size(), where);
    array.bytes.assign(data.begin(), data.end());
    return array;
}

NpyArray readNpy(const std::filesystem::path& file) {
    const std::string where = file.string();
    std::error_code status;
    const std::size_t fileBytes = std::filesystem::file_size(file, status);
    std::ifstream stream(file, std::ios::binary);
    throwIf(status || !stream, ErrorCode::Io, "cannot be opened; check that it is a file and may be read",
            where);
    const auto read = [&](std::byte* to, std::size_t count) {
        throwIf(!stream.read(reinterpret_cast<char*>(to), static_cast<std::streamsize>(count)), ErrorCode::Io,
                "ends while it is read; was it changed meanwhile?", where);
    };
    std::array<std::byte, 12> first{};
    const std::size_t firstBytes = std::min(first.size(), fileBytes);
    read(first.data(), firstBytes);
    const NpyLayout layout = layoutOf(std::span(first).first(firstBytes), where);
    requireHeader(layout, fileBytes, where);
    failIf(layout.dataStart > kMaxHeaderBytes, where,
           "claims a NumPy header of " + std::to_string(layout.dataStart) + " bytes; refused");
    std::string header(layout.dataStart - layout.headerStart, '\0');
    stream.seekg(static_cast<std::streamoff>(layout.headerStart));
    read(reinterpret_cast<std::byte*>(header.data()), header.size());
    NpyArray array = describedArray(header, fileBytes - layout.dataStart, where);
    array.bytes.resize(fileBytes - layout.dataStart);
    read(array.bytes.data(), array.bytes.size());
    return array;
}

}  // namespace pf
