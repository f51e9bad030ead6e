// Evaluating ready embeddings with a template protocol.
#pragma once

#include <filesystem>

#include "core/eval/embedding_files.h"
#include "core/eval/template_report.h"

namespace pf {

/// Reads the embeddings and the protocol's folder (see readEmbeddings and readIjbProtocol), runs it and
/// writes the report to `json` (nothing written when empty). Throws: as they and reportTemplates; Error(Data)
/// when the embeddings do not name their images; Error(Io).
TemplateReport evaluateTemplates(const std::filesystem::path& embeddings,
                                 const std::filesystem::path& protocol, const TemplateReportOptions& options,
                                 const std::filesystem::path& json);

}  // namespace pf
