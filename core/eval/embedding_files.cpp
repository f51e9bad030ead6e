#include "core/eval/embedding_files.h"

#include <array>
#include <fstream>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/npy.h"
#include "core/base/stand_in.h"
#include "core/base/text.h"
#include "core/eval/embedding_layout.h"
#include "core/eval/embedding_readers.h"

namespace pf {
namespace {

constexpr std::string_view kZipMagic = "PK\x03\x04";
constexpr std::string_view kEmptyZipMagic = "PK\x05\x06";
constexpr char kPickleProtocol = '\x80';
constexpr char kNewestPickle = 5;

enum class FileKind { Npz, Npy, Pickle, Table, Unknown };

std::string firstBytes(const std::filesystem::path& file) {
    std::error_code status;
    std::ifstream stream(file, std::ios::binary);
    if (std::filesystem::is_directory(file, status) || !stream) {
        throw Error(ErrorCode::Io, "cannot be opened; check that it is a file and may be read",
                    file.string());
    }
    std::array<char, 8> bytes{};
    stream.read(bytes.data(), bytes.size());
    return {bytes.data(), static_cast<std::size_t>(stream.gcount())};
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
    return suffix == ".csv" || suffix == ".tsv" || suffix == ".txt" ? FileKind::Table : FileKind::Unknown;
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
    throw Error(ErrorCode::Data, "is no file of embeddings; a .npz, .npy, .pkl, .csv, .tsv or .txt is needed",
                file.string());
}

}  // namespace

EmbeddingSet readEmbeddings(const std::filesystem::path& file, const EmbeddingReadOptions& options) {
    refuseStandIn(file);
    const std::string first = firstBytes(file);
    if (first.empty()) {
        throw Error(ErrorCode::Data, "is empty; was it copied completely?", file.string());
    }
    EmbeddingSet set = readKind(kindOf(first, file), file, options);
    finishEmbeddings(set, options, file);
    return set;
}

}  // namespace pf
