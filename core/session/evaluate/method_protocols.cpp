#include "core/session/evaluate/method_protocols.h"

#include <system_error>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/eval/report/method_cells.h"
#include "core/eval/report/report_json.h"
#include "core/eval/search/blufr.h"
#include "core/eval/templates/ijb.h"
#include "core/session/evaluate/evaluation_task.h"

namespace pf {

MethodProtocols::MethodProtocols(ProtocolSources sources) : sources_(std::move(sources)) {
    if (sources_.empty()) {
        return;
    }
    std::error_code status;
    throwIf(!std::filesystem::is_directory(sources_.imagesRoot, status), ErrorCode::Config,
            sources_.imagesRoot.empty()
                ? "IJB and BLUFR name images that every method must embed: give their folder by --images-root"
                : "is not a folder; --images-root must be where the images are that IJB and BLUFR name",
            sources_.imagesRoot.string());
    if (!sources_.ijb.empty()) {
        const IjbProtocol protocol = readIjbProtocol(sources_.ijb);
        columns_.push_back(templateColumn(protocol.name, sources_.templateFar));
        notes_.push_back(protocol.name +
                         ": 1:1 verification of templates, base by the cosine of their mean embeddings, "
                         "every other method by the MLS of PFE_fuse (temperature 1)" +
                         (protocol.splits.size() > 1 ? "; ± is the standard deviation over " +
                                                           std::to_string(protocol.splits.size()) + " splits."
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
    EvaluationTask task;
    task.ijb = sources_.ijb;
    task.templates.farTargets = {sources_.templateFar};
    task.templates.fusions = kTableFusions;
    task.blufr = sources_.blufr;
    task.openSet.farTargets = {sources_.identificationFar};
    task.imagesRoot = sources_.imagesRoot;
    task.out = out;
    EvaluationReports reports = evaluateTask({.model = &model}, task, control, observer);
    if (control.stopRequested() || (reports.openSet && reports.openSet->interrupted)) {
        return std::nullopt;
    }
    ProtocolResults results;
    const std::string name = out.filename().string();
    if (reports.templates) {
        results.templates = std::make_shared<TemplateReport>(std::move(*reports.templates));
        writeTextAtomically(out / "templates.json", templateReportText(*results.templates, name));
        results.cells.push_back(templateCell(*results.templates, score, sources_.templateFar));
    }
    if (reports.openSet) {
        results.openSet = std::make_shared<OpenSetReport>(std::move(*reports.openSet));
        writeTextAtomically(out / "openset.json", openSetReportText(*results.openSet, name));
        results.cells.push_back(identificationCell(*results.openSet, score, sources_.identificationFar));
    }
    return results;
}

}  // namespace pf
