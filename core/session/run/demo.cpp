#include "core/session/run/demo.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/records_json.h"
#include "core/eval/pairs/pair_report.h"
#include "core/metrics/percentiles.h"
#include "core/session/evaluate/contact_sheet.h"
#include "core/session/model/face_model.h"

namespace pf {
namespace {

constexpr double kDiscard = 0.3;

double accuracyAt(const std::vector<RiskPoint>& curve, double discard) {
    for (const auto& point : curve) {
        if (std::abs(point.discard - discard) < 1e-9) {
            return point.accuracy;
        }
    }
    throw Error(ErrorCode::Internal, "a risk curve lacks the point at 30 %");
}

}  // namespace

DemoReport makeDemoReport(const std::filesystem::path& runDirectory, RunControl& control,
                          const ProgressObserver& observer) {
    FaceModel model(runDirectory);
    const auto& evaluation = model.info().options.evaluation;
    failDataIf(evaluation.sets.empty(), runDirectory.string(), "names no evaluation set");
    const auto& [name, source] = *evaluation.sets.begin();
    const ImageCatalog pairs = openImages({source});
    const auto pairEmbeddings = model.embed(pairs, control, observer);
    // Correlation and gallery count each picture once, however many pairs it is in.
    const ImageCatalog images = distinctImages(pairs);
    const auto embeddings = model.embed(images, control, observer);
    DemoReport report;
    if (control.stopRequested()) {
        return report;
    }
    std::vector<double> degradation;
    for (const std::size_t index : embeddings.catalogIndex) {
        const auto level = images.degradation(index);
        failDataIf(!level, name, "its degradation is not known; the demonstration needs a synthetic set");
        degradation.push_back(*level);
    }
    const auto record = evaluateEmbeddings(pairEmbeddings, evaluation, name);
    report.spearman = spearman(embeddings.sigmaSummary(), degradation).value_or(0.0);
    report.accuracyAll = accuracyAt(record.riskCurve, 0);
    report.accuracyAtDiscard = accuracyAt(record.riskCurve, kDiscard);
    report.accuracyAtRandomDiscard = accuracyAt(record.randomCurve, kDiscard);
    report.reportFile = runDirectory / "demo-report.json";
    report.sheetFile = runDirectory / "demo-gallery.png";
    const nlohmann::ordered_json json = {
        {"set", name},
        {"images", embeddings.size()},
        {"pairs", record.pairs},
        {"spearman_sigma_degradation", report.spearman},
        {"accuracy", report.accuracyAll},
        {"accuracy_discard_30_percent", report.accuracyAtDiscard},
        {"accuracy_random_discard_30_percent", report.accuracyAtRandomDiscard},
        {"evaluation", parseJson(evaluationReportText(record))}};
    writeTextAtomically(report.reportFile,
                        json.dump(2, ' ', false, decltype(json)::error_handler_t::replace) + "\n");
    writeContactSheet(report.sheetFile, images, measurementsOf(embeddings, images.size()));
    return report;
}

}  // namespace pf
