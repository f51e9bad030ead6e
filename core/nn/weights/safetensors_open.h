// Opening a safetensors file as far as its table; shared by those who read its tensors and its metadata.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/base/error.h"
#include "core/nn/weights/safetensors_layout.h"

namespace pf::detail {

/// A file whose table has been read and verified; its stream stands at the tensors' bytes.
struct OpenFile {
    std::ifstream stream;
    Table table;
};

/// Throws: as readSafetensors.
OpenFile openVerified(const std::filesystem::path& path, const SafetensorsReadOptions& options);

/// Throws: Error(Io) when the file ends before.
void readExactly(std::ifstream& file, void* target, std::uint64_t bytes, const std::string& where);

/// "The checksum of its ... does not match".
Error damaged(const char* part, const std::string& where);

/// A table's metadata without the checksum keys.
Metadata ownMetadata(Table table);

}  // namespace pf::detail
