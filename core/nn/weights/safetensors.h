// Weight files: a JSON table and raw little-endian tensors; reading one never runs code.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

#include "core/base/atomic_file.h"
#include "core/nn/named_tensors.h"

namespace pf {

using Metadata = std::map<std::string, std::string>;

/// Metadata keys the writer adds; a file that has one of them must have both and pass both.
inline constexpr const char* kPayloadChecksumKey = "payload_sha256";  ///< over the tensors' bytes
inline constexpr const char* kHeaderChecksumKey =
    "header_sha256";  ///< over length and table, this value as zeros

/// Writes tensors (any device; copied to the CPU) and metadata atomically, with both checksums.
/// Throws: Error(Io) when the system refuses, Error(Internal) for a repeated or reserved name, Error(Data)
/// for a type the format does not have.
void writeSafetensors(const std::filesystem::path& path, const NamedTensors& tensors,
                      const Metadata& metadata = {});
/// The same into a sink.
void writeSafetensors(const ByteSink& sink, const NamedTensors& tensors, const Metadata& metadata = {});

struct SafetensorsFile {
    TensorMap tensors;  ///< on the CPU
    Metadata metadata;  ///< without the checksum keys
    /// False for a file of another program that carries no checksum: its content could not be checked.
    bool checksumVerified = false;
};

/// Larger files are refused before they are read.
inline constexpr std::uint64_t kMostSafetensorsBytes = std::uint64_t{16} << 30;

/// Reads a file; every size is checked against the file's before anything is allocated.
/// `requireChecksum`: refuses a file without checksums (our own checkpoints have them). Throws: Error(Io)
/// when unreadable; Error(Data) naming the file and what is wrong when it is cut, damaged, of an unknown type
/// or lies about its sizes.
SafetensorsFile readSafetensors(const std::filesystem::path& path, bool requireChecksum = false,
                                std::uint64_t maxBytes = kMostSafetensorsBytes);

/// SafetensorsFile::metadata. Only the table is read, so only the table is verified. Throws: as
/// readSafetensors.
Metadata readSafetensorsMetadata(const std::filesystem::path& path, bool requireChecksum = false);

}  // namespace pf
