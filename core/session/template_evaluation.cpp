#include "core/session/template_evaluation.h"

#include "core/base/atomic_file.h"

namespace pf {

TemplateReport evaluateTemplates(const std::filesystem::path& embeddings,
                                 const std::filesystem::path& protocol, const TemplateReportOptions& options,
                                 const std::filesystem::path& json) {
    const IjbProtocol lists = readIjbProtocol(protocol);
    const EmbeddingSet set = readEmbeddings(embeddings);
    TemplateReport report = reportTemplates(set, lists, options);
    if (!json.empty()) {
        writeTextAtomically(json, templateReportText(report, embeddings.stem().string()));
    }
    return report;
}

}  // namespace pf
