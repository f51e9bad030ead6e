#include "core/session/evaluate/method_protocols.h"

#include <system_error>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/eval/embeddings/embedding_files.h"
#include "core/eval/embeddings/embedding_writer.h"
#include "core/eval/report/open_set_report_json.h"
#include "core/eval/report/protocol_cells.h"
#include "core/eval/report/template_report_json.h"
#include "core/eval/search/blufr.h"
#include "core/eval/templates/ijb.h"
#include "core/session/evaluate/open_set_evaluation.h"
#include "core/session/evaluate/template_evaluation.h"

namespace pf {

MethodProtocols::MethodProtocols(ProtocolSources sources) : sources_(std::move(sources)) {
    if (sources_.empty()) {
        return;
    }
    std::error_code status;
    if (!std::filesystem::is_directory(sources_.imagesRoot, status)) {
        throw Error(
            ErrorCode::Config,
            sources_.imagesRoot.empty()
                ? "IJB and BLUFR name images that every method must embed: give their folder by --images-root"
                : "is no folder; --images-root must be where the images are that IJB and BLUFR name",
            sources_.imagesRoot.string());
    }
    if (!sources_.ijb.empty()) {
        const IjbProtocol protocol = readIjbProtocol(sources_.ijb);
        columns_.push_back(templateColumn(protocol.name, sources_.templateFar));
        notes_.push_back(
            protocol.name +
            ": 1:1 verification of templates, base by the cosine of their mean embeddings, every other "
            "method by the MLS of PFE_fuse (temperature 1)" +
            (protocol.splits.size() > 1
                 ? "; ± is the standard deviation over " + std::to_string(protocol.splits.size()) + " splits."
                 : "."));
    }
    if (!sources_.blufr.empty()) {
        const BlufrProtocol protocol = readBlufr(sources_.blufr);
        columns_.push_back(identificationColumn(sources_.identificationFar));
        const std::size_t trials = protocol.openSet.trials.empty() ? protocol.published.trials.size()
                                                                   : protocol.openSet.trials.size();
        notes_.push_back("BLUFR: open-set identification at rank 1" +
                         (trials > 1
                              ? "; ± is the standard deviation over " + std::to_string(trials) + " trials."
                              : std::string(".")));
    }
}

std::optional<ProtocolResults> MethodProtocols::measure(FaceModel& model, const std::string& score,
                                                        const std::filesystem::path& out, RunControl& control,
                                                        const ProgressObserver& observer) const {
    ProtocolResults results;
    if (!sources_.ijb.empty()) {
        const auto embeddings =
            embedTemplateImages(model, sources_.ijb, sources_.imagesRoot, control, observer);
        if (control.stopRequested()) {
            return std::nullopt;
        }
        writeEmbeddings(out / "templates-embeddings.npz", embeddings);
        TemplateReportOptions options;
        options.farTargets = {sources_.templateFar};
        options.fusions = kTableFusions;
        results.templates =
            std::make_shared<TemplateReport>(evaluateTemplates(embeddings, sources_.ijb, options));
        writeTextAtomically(out / "templates.json",
                            templateReportText(*results.templates, out.filename().string()));
        results.cells.push_back(templateCell(*results.templates, score, sources_.templateFar));
    }
    if (!sources_.blufr.empty()) {
        const auto embeddings = embedOpenSet(model, sources_.blufr, sources_.imagesRoot, control, observer);
        if (control.stopRequested()) {
            return std::nullopt;
        }
        writeEmbeddings(out / "openset-embeddings.npz", embeddings);
        OpenSetOptions options;
        options.farTargets = {sources_.identificationFar};
        auto report =
            std::make_shared<OpenSetReport>(evaluateOpenSet(embeddings, sources_.blufr, options, control));
        if (report->interrupted) {
            return std::nullopt;
        }
        writeTextAtomically(out / "openset.json", openSetReportText(*report, out.filename().string()));
        results.cells.push_back(identificationCell(*report, score, sources_.identificationFar));
        results.openSet = std::move(report);
    }
    return results;
}

}  // namespace pf
