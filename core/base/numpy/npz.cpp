#include "core/base/numpy/npz.h"

#include <zip.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/zip_reader.h"

namespace pf {
namespace {

constexpr std::size_t kMaxEntryBytes = std::size_t{16} << 30;

}  // namespace

NpzArrays readNpz(const std::filesystem::path& path) {
    const ZipReader archive(path, "a NumPy .npz archive");
    NpzArrays arrays;
    for (const ZipEntry& entry : archive.entries()) {
        constexpr std::string_view kSuffix = ".npy";  // NumPy ignores other members too
        if (entry.name.ends_with(kSuffix)) {
            arrays.emplace(entry.name.substr(0, entry.name.size() - kSuffix.size()),
                           parseNpy(archive.read(entry, kMaxEntryBytes), path.string() + "/" + entry.name));
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
