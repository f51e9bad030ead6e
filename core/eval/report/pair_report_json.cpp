#include "core/eval/report/pair_report_json.h"

#include "core/base/json_text.h"
#include "core/base/records_json.h"
#include "core/eval/report/report_json.h"
#include "core/results/pair_report.h"

namespace pf {
namespace {

detail::Json absentJson(const AbsentPairs& absent) {
    return {{"images_failed", absent.failed.size()},
            {"images_needed", absent.images > 0 ? detail::Json(absent.images) : detail::Json(nullptr)},
            {"pairs_listed", absent.any() ? detail::Json(absent.listed) : detail::Json(nullptr)},
            {"genuine_left_out", absent.genuine},
            {"impostor_left_out", absent.impostor},
            {"folds", absent.any() && absent.place.empty() ? "laid anew" : "as listed"}};
}

}  // namespace

namespace detail {

Json protocolCardJson(const ProtocolCard& card) {
    return {{"program", card.program},
            {"created", card.created},
            {"set", card.set},
            {"source", card.source},
            {"data_sha256", card.dataHash},
            {"model", card.model},
            {"model_name", card.modelName},
            {"backbone", card.backbone},
            {"preprocessing", card.preprocessing},
            {"pairs_from", card.pairsFrom},
            {"subjects_from", card.subjectsFrom},
            {"training_overlap", card.trainingOverlap},
            {"overlaps_training", card.overlapsTraining},
            {"images", card.images},
            {"pairs", card.pairs},
            {"genuine", card.genuine},
            {"impostor", card.impostor},
            {"embedding_size", card.embeddingSize},
            {"sigma_size", card.sigmaSize},
            {"skipped", card.skipped},
            {"failure_to_enrol", absentJson(card.absent)},
            {"notes", card.notes},
            {"warnings", card.warnings}};
}

Json pairReportJson(const PairReport& report) {
    Json json = {{"schema", kReportSchema}, {"card", protocolCardJson(report.card)}};
    Json record = parseJson<Json>(evaluationReportText(report.record));
    // The curves below say the same at full length.
    record.erase("edc");
    if (report.card.sigmaSize == 0) {
        for (const char* key : {"percentiles", "risk_max", "risk_add", "risk_curve", "random_curve"}) {
            record.erase(key);
        }
    }
    json.update(record);
    json["seconds"] = report.seconds;
    for (std::size_t i = 0; i < report.curves.size(); ++i) {
        Json curve = scoreReportJson(report.curves[i]);
        if (i == 0) {
            json.update(curve);
        } else {
            json["other_curves"].push_back(std::move(curve));
        }
    }
    return json;
}

}  // namespace detail

std::string pairReportText(const PairReport& report) {
    return detail::reportText(detail::pairReportJson(report));
}

}  // namespace pf
