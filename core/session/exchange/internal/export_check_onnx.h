// Opens an exported ONNX file as others would.
#pragma once

#include <filesystem>

#include "core/session/exchange/internal/export_check.h"

namespace pf {

ExportedProgram openExportedOnnx(const std::filesystem::path& file, bool headOnly);

}  // namespace pf
