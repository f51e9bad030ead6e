#include "core/base/numpy/npz.h"

#include <zip.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace pf {
namespace {

constexpr std::size_t kMaxEntryBytes = std::size_t{16} << 30;

[[noreturn]] void fail(const std::string& where, const std::string& message) {
    throw Error(ErrorCode::Data, message, where);
}

}  // namespace

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
