#include "core/eval/embeddings/embedding_files.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/base/numbers.h"
#include "core/base/numpy/npy.h"
#include "core/base/stand_in.h"
#include "core/base/text.h"
#include "core/eval/embeddings/embedding_archives.h"
#include "core/eval/embeddings/embedding_layout.h"
#include "core/eval/embeddings/embedding_table.h"

namespace pf {
namespace {

constexpr std::string_view kZipMagic = "PK\x03\x04";
constexpr std::string_view kEmptyZipMagic = "PK\x05\x06";
constexpr char kPickleProtocol = '\x80';
constexpr char kNewestPickle = 5;

/// Whether a file of another suffix (MagFace's feat.list) is text whose lines are rows of numbers.
bool isTable(const std::filesystem::path& file) {
    constexpr std::size_t kFewestNumbers = 24;
    try {
        LineReader lines(file);
        std::string_view line;
        std::vector<std::string_view> fields;
        if (!lines.next(line)) {
            return false;
        }
        splitFields(line, separatorOf(line), fields);
        const auto isNumber = [](std::string_view field) { return readNumber(field).has_value(); };
        return static_cast<std::size_t>(std::count_if(fields.begin(), fields.end(), isNumber)) >
               kFewestNumbers;
    } catch (const Error&) {
        return false;  // no text
    }
}

/// By what the file begins with (`first`), else by its suffix.
EmbeddingSet readArrays(std::string_view first, const std::filesystem::path& file,
                        const EmbeddingReadOptions& options) {
    const bool isNpz = first.starts_with(kZipMagic) || first.starts_with(kEmptyZipMagic);
    const bool isNpy = first.starts_with(kNpyMagic);
    const bool isPickle =
        first.size() > 1 && first[0] == kPickleProtocol && first[1] >= 2 && first[1] <= kNewestPickle;
    const std::string suffix =
        isNpz || isNpy || isPickle ? std::string() : lowerCase(file.extension().string());
    if (isNpz || suffix == ".npz") {
        return readNpzEmbeddings(file);
    }
    if (isNpy || suffix == ".npy") {
        return embeddingsFromColumns(readNpy(file), options, file.string());
    }
    // Protocols 0 and 1 begin with their first value.
    if (isPickle || suffix == ".pkl" || suffix == ".pickle") {
        return readPickledEmbeddings(file, options);
    }
    failDataIf(suffix != ".csv" && suffix != ".tsv" && suffix != ".txt" && !isTable(file), file.string(),
               "is not a file of embeddings; a .npz, .npy, .pkl, .csv, .tsv or .txt is needed");
    return readTableOfEmbeddings(file, options);
}

}  // namespace

std::string firstBytesOf(const std::filesystem::path& file) {
    std::error_code status;
    std::ifstream stream(file, std::ios::binary);
    throwIf(std::filesystem::is_directory(file, status) || !stream, ErrorCode::Io,
            "cannot be opened; check that it is a file and may be read", file.string());
    std::array<char, 8> bytes{};
    stream.read(bytes.data(), bytes.size());
    return {bytes.data(), static_cast<std::size_t>(stream.gcount())};
}

EmbeddingSet readEmbeddings(const std::filesystem::path& file, const EmbeddingReadOptions& options) {
    refuseStandIn(file);
    const std::string first = firstBytesOf(file);
    failDataIf(first.empty(), file.string(), "is empty; was it copied completely?");
    EmbeddingSet set = readArrays(first, file, options);
    finishEmbeddings(set, options, file);
    return set;
}

}  // namespace pf
