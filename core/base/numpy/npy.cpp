#include "core/base/numpy/npy.h"

#include <zip.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/base/zip_reader.h"

namespace pf {
namespace {

constexpr std::size_t kMaxArrayBytes = std::size_t{16} << 30;
constexpr std::size_t kMaxHeaderBytes = std::size_t{1} << 20;

/// The text between `key` and the end of its value in the header's Python dictionary.
std::string headerValue(std::string_view header, std::string_view key, const std::string& where) {
    const auto position = header.find("'" + std::string(key) + "':");
    failDataIf(position == std::string_view::npos, where, "its NumPy header has no '", key, "'");
    auto rest = trimmed(header.substr(position + key.size() + 3));
    const char open = rest.empty() ? '\0' : rest.front();
    const auto end = open == '\'' ? rest.find('\'', 1) : open == '(' ? rest.find(')') : rest.find(',');
    failDataIf(end == std::string_view::npos, where, "its NumPy header is damaged near '", key, "'");
    return std::string(open == '\'' || open == '(' ? rest.substr(1, end - 1) : rest.substr(0, end));
}

/// Where a .npy file's header and values begin.
struct NpyLayout {
    std::size_t headerStart = 0;
    std::size_t dataStart = 0;
};

/// Reads the first bytes of a file; 12 are enough.
NpyLayout layoutOf(std::span<const std::byte> bytes, const std::string& where) {
    failDataIf(bytes.size() < 10 || std::memcmp(bytes.data(), kNpyMagic.data(), kNpyMagic.size()) != 0, where,
               "is not a NumPy array (no NUMPY magic)");
    const int version = std::to_integer<int>(bytes[6]);
    const std::size_t lengthBytes = version == 1 ? 2 : 4;
    failDataIf(version < 1 || version > 3 || bytes.size() < 8 + lengthBytes, where,
               "has NumPy format version ", version, ", 1 to 3 are known");
    std::size_t headerSize = 0;
    for (std::size_t i = 0; i < lengthBytes; ++i) {
        headerSize |= std::to_integer<std::size_t>(bytes[8 + i]) << (8 * i);
    }
    return {8 + lengthBytes, 8 + lengthBytes + headerSize};
}

void requireHeader(const NpyLayout& layout, std::size_t fileBytes, const std::string& where) {
    failDataIf(layout.dataStart > fileBytes, where, "is cut inside its NumPy header");
}

/// The array that a header describes, still without its values, of which the file has `dataBytes`.
NpyArray describedArray(std::string_view header, std::size_t dataBytes, const std::string& where) {
    NpyArray array;
    array.dtype = headerValue(header, "descr", where);
    failDataIf(headerValue(header, "fortran_order", where) != "False", where,
               "is stored in Fortran order; save it with numpy.ascontiguousarray");
    std::size_t total = npyItemSize(array.dtype, where);
    for (const auto& part : splitText(headerValue(header, "shape", where), ',')) {
        const auto digits = trimmed(part);
        if (digits.empty()) {
            continue;
        }
        std::size_t size = 0;
        failDataIf(!parseWhole(digits, size) || (size != 0 && total > kMaxArrayBytes / size), where,
                   "its NumPy header gives an impossible size '", digits, "'");
        array.shape.push_back(size);
        total *= size;
    }
    failDataIf(dataBytes != total, where, "should hold ", total, " bytes of values and holds ", dataBytes,
               "; the file is cut or damaged");
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
    failDataIf(layout.dataStart > kMaxHeaderBytes, where, "claims a NumPy header of ", layout.dataStart,
               " bytes; refused");
    std::string header(layout.dataStart - layout.headerStart, '\0');
    stream.seekg(static_cast<std::streamoff>(layout.headerStart));
    read(reinterpret_cast<std::byte*>(header.data()), header.size());
    NpyArray array = describedArray(header, fileBytes - layout.dataStart, where);
    array.bytes.resize(fileBytes - layout.dataStart);
    read(array.bytes.data(), array.bytes.size());
    return array;
}

NpzArrays readNpz(const std::filesystem::path& path) {
    const ZipReader archive(path, "a NumPy .npz archive");
    NpzArrays arrays;
    for (const ZipEntry& entry : archive.entries()) {
        constexpr std::string_view kSuffix = ".npy";  // NumPy ignores other members too
        if (entry.name.ends_with(kSuffix)) {
            arrays.emplace(entry.name.substr(0, entry.name.size() - kSuffix.size()),
                           parseNpy(archive.read(entry, kMaxArrayBytes), path.string() + "/" + entry.name));
        }
    }
    return arrays;
}

void writeNpz(const std::filesystem::path& path, const NpzArrays& arrays) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_t* archive = buffer == nullptr ? nullptr : zip_open_from_source(buffer, ZIP_TRUNCATE, &error);
    if (archive == nullptr) {
        throw Error(ErrorCode::Internal, std::string("libzip: ") + zip_error_strerror(&error), path.string());
    }
    zip_source_keep(buffer);
    std::vector<std::vector<std::byte>> contents;
    contents.reserve(arrays.size());
    for (const auto& [name, array] : arrays) {
        contents.push_back(npyBytes(array));
        zip_source_t* source = zip_source_buffer(archive, contents.back().data(), contents.back().size(), 0);
        const zip_int64_t index = zip_file_add(archive, (name + ".npy").c_str(), source, ZIP_FL_ENC_UTF_8);
        zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0);
        zip_file_set_mtime(archive, static_cast<zip_uint64_t>(index), 315532800,
                           0);  // equal content, equal bytes
    }
    if (zip_close(archive) != 0) {
        const std::string reason = zip_strerror(archive);
        zip_discard(archive);
        zip_source_free(buffer);
        throw Error(ErrorCode::Io, "cannot build the archive: " + reason, path.string());
    }
    zip_stat_t status;
    zip_source_stat(buffer, &status);
    std::vector<std::byte> bytes(status.size);
    zip_source_open(buffer);
    zip_source_read(buffer, bytes.data(), bytes.size());
    zip_source_close(buffer);
    zip_source_free(buffer);
    writeFileAtomically(path, [&bytes](const ByteSink& sink) { sink(bytes); });
}

}  // namespace pf
