#include "core/base/zip_reader.h"

#include <zip.h>

#include <utility>

#include "core/base/error.h"

namespace pf {
namespace {

constexpr zip_int64_t kMaxEntries = 1'000'000;
#ifdef ZIP_ER_TRUNCATED_ZIP  // libzip 1.11 tells them apart
constexpr int kCutOff = ZIP_ER_TRUNCATED_ZIP;
#else
constexpr int kCutOff = ZIP_ER_NOZIP;
#endif

std::string reasonOf(zip_error_t& error) {
    const int code = zip_error_code_zip(&error);
    const std::string reason = code == ZIP_ER_NOZIP || code == kCutOff
                                   ? "it has no zip directory at its end (cut off, or another kind of file)"
                               : code == ZIP_ER_EXISTS ? "it has two entries of one name"
                                                       : zip_error_strerror(&error);
    zip_error_fini(&error);
    return reason;
}

}  // namespace

void ZipReader::Closer::operator()(zip* archive) const {
    zip_discard(archive);
}

void ZipReader::readDirectory(std::uint64_t fileBytes, const std::string& what) {
    // libzip takes nothing for an archive without entries.
    failDataIf(fileBytes == 0, name_, "cannot be read as ", what, ": it is empty");
    const zip_int64_t count = zip_get_num_entries(archive_.get(), 0);
    failDataIf(count > kMaxEntries, name_, "its directory has ", count, " entries; refused");
    std::uint64_t packed = 0;
    for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
        constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
        zip_stat_t status;
        failDataIf(zip_stat_index(archive_.get(), i, 0, &status) != 0 || (status.valid & kNeeded) != kNeeded,
                   name_, "the archive's directory is damaged");
        ZipEntry entry{status.name, status.size, status.comp_size, i};
        if (entry.name.ends_with('/')) {
            continue;
        }
        const std::string where = name_ + "/" + entry.name;
        // Deflate cannot expand by more than about 1,032 times: a larger claim is a lie. Entries that
        // share their bytes, which multiplies them, take together more than the file has.
        failDataIf(entry.packedBytes > fileBytes - packed || entry.bytes / 1100 > entry.packedBytes + 1,
                   where, "claims ", entry.bytes, " bytes from ", entry.packedBytes, "; refused");
        packed += entry.packedBytes;
        failDataIf(!byName_.emplace(entry.name, entries_.size()).second, where,
                   "it has two entries of one name");
        entries_.push_back(std::move(entry));
    }
}

ZipReader::ZipReader(const std::filesystem::path& path, const std::string& what) : name_(path.string()) {
    int code = 0;
    archive_.reset(zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code));
    if (!archive_) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        throw Error(code == ZIP_ER_NOENT || code == ZIP_ER_OPEN || code == ZIP_ER_READ ? ErrorCode::Io
                                                                                       : ErrorCode::Data,
                    "cannot be read as " + what + ": " + reasonOf(error), name_);
    }
    std::error_code failure;
    const std::uint64_t bytes = std::filesystem::file_size(path, failure);
    throwIf(failure, ErrorCode::Io, "cannot be read: " + failure.message(), name_);
    readDirectory(bytes, what);
}

ZipReader::ZipReader(std::span<const std::byte> bytes, const std::string& name, const std::string& what)
    : name_(name) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source != nullptr) {
        archive_.reset(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
        if (!archive_) {
            zip_source_free(source);
        }
    }
    if (!archive_) {
        failData(name, "cannot be read as ", what, ": ", reasonOf(error));
    }
    zip_error_fini(&error);
    readDirectory(bytes.size(), what);
}

const ZipEntry* ZipReader::find(std::string_view name) const {
    const auto found = byName_.find(name);
    return found == byName_.end() ? nullptr : &entries_[found->second];
}

void ZipReader::read(const ZipEntry& entry, std::span<std::byte> target) const {
    const std::string where = name_ + "/" + entry.name;
    throwIf(target.size() != entry.bytes, ErrorCode::Internal,
            "a zip entry is read into memory of another size", name_);
    zip_stat_t status;
    failDataIf(zip_stat_index(archive_.get(), entry.index, 0, &status) != 0, name_,
               "the archive's directory is damaged");
    failDataIf((status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && status.encryption_method != ZIP_EM_NONE,
               where, "is encrypted; save it without a password");
    failDataIf(status.comp_method != ZIP_CM_STORE && status.comp_method != ZIP_CM_DEFLATE, where,
               "is packed in an unknown way; only stored and deflated entries are read");
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(
        zip_fopen_index(archive_.get(), entry.index, 0), &zip_fclose);
    std::size_t done = 0;
    while (file && done < target.size()) {
        const zip_int64_t taken = zip_fread(file.get(), target.data() + done, target.size() - done);
        if (taken <= 0) {
            break;
        }
        done += static_cast<std::size_t>(taken);
    }
    failDataIf(!file || done != target.size(), where, "cannot be unpacked; the file is cut or damaged");
    std::byte extra{};  // reading past the end makes libzip compare the checksum
    failDataIf(zip_fread(file.get(), &extra, 1) != 0, where,
               "its checksum does not fit; the file is damaged");
}

std::vector<std::byte> ZipReader::read(const ZipEntry& entry, std::uint64_t maxBytes) const {
    failDataIf(entry.bytes > maxBytes, name_ + "/" + entry.name, "has ", entry.bytes, " bytes; at most ",
               maxBytes, " are accepted");
    std::vector<std::byte> bytes(entry.bytes);
    read(entry, bytes);
    return bytes;
}

}  // namespace pf
