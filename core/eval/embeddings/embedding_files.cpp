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
#include "core/eval/embeddings/embedding_layout.h"
#include "core/eval/embeddings/embedding_npz.h"
#include "core/eval/embeddings/embedding_pickle.h"
#include "core/eval/embeddings/embedding_table.h"

namespace pf {
namespace {

constexpr std::string_view kZipMagic = "PK\x03\x04";
constexpr std::string_view kEmptyZipMagic = "PK\x05\x06";
constexpr char kPickleProtocol = '\x80';
constexpr char kNewestPickle = 5;

enum class FileKind { Npz, Npy, Pickle, Table, Unknown };

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

FileKind kindOf(std::string_view first, const std::filesystem::path& file) {
    if (first.starts_with(kZipMagic) || first.starts_with(kEmptyZipMagic)) {
        return FileKind::Npz;
    }
    if (first.starts_with(kNpyMagic)) {
        return FileKind::Npy;
    }
    if (first.size() > 1 && first[0] == kPickleProtocol && first[1] >= 2 && first[1] <= kNewestPickle) {
        return FileKind::Pickle;
    }
    const std::string suffix = lowerCase(file.extension().string());
    if (suffix == ".npz") {
        return FileKind::Npz;
    }
    if (suffix == ".npy") {
        return FileKind::Npy;
    }
    if (suffix == ".pkl" || suffix == ".pickle") {
        return FileKind::Pickle;  // protocols 0 and 1 begin with their first value
    }
    const bool isText = suffix == ".csv" || suffix == ".tsv" || suffix == ".txt" || isTable(file);
    return isText ? FileKind::Table : FileKind::Unknown;
}

EmbeddingSet readKind(FileKind kind, const std::filesystem::path& file, const EmbeddingReadOptions& options) {
    switch (kind) {
        case FileKind::Npz:
            return readNpzEmbeddings(file);
        case FileKind::Npy:
            return embeddingsFromColumns(readNpy(file), options, file.string());
        case FileKind::Pickle:
            return readPickledEmbeddings(file, options);
        case FileKind::Table:
            return readTableOfEmbeddings(file, options);
        case FileKind::Unknown:
            break;
    }
    failData(file.string(), "is not a file of embeddings; a .npz, .npy, .pkl, .csv, .tsv or .txt is needed");
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
    EmbeddingSet set = readKind(kindOf(first, file), file, options);
    finishEmbeddings(set, options, file);
    return set;
}

}  // namespace pf
