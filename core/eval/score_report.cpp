#include "core/eval/score_report.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

#include "core/base/error.h"
#include "core/base/npz.h"

namespace pf {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kRocSamples = 400;
constexpr std::size_t kEdcSamples = 201;
constexpr double kConfidence = 0.95;

const NpyArray& column(const NpzArrays& arrays, const std::string& name, const std::filesystem::path& file) {
    const auto found = arrays.find(name);
    if (found == arrays.end()) {
        throw Error(ErrorCode::Data,
                    "has no array '" + name +
                        "'; expected score [P] float32, same [P] bool and, for EDC and ERC, "
                        "risk [P] float32",
                    file.string());
    }
    if (found->second.shape.size() != 1) {
        throw Error(ErrorCode::Data,
                    "'" + name + "' has " + std::to_string(found->second.shape.size()) +
                        " dimensions; expected one value per pair",
                    file.string());
    }
    return found->second;
}

std::vector<float> floats(const NpzArrays& arrays, const std::string& name,
                          const std::filesystem::path& file) {
    const auto& array = column(arrays, name, file);
    try {
        return array.toFloats();
    } catch (const Error& error) {
        throw Error(ErrorCode::Data, "array '" + name + "': " + error.what(), file.string());
    }
}

template <typename Area>
DiscardAreas areasOf(const Area& area) {
    return {area(0.2), area(0.3), area(1.0)};
}

/// Trapezoids over the FNMR at every percent from 0 to `last`.
double trapezoidsOverPercents(const BasicEdcCurve<float>& curve, int last) {
    double area = 0;
    double before = curve.at(0.0).fnmr;
    for (int percent = 1; percent <= last; ++percent) {
        const double now = curve.at(percent / 100.0).fnmr;
        area += 0.5 * (before + now) * 0.01;
        before = now;
    }
    return area;
}

RocReport rocReport(const ScoreSet& set, const BasicRocCurve<float>& curve,
                    const std::vector<double>& farTargets) {
    RocReport report;
    report.areaUnderCurve = curve.areaUnderCurve();
    report.equalError = curve.equalErrorRate();
    report.dPrime = dPrime(std::span<const float>(set.score), set.same);
    for (const double target : farTargets) {
        report.tarAtFar.push_back(curve.atFar(target));
    }
    report.points = curve.sampled(kRocSamples);
    return report;
}

EdcReport edcReport(const ScoreSet& set, const OperatingPoint& fixed) {
    const BasicEdcCurve<float> curve(set.score, set.same, set.risk, fixed);
    EdcReport report;
    report.fixed = fixed;
    report.area = areasOf([&](double limit) { return curve.partialArea(limit); });
    report.oracleArea = areasOf([&](double limit) { return curve.oracleArea(limit); });
    const double start = curve.at(0.0).fnmr;
    report.randomArea = areasOf([&](double limit) { return start * limit; });
    report.auerc = trapezoidsOverPercents(curve, 99);
    report.auerc30 = trapezoidsOverPercents(curve, 30);
    for (std::size_t i = 0; i < kEdcSamples; ++i) {
        const double fraction = static_cast<double>(i) / static_cast<double>(kEdcSamples - 1);
        EdcPoint point = curve.at(fraction);
        point.discardFraction = fraction;
        report.points.push_back(point);
        report.oracle.push_back(curve.oracleFnmr(fraction));
    }
    return report;
}

/// Intervals for what the report already holds.
void addIntervals(const ScoreSet& set, const ScoreReportOptions& options, ScoreReport& report) {
    const auto resample = [&](const BootstrapTargets& targets, bool withRisk) {
        const auto intervals = bootstrapIntervals(
            set.score, set.same, withRisk ? std::span<const float>(set.risk) : std::span<const float>(),
            {set.subjectA, set.subjectB}, targets, {options.bootstrap, options.seed, kConfidence});
        report.replicates = intervals.replicates;
        report.overIdentities = intervals.overIdentities;
        return intervals;
    };
    if (report.roc) {
        report.roc->tarIntervals = resample({options.farTargets, 0.0, {}}, false).tar;
    }
    for (auto& edc : report.edc) {
        BootstrapTargets targets{{}, edc.fixed.farTarget, {}};
        for (const auto& point : edc.points) {
            targets.discardFractions.push_back(point.discardFraction);
        }
        auto intervals = resample(targets, true);
        edc.intervals = std::move(intervals.fnmr);
        edc.areaIntervals = {intervals.area20, intervals.area30, intervals.area};
    }
}

ScoreReport measure(const ScoreSet& set, const ScoreReportOptions& options) {
    const auto started = std::chrono::steady_clock::now();
    ScoreReport report;
    report.name = set.name;
    report.pairs = set.score.size();
    report.hasRisks = !set.risk.empty();
    {
        const BasicRocCurve<float> curve(set.score, set.same);
        report.genuine = curve.genuineCount();
        report.impostor = curve.impostorCount();
        if (options.roc) {
            report.roc = rocReport(set, curve, options.farTargets);
        }
        if (options.edc && !set.risk.empty()) {
            for (const double target : options.fmrTargets) {
                report.edc.push_back(edcReport(set, curve.atFar(target)));
            }
        }
    }
    if (options.erc && !set.risk.empty()) {
        for (const double target : options.fmrTargets) {
            report.erc.push_back(ercAtFmr<float>(set.score, set.same, set.risk, target));
        }
    }
    if (options.bootstrap > 0) {
        addIntervals(set, options, report);
    }
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return report;
}

Json finite(double value) {
    return std::isfinite(value) ? Json(value) : Json(nullptr);
}

Json operatingPointJson(const OperatingPoint& point) {
    return {{"far_target", point.farTarget}, {"tar", point.tar},
            {"fnmr", point.fnmr()},          {"far", point.far},
            {"threshold", point.threshold},  {"reachable", point.reachable}};
}

Json intervalJson(const Interval& interval) {
    return {interval.low, interval.high};
}

Json areasJson(const DiscardAreas& areas) {
    return {{"0.2", areas.upTo20}, {"0.3", areas.upTo30}, {"1.0", areas.full}};
}

Json rocJson(const RocReport& roc) {
    Json far = Json::array();
    for (std::size_t i = 0; i < roc.tarAtFar.size(); ++i) {
        far.push_back(operatingPointJson(roc.tarAtFar[i]));
        if (!roc.tarIntervals.empty()) {
            far.back()["tar_interval"] = intervalJson(roc.tarIntervals[i]);
        }
    }
    Json points = Json::array();
    for (const auto& point : roc.points) {
        points.push_back({point.threshold, point.far, point.tar});
    }
    return {{"protocol",
             "accept when score >= threshold; threshold of a FAR target = the round(FAR n)-th highest of the "
             "n impostor scores"},
            {"auc", roc.areaUnderCurve},
            {"eer", {{"rate", roc.equalError.rate}, {"threshold", roc.equalError.threshold}}},
            {"d_prime", roc.dPrime ? finite(*roc.dPrime) : Json(nullptr)},
            {"tar_at_far", std::move(far)},
            {"points_columns", {"threshold", "far", "tar"}},
            {"points", std::move(points)}};
}

Json edcJson(const EdcReport& edc) {
    Json points = Json::array();
    for (std::size_t i = 0; i < edc.points.size(); ++i) {
        const auto& point = edc.points[i];
        points.push_back(
            {point.discardFraction, point.kept, point.riskThreshold, point.fnmr, point.fmr, edc.oracle[i]});
    }
    Json json = {
        {"protocol",
         "threshold fixed with all pairs, riskiest discarded first, pairs of equal risk together; "
         "stepwise areas under the FNMR"},
        {"fixed", operatingPointJson(edc.fixed)},
        {"pauc", areasJson(edc.area)},
        {"pauc_oracle", areasJson(edc.oracleArea)},
        {"pauc_random", areasJson(edc.randomArea)},
        {"auerc", edc.auerc},
        {"auerc30", edc.auerc30},
        {"points_columns", {"discard_fraction", "kept", "risk_threshold", "fnmr", "fmr", "oracle_fnmr"}},
        {"points", std::move(points)}};
    if (!edc.intervals.empty()) {
        json["pauc_interval"] = {{"0.2", intervalJson(edc.areaIntervals[0])},
                                 {"0.3", intervalJson(edc.areaIntervals[1])},
                                 {"1.0", intervalJson(edc.areaIntervals[2])}};
        Json intervals = Json::array();
        for (const auto& interval : edc.intervals) {
            intervals.push_back(intervalJson(interval));
        }
        json["fnmr_intervals"] = std::move(intervals);
    }
    return json;
}

Json ercJson(const ErcCurve& erc) {
    Json points = Json::array();
    for (const auto& point : erc.points) {
        points.push_back({point.rejectFraction, point.kept,
                          point.measured ? finite(point.point.fnmr()) : Json(nullptr),
                          point.measured ? finite(point.point.threshold) : Json(nullptr)});
    }
    return {{"protocol", "threshold set anew at every step on the pairs kept; trapezoids under the FNMR"},
            {"fmr_target", erc.fmrTarget},
            {"area", erc.area()},
            {"points_columns", {"reject_fraction", "kept", "fnmr", "threshold"}},
            {"points", std::move(points)}};
}

}  // namespace

ScoreSet readScores(const std::filesystem::path& file) {
    const NpzArrays arrays = readNpz(file);
    ScoreSet set;
    set.name = file.stem().string();
    set.score = floats(arrays, "score", file);
    for (const float flag : floats(arrays, "same", file)) {
        if (flag != 0.0F && flag != 1.0F) {
            throw Error(ErrorCode::Data, "array 'same' holds a value that is neither 0 nor 1", file.string());
        }
        set.same.push_back(flag != 0.0F ? 1 : 0);
    }
    if (arrays.contains("risk")) {
        set.risk = floats(arrays, "risk", file);
    }
    const auto subjects = [&](const char* name) {
        std::vector<std::int32_t> numbers;
        for (const std::int64_t number : column(arrays, name, file).toIntegers()) {
            if (number < std::numeric_limits<std::int32_t>::min() ||
                number > std::numeric_limits<std::int32_t>::max()) {
                throw Error(ErrorCode::Data,
                            "array '" + std::string(name) + "' holds " + std::to_string(number) +
                                "; subjects are numbered with 32 bits",
                            file.string());
            }
            numbers.push_back(static_cast<std::int32_t>(number));
        }
        return numbers;
    };
    if (arrays.contains("subject_a") || arrays.contains("subject_b")) {
        set.subjectA = subjects("subject_a");
        set.subjectB = subjects("subject_b");
    }
    const auto requireAsMany = [&](std::size_t count, const char* name) {
        if (count != set.score.size()) {
            throw Error(ErrorCode::Data,
                        "array '" + std::string(name) + "' has " + std::to_string(count) +
                            " values and 'score' " + std::to_string(set.score.size()) +
                            "; expected one of each per pair",
                        file.string());
        }
    };
    requireAsMany(set.same.size(), "same");
    if (arrays.contains("risk")) {
        requireAsMany(set.risk.size(), "risk");
    }
    if (arrays.contains("subject_a")) {
        requireAsMany(set.subjectA.size(), "subject_a");
        requireAsMany(set.subjectB.size(), "subject_b");
    }
    return set;
}

ScoreReport evaluateScores(const ScoreSet& set, const ScoreReportOptions& options) {
    if (set.risk.empty() && !options.roc && (options.edc || options.erc)) {
        throw Error(ErrorCode::Data,
                    "has no array 'risk', which EDC and ERC need: one number per pair, e.g. the larger "
                    "sigma² of its faces",
                    set.name);
    }
    try {
        return measure(set, options);
    } catch (const std::invalid_argument& error) {
        throw Error(ErrorCode::Data, error.what(), set.name);
    } catch (const std::domain_error& error) {
        throw Error(ErrorCode::Numeric, error.what(), set.name);
    }
}

std::string scoreReportText(const ScoreReport& report) {
    Json json = {{"set", report.name},
                 {"pairs", report.pairs},
                 {"genuine", report.genuine},
                 {"impostor", report.impostor},
                 {"seconds", report.seconds}};
    if (report.replicates > 0) {
        json["bootstrap"] = {{"over", report.overIdentities ? "identities" : "pairs"},
                             {"replicates", report.replicates},
                             {"confidence", kConfidence}};
    }
    if (report.roc) {
        json["roc"] = rocJson(*report.roc);
    }
    for (const auto& edc : report.edc) {
        json["edc"].push_back(edcJson(edc));
    }
    for (const auto& erc : report.erc) {
        json["erc"].push_back(ercJson(erc));
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace pf
