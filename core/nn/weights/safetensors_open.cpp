#include "core/nn/weights/safetensors_open.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <c10/util/StringUtil.h>

namespace pf::detail {

void readExactly(std::ifstream& file, void* target, std::uint64_t bytes, const std::string& where) {
    file.read(static_cast<char*>(target), static_cast<std::streamsize>(bytes));
    if (static_cast<std::uint64_t>(file.gcount()) != bytes) {
        throw Error(ErrorCode::Io, "cannot read it to its end; the disk or the connection to it failed",
                    where);
    }
}

Error damaged(const char* part, const std::string& where) {
    return {ErrorCode::Data,
            std::string("damaged: the checksum of its ") + part + " does not match; use another copy", where};
}

OpenFile openVerified(const std::filesystem::path& path, const SafetensorsReadOptions& options) {
    const std::string where = path.string();
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    if (failure && status.type() != std::filesystem::file_type::not_found) {
        throw Error(ErrorCode::Io, "cannot look at it: " + failure.message(), where);
    }
    if (!std::filesystem::is_regular_file(status)) {
        throw Error(ErrorCode::Io, "there is no such file", where);
    }
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw Error(ErrorCode::Io, std::string("cannot open it: ") + std::strerror(errno), where);
    }
    const std::uint64_t size = std::filesystem::file_size(path, failure);
    if (failure) {
        throw Error(ErrorCode::Io, "cannot look at it: " + failure.message(), where);
    }
    if (size > options.maxBytes) {
        throw Error(ErrorCode::Data,
                    c10::str("it has ", size, " bytes; at most ", options.maxBytes, " are accepted"), where);
    }
    std::uint64_t length = 0;
    if (size < sizeof length + 2) {
        throw Error(ErrorCode::Data, "it is too short for a safetensors file (cut off?)", where);
    }
    readExactly(file, &length, sizeof length, where);
    if (length > kMaxHeaderBytes || length > size - sizeof length) {
        throw Error(
            ErrorCode::Data,
            c10::str("not a safetensors file, damaged or cut off: its table would have ", length, " bytes"),
            where);
    }
    std::string header(length, '\0');
    readExactly(file, header.data(), length, where);
    OpenFile open{std::move(file), parseTable(header, size - sizeof length - length, where)};
    Metadata& metadata = open.table.metadata;

    const bool hasPayloadSum = metadata.count(kPayloadChecksumKey) != 0;
    const bool hasHeaderSum = metadata.count(kHeaderChecksumKey) != 0;
    if (hasPayloadSum != hasHeaderSum || (options.requireChecksum && !hasPayloadSum)) {
        throw Error(ErrorCode::Data,
                    "its checksum is missing: the file is damaged or was not written by this program", where);
    }
    if (hasHeaderSum && headerChecksum(header, where) != metadata[kHeaderChecksumKey]) {
        throw damaged("table", where);
    }
    return open;
}

Metadata ownMetadata(Table table) {
    table.metadata.erase(kPayloadChecksumKey);
    table.metadata.erase(kHeaderChecksumKey);
    return std::move(table.metadata);
}

}  // namespace pf::detail
