#include "core/base/records_json.h"

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/json_text.h"
#include "core/base/text.h"

namespace pf {
namespace {

using Json = nlohmann::ordered_json;

/// JSON has no infinity; a chart shows null as a gap.
Json finite(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

double number(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found == json.end() || found->is_null() ? std::numeric_limits<double>::quiet_NaN()
                                                   : found->get<double>();
}

/// One of a list, which may be null or shorter.
double numberAt(const Json& json, std::size_t index) {
    return !json.is_array() || index >= json.size() || json[index].is_null()
               ? std::numeric_limits<double>::quiet_NaN()
               : json[index].get<double>();
}

Json percentilesJson(const SigmaPercentiles& values) {
    Json list = Json::array();
    for (const double value : values) {
        list.push_back(finite(value));
    }
    return list;
}

/// The reference's form: {"0": 0.29, "10": 0.32, ...}.
Json percentileMapJson(const SigmaPercentiles& values) {
    Json map = Json::object();
    for (std::size_t i = 0; i < values.size(); ++i) {
        map[formatNumber(kSigmaPercentiles[i])] = finite(values[i]);
    }
    return map;
}

SigmaPercentiles parsePercentileMap(const Json& json) {
    SigmaPercentiles values{};
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = number(json, formatNumber(kSigmaPercentiles[i]).c_str());
    }
    return values;
}

SigmaPercentiles parsePercentiles(const Json& json) {
    SigmaPercentiles values{};
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = numberAt(json, i);
    }
    return values;
}

Json riskJson(const std::vector<RiskPoint>& points) {
    Json list = Json::array();
    for (const auto& point : points) {
        list.push_back({{"risk_factor", point.discard},
                        {"risk_threshold", finite(point.riskThreshold)},
                        {"kept", point.kept},
                        {"total", point.total},
                        {"accuracy", finite(point.accuracy)},
                        {"threshold", finite(point.threshold)}});
    }
    return list;
}

std::vector<RiskPoint> parseRisk(const Json& json) {
    std::vector<RiskPoint> points;
    for (const auto& item : json) {
        points.push_back({number(item, "risk_factor"), number(item, "risk_threshold"), item.at("kept"),
                          item.at("total"), number(item, "accuracy"), number(item, "threshold")});
    }
    return points;
}

Json evaluationJson(const EvaluationRecord& record) {
    Json scores = Json::object();
    for (const auto& [name, summary] : record.scores) {
        Json points = Json::array();
        for (const auto& point : summary.tmrAtFmr) {
            points.push_back({{"far_target", point.fmrTarget},
                              {"tar", finite(point.tmr)},
                              {"far", finite(point.fmr)},
                              {"threshold", finite(point.threshold)},
                              {"reachable", point.reachable}});
        }
        scores[name] = {{"accuracy", finite(summary.accuracy)},
                        {"threshold", finite(summary.threshold)},
                        {"tar_at_far", std::move(points)}};
    }
    Json fnmr = Json::array();
    for (const auto& point : record.fnmrCurve) {
        fnmr.push_back({finite(point[0]), finite(point[1])});
    }
    return {{"set", record.set},
            {"epoch", record.epoch},
            {"step", record.step},
            {"pairs", record.pairs},
            {"seconds", finite(record.elapsedSeconds)},
            {"percentiles", percentileMapJson(record.sigmaSq)},
            {"scores", std::move(scores)},
            {"risk_max", riskJson(record.riskMax)},
            {"risk_add", riskJson(record.riskAdd)},
            {"risk_curve", riskJson(record.riskCurve)},
            {"random_curve", riskJson(record.randomCurve)},
            {"edc",
             {{"fmr", finite(record.fixedFmr)},
              {"pauc",
               {{"0.2", finite(record.fnmrAreas[0])},
                {"0.3", finite(record.fnmrAreas[1])},
                {"1.0", finite(record.fnmrAreas[2])}}},
              {"points", std::move(fnmr)}}},
            {"report", record.reportFile}};
}

EvaluationRecord parseEvaluation(const Json& json) {
    EvaluationRecord record;
    record.set = json.at("set");
    record.epoch = json.at("epoch");
    record.step = json.at("step");
    record.pairs = json.at("pairs");
    record.elapsedSeconds = number(json, "seconds");
    record.sigmaSq = parsePercentileMap(json.at("percentiles"));
    for (const auto& [name, item] : json.at("scores").items()) {
        ScoreSummary summary;
        summary.accuracy = number(item, "accuracy");
        summary.threshold = number(item, "threshold");
        for (const auto& tar : item.at("tar_at_far")) {
            summary.tmrAtFmr.push_back({number(tar, "far_target"), number(tar, "tar"), number(tar, "far"),
                                        number(tar, "threshold"), tar.at("reachable").get<bool>()});
        }
        record.scores[name] = summary;
    }
    record.riskMax = parseRisk(json.at("risk_max"));
    record.riskAdd = parseRisk(json.at("risk_add"));
    record.riskCurve = parseRisk(json.at("risk_curve"));
    record.randomCurve = parseRisk(json.at("random_curve"));
    record.fixedFmr = number(json.at("edc"), "fmr");
    record.fnmrAreas.fill(std::numeric_limits<double>::quiet_NaN());
    if (const auto& edc = json.at("edc"); edc.contains("pauc")) {
        const auto& areas = edc.at("pauc");
        record.fnmrAreas = {number(areas, "0.2"), number(areas, "0.3"), number(areas, "1.0")};
    }
    for (const auto& point : json.at("edc").at("points")) {
        record.fnmrCurve.push_back({numberAt(point, 0), numberAt(point, 1)});
    }
    record.reportFile = json.at("report");
    return record;
}

struct LineWriter {
    Json operator()(const StepRecord& record) const {
        Json terms = Json::object();
        for (const auto& [name, value] : record.terms) {
            terms[name] = finite(value);
        }
        return {{"type", "step"},
                {"epoch", record.epoch},
                {"step", record.step},
                {"seconds", finite(record.elapsedSeconds)},
                {"images_per_second", finite(record.imagesPerSecond)},
                {"lr", finite(record.learningRate)},
                {"terms", std::move(terms)},
                {"sigma_sq", percentilesJson(record.sigmaSq)}};
    }
    Json operator()(const EvaluationRecord& record) const {
        Json json = {{"type", "evaluation"}};
        json.update(evaluationJson(record));
        return json;
    }
    Json operator()(const NoteRecord& record) const {
        constexpr const char* kLevels[] = {"info", "warning", "error"};
        return {{"type", "note"},
                {"level", kLevels[static_cast<int>(record.level)]},
                {"step", record.step},
                {"text", record.text}};
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
    const Json none = Json::object();
    const auto terms = json.find("terms");
    for (const auto& [name, value] : (terms == json.end() ? none : *terms).items()) {
        record.terms[name] = number(*terms, name.c_str());
    }
    const auto sigmaSq = json.find("sigma_sq");
    record.sigmaSq = parsePercentiles(sigmaSq == json.end() ? none : *sigmaSq);
    return record;
}

NoteRecord parseNote(const Json& json) {
    const std::string level = json.at("level");
    return {level == "error"     ? NoteRecord::Level::Error
            : level == "warning" ? NoteRecord::Level::Warning
                                 : NoteRecord::Level::Info,
            json.at("step"), json.at("text")};
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
            return parseNote(json);
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
