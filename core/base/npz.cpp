#include "core/base/npz.h"

#include <zip.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <limits>
#include <memory>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kMaxEntryBytes = std::size_t{16} << 30;

[[noreturn]] void fail(const std::string& where, const std::string& message) {
    throw Error(ErrorCode::Data, message, where);
}

std::size_t itemSizeOf(const std::string& dtype, const std::string& where) {
    std::size_t digits = 0;
    const char* first = dtype.data() + 2;
    if (dtype.size() < 3 || (dtype[0] == '>') ||
        std::from_chars(first, dtype.data() + dtype.size(), digits).ptr != dtype.data() + dtype.size()) {
        fail(where,
             "array type '" + dtype + "' is not supported (little-endian numbers, bools and text are)");
    }
    const char kind = dtype[1];
    const bool number = kind == 'f' ? digits == 2 || digits == 4 || digits == 8
                        : kind == 'i' || kind == 'u'
                            ? digits == 1 || digits == 2 || digits == 4 || digits == 8
                            : kind == 'b' && digits == 1;
    const bool text = (kind == 'U' || kind == 'S') && digits <= (std::size_t{1} << 16);
    if (!number && !text) {
        fail(where, "array type '" + dtype + "' is not supported (numbers, bools and text are)");
    }
    return kind == 'U' ? digits * 4 : digits;
}

/// The text between `key` and the end of its value in the header's Python dictionary.
std::string headerValue(std::string_view header, std::string_view key, const std::string& where) {
    const auto position = header.find("'" + std::string(key) + "':");
    if (position == std::string_view::npos) {
        fail(where, "its NumPy header has no '" + std::string(key) + "'");
    }
    auto rest = trimmed(header.substr(position + key.size() + 3));
    const char open = rest.empty() ? '\0' : rest.front();
    const auto end = open == '\'' ? rest.find('\'', 1) : open == '(' ? rest.find(')') : rest.find(',');
    if (end == std::string_view::npos) {
        fail(where, "its NumPy header is damaged near '" + std::string(key) + "'");
    }
    return std::string(open == '\'' || open == '(' ? rest.substr(1, end - 1) : rest.substr(0, end));
}

template <typename Out, typename In>
void convert(const std::vector<std::byte>& bytes, std::vector<Out>& out) {
    for (std::size_t i = 0; i < out.size(); ++i) {
        In value;
        std::memcpy(&value, bytes.data() + i * sizeof(In), sizeof(In));
        out[i] = static_cast<Out>(value);
    }
}

template <typename Out>
std::vector<Out> convertNumbers(const NpyArray& array) {
    std::vector<Out> out(array.elementCount());
    const std::string type = array.dtype.substr(1);
    if (type == "f4") {
        convert<Out, float>(array.bytes, out);
    } else if (type == "f8") {
        convert<Out, double>(array.bytes, out);
    } else if (type == "b1" || type == "u1") {
        convert<Out, std::uint8_t>(array.bytes, out);
    } else if (type == "i1") {
        convert<Out, std::int8_t>(array.bytes, out);
    } else if (type == "i2") {
        convert<Out, std::int16_t>(array.bytes, out);
    } else if (type == "u2") {
        convert<Out, std::uint16_t>(array.bytes, out);
    } else if (type == "i4") {
        convert<Out, std::int32_t>(array.bytes, out);
    } else if (type == "u4") {
        convert<Out, std::uint32_t>(array.bytes, out);
    } else if (type == "i8") {
        convert<Out, std::int64_t>(array.bytes, out);
    } else if (type == "u8") {
        convert<Out, std::uint64_t>(array.bytes, out);
    } else {
        throw Error(ErrorCode::Data, "an array of type '" + array.dtype + "' holds no numbers that fit here");
    }
    return out;
}

void appendUtf8(std::string& text, std::uint32_t code) {
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0 | (code >> 6));
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        text += static_cast<char>(0xE0 | (code >> 12));
        text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    } else {
        text += static_cast<char>(0xF0 | ((code >> 18) & 0x07));
        text += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
        text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
        text += static_cast<char>(0x80 | (code & 0x3F));
    }
}

std::vector<std::uint32_t> codePoints(const std::string& text) {
    std::vector<std::uint32_t> codes;
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80    ? 1
                                   : lead >= 0xF0 ? 4
                                   : lead >= 0xE0 ? 3
                                   : lead >= 0xC0 ? 2
                                                  : 0;
        if (length <= 1 || i + length > text.size()) {
            codes.push_back(lead);  // not UTF-8: keep the byte (Latin-1), so that nothing is lost
            ++i;
            continue;
        }
        std::uint32_t code = lead & (0xFFU >> (length + 1));
        for (std::size_t k = 1; k < length; ++k) {
            code = (code << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3F);
        }
        codes.push_back(code);
        i += length;
    }
    return codes;
}

std::vector<std::byte> npyBytes(const NpyArray& array) {
    std::string shape;
    for (const std::size_t size : array.shape) {
        shape += std::to_string(size) + ",";
    }
    std::string header =
        "{'descr': '" + array.dtype + "', 'fortran_order': False, 'shape': (" + shape + "), }";
    // Total header length is a multiple of 64, as NumPy writes it.
    header.append(63 - (kMagic.size() + 4 + header.size()) % 64, ' ');
    header += '\n';
    std::vector<std::byte> bytes(kMagic.size() + 4 + header.size() + array.bytes.size());
    std::byte* out = bytes.data();
    std::memcpy(out, kMagic.data(), kMagic.size());
    out[6] = std::byte{1};
    out[7] = std::byte{0};
    out[8] = static_cast<std::byte>(header.size() & 0xFF);
    out[9] = static_cast<std::byte>(header.size() >> 8);
    std::memcpy(out + 10, header.data(), header.size());
    std::copy(array.bytes.begin(), array.bytes.end(), out + 10 + header.size());
    return bytes;
}

template <typename T>
NpyArray fromValues(const char* dtype, std::span<const T> values, std::vector<std::size_t> shape) {
    const auto bytes = std::as_bytes(values);
    NpyArray array{dtype, std::move(shape), {bytes.begin(), bytes.end()}};
    if (array.elementCount() != values.size()) {
        throw Error(ErrorCode::Internal, "an array's shape does not fit its values");
    }
    return array;
}

}  // namespace

std::size_t NpyArray::elementCount() const {
    std::size_t count = 1;
    for (const std::size_t size : shape) {
        count *= size;
    }
    return count;
}

std::size_t NpyArray::itemSize() const {
    return itemSizeOf(dtype, "array");
}
std::vector<float> NpyArray::toFloats() const {
    return convertNumbers<float>(*this);
}
std::vector<double> NpyArray::toDoubles() const {
    return convertNumbers<double>(*this);
}

std::vector<std::int64_t> NpyArray::toIntegers() const {
    if (dtype.size() > 1 && dtype[1] == 'f') {
        throw Error(ErrorCode::Data, "an array of type '" + dtype + "' holds no integers");
    }
    return convertNumbers<std::int64_t>(*this);
}

std::vector<std::string> NpyArray::toStrings() const {
    const std::size_t size = itemSize();
    const char kind = dtype[1];
    if (kind != 'U' && kind != 'S') {
        throw Error(ErrorCode::Data, "an array of type '" + dtype + "' holds no text");
    }
    std::vector<std::string> strings(elementCount());
    for (std::size_t i = 0; i < strings.size(); ++i) {
        const std::byte* item = bytes.data() + i * size;
        for (std::size_t k = 0; k < size; k += kind == 'U' ? 4 : 1) {
            std::uint32_t code = std::to_integer<std::uint32_t>(item[k]);
            if (kind == 'U') {
                std::memcpy(&code, item + k, 4);
            }
            if (code == 0) {
                break;
            }
            if (kind == 'S') {
                strings[i] += static_cast<char>(code);
            } else {
                appendUtf8(strings[i], code);
            }
        }
    }
    return strings;
}

NpyArray NpyArray::fromFloats(std::span<const float> values, std::vector<std::size_t> shape) {
    return fromValues("<f4", values, std::move(shape));
}

NpyArray NpyArray::fromIntegers(std::span<const std::int64_t> values, std::vector<std::size_t> shape) {
    return fromValues("<i8", values, std::move(shape));
}

NpyArray NpyArray::fromBools(const std::vector<bool>& values) {
    NpyArray array{"|b1", {values.size()}, std::vector<std::byte>(values.size())};
    for (std::size_t i = 0; i < values.size(); ++i) {
        array.bytes[i] = values[i] ? std::byte{1} : std::byte{0};
    }
    return array;
}

NpyArray NpyArray::fromStrings(const std::vector<std::string>& values) {
    std::vector<std::vector<std::uint32_t>> codes;
    std::size_t longest = 1;
    for (const auto& value : values) {
        codes.push_back(codePoints(value));
        longest = std::max(longest, codes.back().size());
    }
    NpyArray array{"<U" + std::to_string(longest), {values.size()}, {}};
    array.bytes.resize(values.size() * longest * 4);
    for (std::size_t i = 0; i < codes.size(); ++i) {
        if (!codes[i].empty()) {
            std::memcpy(array.bytes.data() + i * longest * 4, codes[i].data(), codes[i].size() * 4);
        }
    }
    return array;
}

NpyArray parseNpy(std::span<const std::byte> bytes, const std::string& where) {
    if (bytes.size() < 10 || std::memcmp(bytes.data(), kMagic.data(), kMagic.size()) != 0) {
        fail(where, "is not a NumPy array (no NUMPY magic)");
    }
    const int version = std::to_integer<int>(bytes[6]);
    const std::size_t lengthBytes = version == 1 ? 2 : 4;
    if (version < 1 || version > 3 || bytes.size() < 8 + lengthBytes) {
        fail(where, "has NumPy format version " + std::to_string(version) + ", 1 to 3 are known");
    }
    std::size_t headerSize = 0;
    for (std::size_t i = 0; i < lengthBytes; ++i) {
        headerSize |= std::to_integer<std::size_t>(bytes[8 + i]) << (8 * i);
    }
    const std::size_t dataStart = 8 + lengthBytes + headerSize;
    if (dataStart > bytes.size()) {
        fail(where, "is cut inside its NumPy header");
    }
    const std::string_view header(reinterpret_cast<const char*>(bytes.data()) + 8 + lengthBytes, headerSize);
    NpyArray array;
    array.dtype = headerValue(header, "descr", where);
    if (headerValue(header, "fortran_order", where) != "False") {
        fail(where, "is stored in Fortran order; save it with numpy.ascontiguousarray");
    }
    const std::size_t itemSize = itemSizeOf(array.dtype, where);
    std::size_t total = itemSize;
    for (const auto& part : splitText(headerValue(header, "shape", where), ',')) {
        const auto digits = trimmed(part);
        if (digits.empty()) {
            continue;
        }
        std::size_t size = 0;
        const auto result = std::from_chars(digits.data(), digits.data() + digits.size(), size);
        if (result.ec != std::errc{} || result.ptr != digits.data() + digits.size() ||
            (size != 0 && total > kMaxEntryBytes / size)) {
            fail(where, "its NumPy header gives an impossible size '" + std::string(digits) + "'");
        }
        array.shape.push_back(size);
        total *= size;
    }
    if (bytes.size() - dataStart != total) {
        fail(where, "should hold " + std::to_string(total) + " bytes of values and holds " +
                        std::to_string(bytes.size() - dataStart) + "; the file is cut or damaged");
    }
    const auto data = bytes.subspan(dataStart);
    array.bytes.assign(data.begin(), data.end());
    return array;
}

NpzArrays readNpz(const std::filesystem::path& path) {
    int code = 0;
    const std::unique_ptr<zip_t, decltype(&zip_discard)> archive(
        zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code), &zip_discard);
    if (!archive) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        const std::string reason = zip_error_strerror(&error);
        zip_error_fini(&error);
        throw Error(code == ZIP_ER_NOENT || code == ZIP_ER_OPEN ? ErrorCode::Io : ErrorCode::Data,
                    "cannot be read as a NumPy .npz archive: " + reason, path.string());
    }
    NpzArrays arrays;
    const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        zip_stat_t status;
        const auto index = static_cast<zip_uint64_t>(i);
        if (zip_stat_index(archive.get(), index, 0, &status) != 0) {
            fail(path.string(), "the archive's directory is damaged");
        }
        std::string name = status.name;
        const std::string where = path.string() + "/" + name;
        if (!name.ends_with(".npy")) {
            continue;  // NumPy ignores other members too
        }
        // Deflate cannot expand by more than about 1,032 times: a larger claim is a lie.
        if (status.size > kMaxEntryBytes || status.size / 1100 > status.comp_size + 1) {
            fail(where, "claims " + std::to_string(status.size) + " bytes from " +
                            std::to_string(status.comp_size) + "; refused");
        }
        std::vector<std::byte> bytes(status.size);
        const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(
            zip_fopen_index(archive.get(), index, 0), &zip_fclose);
        if (!file ||
            zip_fread(file.get(), bytes.data(), bytes.size()) != static_cast<zip_int64_t>(bytes.size())) {
            fail(where, "cannot be unpacked; the file is cut or damaged");
        }
        std::byte extra{};
        if (zip_fread(file.get(), &extra, 1) != 0) {  // reading past the end makes libzip compare the CRC
            fail(where, "its checksum does not fit; the file is damaged");
        }
        arrays.emplace(name.substr(0, name.size() - 4), parseNpy(bytes, where));
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
