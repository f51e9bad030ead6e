#include "core/base/records_json.h"

#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/json_text.h"
#include "core/base/text.h"

namespace pf {
namespace {

using Json = nlohmann::ordered_json;

constexpr double kNoNumber = std::numeric_limits<double>::quiet_NaN();

double number(const Json& json, const std::string& key) {
    const auto found = json.find(key);
    return found == json.end() || found->is_null() ? kNoNumber : found->get<double>();
}

/// One of a list, which may be null or shorter.
double numberAt(const Json& json, std::size_t index) {
    return !json.is_array() || index >= json.size() || json[index].is_null() ? kNoNumber
                                                                             : json[index].get<double>();
}

}  // namespace

// The library finds these by the namespace of their types. It writes numbers that are not finite as null,
// which a chart shows as a gap.
NLOHMANN_JSON_SERIALIZE_ENUM(NoteRecord::Level, {{NoteRecord::Level::Info, "info"},
                                                 {NoteRecord::Level::Warning, "warning"},
                                                 {NoteRecord::Level::Error, "error"}})

static void to_json(Json& json, const RiskPoint& point) {
    json = {{"risk_factor", point.discard}, {"risk_threshold", point.riskThreshold},
            {"kept", point.kept},           {"total", point.total},
            {"accuracy", point.accuracy},   {"threshold", point.threshold}};
}

static void from_json(const Json& json, RiskPoint& point) {
    point = {number(json, "risk_factor"), number(json, "risk_threshold"), json.at("kept"), json.at("total"),
             number(json, "accuracy"),    number(json, "threshold")};
}

static void to_json(Json& json, const TmrPoint& point) {
    json = {{"far_target", point.fmrTarget},
            {"tar", point.tmr},
            {"far", point.fmr},
            {"threshold", point.threshold},
            {"reachable", point.reachable}};
}

static void from_json(const Json& json, TmrPoint& point) {
    point = {number(json, "far_target"), number(json, "tar"), number(json, "far"), number(json, "threshold"),
             json.at("reachable").get<bool>()};
}

static void to_json(Json& json, const ScoreSummary& summary) {
    json = {
        {"accuracy", summary.accuracy}, {"threshold", summary.threshold}, {"tar_at_far", summary.tmrAtFmr}};
}

static void from_json(const Json& json, ScoreSummary& summary) {
    summary = {number(json, "accuracy"), number(json, "threshold"), json.at("tar_at_far")};
}

namespace {

Json evaluationJson(const EvaluationRecord& record) {
    Json percentiles = Json::object();  // in the reference's form: {"0": 0.29, "10": 0.32, ...}
    for (std::size_t i = 0; i < record.sigmaSq.size(); ++i) {
        percentiles[formatNumber(kSigmaPercentiles[i])] = record.sigmaSq[i];
    }
    return {{"set", record.set},
            {"epoch", record.epoch},
            {"step", record.step},
            {"pairs", record.pairs},
            {"seconds", record.elapsedSeconds},
            {"percentiles", std::move(percentiles)},
            {"scores", record.scores},
            {"risk_max", record.riskMax},
            {"risk_add", record.riskAdd},
            {"risk_curve", record.riskCurve},
            {"random_curve", record.randomCurve},
            {"edc",
             {{"fmr", record.fixedFmr},
              {"pauc",
               {{"0.2", record.fnmrAreas[0]}, {"0.3", record.fnmrAreas[1]}, {"1.0", record.fnmrAreas[2]}}},
              {"points", record.fnmrCurve}}},
            {"report", record.reportFile}};
}

EvaluationRecord parseEvaluation(const Json& json) {
    EvaluationRecord record;
    record.set = json.at("set");
    record.epoch = json.at("epoch");
    record.step = json.at("step");
    record.pairs = json.at("pairs");
    record.elapsedSeconds = number(json, "seconds");
    for (std::size_t i = 0; i < record.sigmaSq.size(); ++i) {
        record.sigmaSq[i] = number(json.at("percentiles"), formatNumber(kSigmaPercentiles[i]));
    }
    json.at("scores").get_to(record.scores);
    json.at("risk_max").get_to(record.riskMax);
    json.at("risk_add").get_to(record.riskAdd);
    json.at("risk_curve").get_to(record.riskCurve);
    json.at("random_curve").get_to(record.randomCurve);
    const Json& edc = json.at("edc");
    record.fixedFmr = number(edc, "fmr");
    const Json areas = edc.value("pauc", Json::object());
    record.fnmrAreas = {number(areas, "0.2"), number(areas, "0.3"), number(areas, "1.0")};
    for (const auto& point : edc.at("points")) {
        record.fnmrCurve.push_back({numberAt(point, 0), numberAt(point, 1)});
    }
    record.reportFile = json.at("report");
    return record;
}

struct LineWriter {
    Json operator()(const StepRecord& record) const {
        return {{"type", "step"},
                {"epoch", record.epoch},
                {"step", record.step},
                {"seconds", record.elapsedSeconds},
                {"images_per_second", record.imagesPerSecond},
                {"lr", record.learningRate},
                {"terms", record.terms},
                {"sigma_sq", record.sigmaSq}};
    }
    Json operator()(const EvaluationRecord& record) const {
        Json json = {{"type", "evaluation"}};
        json.update(evaluationJson(record));
        return json;
    }
    Json operator()(const NoteRecord& record) const {
        return {{"type", "note"}, {"level", record.level}, {"step", record.step}, {"text", record.text}};
    }
    Json operator()(const CheckpointRecord& record) const {
        return {{"type", "checkpoint"}, {"step", record.step}, {"file", record.file}, {"best", record.best}};
    }
    Json operator()(const StateRecord& record) const {
        return {{"type", "state"}, {"state", record.state}, {"detail", record.detail}};
    }
    Json operator()(const ResumeRecord& record) const { return {{"type", "resume"}, {"step", record.step}}; }
};

StepRecord parseStep(const Json& json) {
    StepRecord record;
    record.epoch = json.value("epoch", std::int64_t{0});
    record.step = json.at("step");
    record.elapsedSeconds = number(json, "seconds");
    record.imagesPerSecond = number(json, "images_per_second");
    record.learningRate = number(json, "lr");
    const Json terms = json.value("terms", Json::object());
    for (const auto& [name, value] : terms.items()) {
        record.terms[name] = number(terms, name);
    }
    const Json sigmaSq = json.value("sigma_sq", Json());
    for (std::size_t i = 0; i < record.sigmaSq.size(); ++i) {
        record.sigmaSq[i] = numberAt(sigmaSq, i);
    }
    return record;
}

}  // namespace

std::string recordLine(const Record& record) {
    return std::visit(LineWriter{}, record).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Record> parseRecordLine(const std::string& line) {
    try {
        const Json json = parseJson<Json>(line);
        const std::string type = json.at("type");
        if (type == "step") {
            return parseStep(json);
        }
        if (type == "evaluation") {
            return parseEvaluation(json);
        }
        if (type == "note") {
            return NoteRecord{json.at("level"), json.at("step"), json.at("text")};
        }
        if (type == "checkpoint") {
            return CheckpointRecord{json.at("step"), json.at("file"), json.at("best")};
        }
        if (type == "state") {
            return StateRecord{json.at("state"), json.at("detail")};
        }
        if (type == "resume") {
            return ResumeRecord{json.at("step")};
        }
    } catch (const std::exception&) {
        // Not ours to judge: the caller counts damaged lines.
    }
    return std::nullopt;
}

std::string evaluationReportText(const EvaluationRecord& record) {
    return evaluationJson(record).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pf
