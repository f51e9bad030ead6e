#include "core/eval/search/mat_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <fstream>
#include <iterator>
#include <span>

#include <matio.h>
#include <zlib.h>

#include "core/base/error.h"
#include "core/base/text.h"

namespace pf {
namespace {

static_assert(std::endian::native == std::endian::little, "the walk reads little-endian numbers in place");

using Bytes = std::span<const std::uint8_t>;

constexpr std::size_t kHeaderBytes = 128;
constexpr std::size_t kTagBytes = 8;
constexpr std::size_t kMostBytes = std::size_t{64} << 20;
constexpr int kMostNested = 3;

// MAT-File Format, tables 1-1 and 1-3.
constexpr std::uint32_t kInt8 = 1;
constexpr std::uint32_t kInt32 = 5;
constexpr std::uint32_t kUint32 = 6;
constexpr std::uint32_t kMatrix = 14;
constexpr std::uint32_t kCompressed = 15;
constexpr std::uint32_t kCellClass = 1;
constexpr std::uint32_t kCharClass = 4;
constexpr std::uint32_t kFirstNumberClass = 6;
constexpr std::uint32_t kLastNumberClass = 15;
constexpr std::uint32_t kComplexFlag = 0x0800;

/// Bytes of one value by data type: (u)int8, (u)int16, (u)int32, single, double, (u)int64, UTF-8, UTF-16 and
/// UTF-32; 0 for types that hold no plain values.
constexpr std::array<std::size_t, 19> kValueBytes = {0, 1, 1, 2, 2, 4, 4, 4, 0, 8, 0, 0, 8, 8, 0, 0, 1, 2, 4};

std::uint32_t number(Bytes bytes, std::size_t offset) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data() + offset, sizeof(value));
    return value;
}

struct Element {
    std::uint32_t type = 0;
    Bytes data;
};

class Walk {
  public:
    explicit Walk(const std::filesystem::path& file) : file_(file.string()) {}

    /// Returns the names of the variables.
    std::vector<std::string> file(Bytes bytes) {
        header(bytes);
        bytes = bytes.subspan(kHeaderBytes);
        while (!bytes.empty()) {
            variable_ = "its " + std::to_string(names_.size() + 1) + ". variable";
            const bool compressed = bytes.size() >= kTagBytes && number(bytes, 0) == kCompressed;
            const Element element = take(bytes, !compressed);
            if (compressed) {
                const auto inflated = inflate(element.data);
                Bytes rest = inflated;
                matrix(take(rest, true), 0);
            } else {
                matrix(element, 0);
            }
        }
        return names_;
    }

  private:
    template <typename... Parts>
    [[noreturn]] void fail(const Parts&... reason) const {
        failData(file_, variable_, variable_.empty() ? "" : " ", reason...);
    }
    [[noreturn]] void failCut() const {
        fail("ends before its data do; the file is cut or damaged: copy it again");
    }

    void header(Bytes bytes) const {
        const std::string start(bytes.begin(), bytes.begin() + std::min<std::size_t>(bytes.size(), 10));
        if (bytes.size() < kHeaderBytes || (start != "MATLAB 5.0" && start != "MATLAB 7.3")) {
            fail("is not a MATLAB file, or is cut short; use the .mat file of the protocol's release");
        }
        const std::uint32_t ending = number(bytes, kHeaderBytes - 4);
        if (start == "MATLAB 7.3" || (ending & 0xFFFFU) == 0x0200U) {
            fail("is a MATLAB 7.3 (HDF5) file, which is not read here; save it with -v7");
        }
        if (ending != 0x4D490100U) {
            fail("is not in the little-endian layout of MATLAB 5; save it again with -v7");
        }
    }

    /// The next element; `rest` becomes what is after it.
    Element take(Bytes& rest, bool padded) const {
        if (rest.size() < kTagBytes) {
            failCut();
        }
        const std::uint32_t first = number(rest, 0);
        if (const std::size_t size = first >> 16U; size != 0) {
            if (size > 4) {
                fail("has a part with a damaged tag; copy the file again");
            }
            const Element element{first & 0xFFFFU, rest.subspan(4, size)};
            rest = rest.subspan(kTagBytes);
            return element;
        }
        const std::size_t size = number(rest, 4);
        if (size > rest.size() - kTagBytes) {
            failCut();
        }
        const Element element{first, rest.subspan(kTagBytes, size)};
        const std::size_t whole = padded ? (size + 7) / 8 * 8 : size;
        rest = rest.subspan(kTagBytes + std::min(whole, rest.size() - kTagBytes));
        return element;
    }

    std::vector<std::uint8_t> inflate(Bytes data) {
        z_stream stream{};
        if (::inflateInit(&stream) != Z_OK) {
            throw Error(ErrorCode::Internal, "zlib cannot be started", file_);
        }
        std::vector<std::uint8_t> result;
        stream.next_in = const_cast<Bytef*>(data.data());  // zlib's older interface; it only reads
        stream.avail_in = static_cast<uInt>(data.size());
        int status = Z_OK;
        while (status == Z_OK && result.size() <= kMostBytes) {
            const std::size_t before = result.size();
            result.resize(before + std::max<std::size_t>(before, 4096));
            stream.next_out = result.data() + before;
            stream.avail_out = static_cast<uInt>(result.size() - before);
            status = ::inflate(&stream, Z_NO_FLUSH);
            result.resize(result.size() - stream.avail_out);
        }
        ::inflateEnd(&stream);
        inflated_ += result.size();
        if (inflated_ > kMostBytes) {
            fail("needs more than 64 MiB; a protocol's files are far smaller");
        }
        if (status != Z_STREAM_END) {
            fail("cannot be decompressed; the file is cut or damaged: copy it again");
        }
        return result;
    }

    /// Returns the number of values, which the rest must hold.
    std::size_t dimensions(const Element& element) const {
        if (element.type != kInt32 || element.data.size() != 8) {
            fail("does not have two dimensions; the protocol's are lists");
        }
        const std::uint64_t count = std::uint64_t{number(element.data, 0)} * number(element.data, 4);
        if (count > kMostBytes) {
            fail("claims to have ", number(element.data, 0), " x ", number(element.data, 4),
                 " values, more than the file can hold");
        }
        return static_cast<std::size_t>(count);
    }

    void matrix(const Element& element, int depth) {
        if (element.type != kMatrix) {
            fail("is not an array; the file is damaged or of another kind");
        }
        if (element.data.empty() && depth > 0) {
            return;  // an empty cell
        }
        Bytes rest = element.data;
        const Element flags = take(rest, true);
        if (flags.type != kUint32 || flags.data.size() != 8) {
            fail("has no array flags; the file is damaged: copy it again");
        }
        const std::size_t count = dimensions(take(rest, true));
        const Element name = take(rest, true);
        if (name.type != kInt8 || (depth == 0 && name.data.empty())) {
            fail("has no name; the file is damaged: copy it again");
        }
        if (depth == 0) {
            names_.emplace_back(name.data.begin(), name.data.end());
            variable_ = "variable '" + names_.back() + "'";
        }
        const std::uint32_t kind = number(flags.data, 0) & 0xFFU;
        if (kind == kCellClass) {
            cells(rest, count, depth);
        } else if (kind == kCharClass || (kind >= kFirstNumberClass && kind <= kLastNumberClass)) {
            values(rest, count, (number(flags.data, 0) & kComplexFlag) != 0);
        } else {
            fail("holds neither numbers, text nor cells; the protocol's files have no others");
        }
    }

    void cells(Bytes rest, std::size_t count, int depth) {
        if (depth == kMostNested) {
            fail("has cells in cells in cells; the protocol's files have none");
        }
        for (std::size_t i = 0; i < count; ++i) {
            matrix(take(rest, true), depth + 1);
        }
    }

    void values(Bytes rest, std::size_t count, bool complex) const {
        if (complex) {
            fail("is complex; the protocol's numbers are whole");
        }
        const Element data = take(rest, true);
        const std::size_t each = data.type < kValueBytes.size() ? kValueBytes[data.type] : 0;
        if (each == 0 || data.data.size() != count * each) {
            fail("has ", data.data.size(), " bytes for ", count,
                 " values; the file is cut or damaged: copy it again");
        }
    }

    std::string file_;
    std::string variable_;
    std::vector<std::string> names_;
    std::size_t inflated_ = 0;
};

/// Checks the file as MatFile says and returns its variables' names in order. matio 1.5 sizes its buffers by
/// what a file declares (matio issue 334), so it is only given files that passed this.
std::vector<std::string> checkMatStructure(const std::filesystem::path& file) {
    std::error_code status;
    const auto size = std::filesystem::file_size(file, status);
    std::ifstream stream(file, std::ios::binary);
    throwIf(status || !stream, ErrorCode::Io, "cannot be read; is it there?", file.string());
    failDataIf(size > kMostBytes, file.string(), "has more than 64 MiB; a protocol's files are far smaller");
    const std::vector<char> content{std::istreambuf_iterator<char>(stream), {}};
    return Walk(file).file({reinterpret_cast<const std::uint8_t*>(content.data()), content.size()});
}

/// A row, a column, or nothing at all.
std::size_t requireList(const matvar_t& variable, const std::string& place) {
    failDataIf(variable.rank != 2 || (variable.dims[0] > 1 && variable.dims[1] > 1), place,
               "is not a list, that is one row or one column; is the file of this protocol?");
    return variable.dims[0] * variable.dims[1];
}

template <typename Value>
MatFile::Numbers wholeNumbers(const matvar_t& variable, std::size_t count, const std::string& place) {
    MatFile::Numbers numbers;
    numbers.reserve(count);
    const auto* values = static_cast<const Value*>(variable.data);
    for (std::size_t i = 0; i < count; ++i) {
        const auto value = static_cast<double>(values[i]);
        if (!(value >= 0 && value <= 4294967295.0) || std::floor(value) != value) {
            failData(place, "has the value ", formatNumber(value), " at ", i + 1,
                     "; whole numbers from 0 are needed");
        }
        numbers.push_back(static_cast<std::uint32_t>(value));
    }
    return numbers;
}

MatFile::Numbers numbersOf(const matvar_t& variable, const std::string& place) {
    const std::size_t count = requireList(variable, place);
    if (count == 0) {
        return {};
    }
    failDataIf(variable.data == nullptr, place, "cannot be read; the file is damaged: copy it again");
    static const std::map<matio_classes, decltype(&wholeNumbers<double>)> kReaders = {
        {MAT_C_DOUBLE, wholeNumbers<double>},      {MAT_C_SINGLE, wholeNumbers<float>},
        {MAT_C_INT8, wholeNumbers<std::int8_t>},   {MAT_C_UINT8, wholeNumbers<std::uint8_t>},
        {MAT_C_INT16, wholeNumbers<std::int16_t>}, {MAT_C_UINT16, wholeNumbers<std::uint16_t>},
        {MAT_C_INT32, wholeNumbers<std::int32_t>}, {MAT_C_UINT32, wholeNumbers<std::uint32_t>},
        {MAT_C_INT64, wholeNumbers<std::int64_t>}, {MAT_C_UINT64, wholeNumbers<std::uint64_t>}};
    const auto reader = kReaders.find(variable.class_type);
    failDataIf(reader == kReaders.end(), place, "holds no numbers; is the file of this protocol?");
    return reader->second(variable, count, place);
}

std::string textOf(const matvar_t& variable, const std::string& place) {
    failDataIf(variable.class_type != MAT_C_CHAR || variable.rank != 2 || variable.dims[0] > 1 ||
                   (variable.data_size != 1 && variable.data_size != 2),
               place, "is not a line of text; is the file of this protocol?");
    const std::size_t count = variable.dims[0] * variable.dims[1];
    std::string text;
    for (std::size_t i = 0; i < count && variable.data != nullptr; ++i) {
        const unsigned letter = variable.data_size == 1 ? static_cast<const std::uint8_t*>(variable.data)[i]
                                                        : static_cast<const std::uint16_t*>(variable.data)[i];
        failDataIf(letter < 0x20 || letter > 0x7E, place,
                   "has a character that is not printable ASCII; the protocol's names are plain");
        text.push_back(static_cast<char>(letter));
    }
    return text;
}

}  // namespace

MatFile::MatFile(const std::filesystem::path& file) : file_(file.string()), names_(checkMatStructure(file)) {
    // All at once: looking one up walks over the cells of all before it.
    const std::unique_ptr<mat_t, decltype(&Mat_Close)> opened(Mat_Open(file.c_str(), MAT_ACC_RDONLY),
                                                              &Mat_Close);
    failDataIf(!opened, file_, "cannot be opened as a MATLAB file; copy it again");
    while (matvar_t* next = Mat_VarReadNext(opened.get())) {
        const std::shared_ptr<matvar_t> variable(next, &Mat_VarFree);
        if (variable->name != nullptr) {
            variables_.emplace(variable->name, variable);
        }
    }
}

const matvar_t& MatFile::find(const std::string& name) const {
    const auto found = variables_.find(name);
    failDataIf(found == variables_.end(), file_,
               std::ranges::find(names_, name) != names_.end()
                   ? "variable '" + name + "' cannot be read; the file is damaged: copy it again"
                   : "has no variable '" + name + "'; use the .mat file of the protocol's release");
    return *found->second;
}

/// Calls visit(cell, place) for every cell of a list of them.
template <typename Visit>
void MatFile::forEachCell(const std::string& name, const Visit& visit) const {
    const auto& variable = find(name);
    const std::size_t count = requireList(variable, place(name));
    failDataIf(variable.class_type != MAT_C_CELL || (count > 0 && variable.data == nullptr), place(name),
               "is not a list of cells; is the file of this protocol?");
    for (std::size_t i = 0; i < count; ++i) {
        const auto* cell = static_cast<matvar_t* const*>(variable.data)[i];
        const auto cellPlace = place(name) + ", cell " + std::to_string(i + 1);
        failDataIf(cell == nullptr, cellPlace, "cannot be read; the file is damaged: copy it again");
        visit(*cell, cellPlace);
    }
}

MatFile::Numbers MatFile::numbers(const std::string& name) const {
    return numbersOf(find(name), place(name));
}

std::vector<MatFile::Numbers> MatFile::numberCells(const std::string& name) const {
    std::vector<Numbers> lists;
    forEachCell(name, [&](const matvar_t& cell, const std::string& cellPlace) {
        lists.push_back(numbersOf(cell, cellPlace));
    });
    return lists;
}

std::vector<std::string> MatFile::textCells(const std::string& name) const {
    std::vector<std::string> texts;
    forEachCell(name, [&](const matvar_t& cell, const std::string& cellPlace) {
        texts.push_back(textOf(cell, cellPlace));
    });
    return texts;
}

}  // namespace pf
