#include "core/base/zip_reader.h"

#include <zip.h>

#include <map>
#include <utility>

#include "core/base/error.h"

namespace pf {
namespace {

using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;

constexpr std::size_t kMaxEntries = 1'000'000;

std::string reasonOf(zip_error_t& error) {
    std::string reason;
    switch (zip_error_code_zip(&error)) {
        case ZIP_ER_NOZIP:
            reason = "it has no zip directory at its end (cut off, or another kind of file)";
            break;
        case ZIP_ER_EXISTS:
            reason = "it has two entries of one name";
            break;
        default:
            reason = zip_error_strerror(&error);
    }
    zip_error_fini(&error);
    return reason;
}

}  // namespace

struct ZipReader::Impl {
    std::string name;
    Archive archive{nullptr, &zip_discard};
    std::vector<ZipEntry> entries;
    std::map<std::string, std::size_t, std::less<>> byName;
    std::vector<zip_uint64_t> indices;  ///< of the entries in the archive

    [[noreturn]] void fail(const std::string& message, const std::string& entry = {}) const {
        throw Error(ErrorCode::Data, message, entry.empty() ? name : name + "/" + entry);
    }
    template <typename Message>
    void failIf(bool isWrong, const Message& message, const std::string& entry = {}) const {
        if (isWrong) {
            fail(message, entry);
        }
    }

    void readDirectory(std::uint64_t fileBytes, const std::string& what) {
        if (fileBytes == 0) {  // libzip takes nothing for an archive without entries
            fail("cannot be read as " + what + ": it is empty");
        }
        const zip_int64_t count = zip_get_num_entries(archive.get(), 0);
        failIf(count > static_cast<zip_int64_t>(kMaxEntries),
               "its directory has " + std::to_string(count) + " entries; refused");
        std::uint64_t packed = 0;
        for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
            constexpr zip_uint64_t kNeeded = ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE;
            zip_stat_t status;
            failIf(zip_stat_index(archive.get(), i, 0, &status) != 0 || (status.valid & kNeeded) != kNeeded,
                   "the archive's directory is damaged");
            ZipEntry entry{status.name, status.size, status.comp_size};
            if (entry.name.ends_with('/')) {
                continue;
            }
            // Deflate cannot expand by more than about 1,032 times: a larger claim is a lie. Entries that
            // share their bytes, which multiplies them, take together more than the file has.
            failIf(entry.packedBytes > fileBytes - packed || entry.bytes / 1100 > entry.packedBytes + 1,
                   "claims " + std::to_string(entry.bytes) + " bytes from " +
                       std::to_string(entry.packedBytes) + "; refused",
                   entry.name);
            packed += entry.packedBytes;
            failIf(!byName.emplace(entry.name, entries.size()).second, "it has two entries of one name",
                   entry.name);
            entries.push_back(std::move(entry));
            indices.push_back(i);
        }
    }
};

ZipReader::ZipReader(const std::filesystem::path& path, const std::string& what)
    : impl_(std::make_unique<Impl>()) {
    impl_->name = path.string();
    int code = 0;
    impl_->archive.reset(zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code));
    if (!impl_->archive) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        throw Error(code == ZIP_ER_NOENT || code == ZIP_ER_OPEN || code == ZIP_ER_READ ? ErrorCode::Io
                                                                                       : ErrorCode::Data,
                    "cannot be read as " + what + ": " + reasonOf(error), impl_->name);
    }
    std::error_code failure;
    const std::uint64_t bytes = std::filesystem::file_size(path, failure);
    if (failure) {
        throw Error(ErrorCode::Io, "cannot be read: " + failure.message(), impl_->name);
    }
    impl_->readDirectory(bytes, what);
}

ZipReader::ZipReader(std::span<const std::byte> bytes, const std::string& name, const std::string& what)
    : impl_(std::make_unique<Impl>()) {
    impl_->name = name;
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source != nullptr) {
        impl_->archive.reset(zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error));
        if (!impl_->archive) {
            zip_source_free(source);
        }
    }
    if (!impl_->archive) {
        throw Error(ErrorCode::Data, "cannot be read as " + what + ": " + reasonOf(error), name);
    }
    zip_error_fini(&error);
    impl_->readDirectory(bytes.size(), what);
}

ZipReader::~ZipReader() = default;
ZipReader::ZipReader(ZipReader&&) noexcept = default;
ZipReader& ZipReader::operator=(ZipReader&&) noexcept = default;

const std::vector<ZipEntry>& ZipReader::entries() const {
    return impl_->entries;
}

const std::string& ZipReader::name() const {
    return impl_->name;
}

const ZipEntry* ZipReader::find(std::string_view name) const {
    const auto found = impl_->byName.find(name);
    return found == impl_->byName.end() ? nullptr : &impl_->entries[found->second];
}

void ZipReader::read(const ZipEntry& entry, std::span<std::byte> target) const {
    const auto place = static_cast<std::size_t>(&entry - impl_->entries.data());
    const zip_uint64_t index = impl_->indices.at(place);
    throwIf(target.size() != entry.bytes, ErrorCode::Internal,
            "a zip entry is read into memory of another size", impl_->name);
    zip_stat_t status;
    impl_->failIf(zip_stat_index(impl_->archive.get(), index, 0, &status) != 0,
                  "the archive's directory is damaged");
    impl_->failIf((status.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && status.encryption_method != ZIP_EM_NONE,
                  "is encrypted; save it without a password", entry.name);
    impl_->failIf(status.comp_method != ZIP_CM_STORE && status.comp_method != ZIP_CM_DEFLATE,
                  "is packed in an unknown way; only stored and deflated entries are read", entry.name);
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(
        zip_fopen_index(impl_->archive.get(), index, 0), &zip_fclose);
    std::size_t done = 0;
    while (file && done < target.size()) {
        const zip_int64_t taken = zip_fread(file.get(), target.data() + done, target.size() - done);
        if (taken <= 0) {
            break;
        }
        done += static_cast<std::size_t>(taken);
    }
    impl_->failIf(!file || done != target.size(), "cannot be unpacked; the file is cut or damaged",
                  entry.name);
    std::byte extra{};
    if (zip_fread(file.get(), &extra, 1) != 0) {  // reading past the end makes libzip compare the checksum
        impl_->fail("its checksum does not fit; the file is damaged", entry.name);
    }
}

std::vector<std::byte> ZipReader::read(const ZipEntry& entry, std::uint64_t maxBytes) const {
    impl_->failIf(entry.bytes > maxBytes,
                  "has " + std::to_string(entry.bytes) + " bytes; at most " + std::to_string(maxBytes) +
                      " are accepted",
                  entry.name);
    std::vector<std::byte> bytes(entry.bytes);
    read(entry, bytes);
    return bytes;
}

}  // namespace pf
