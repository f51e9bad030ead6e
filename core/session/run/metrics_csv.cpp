#include "core/session/run/metrics_csv.h"

#include <cmath>
#include <set>
#include <unordered_map>

#include "core/base/csv.h"
#include "core/base/text.h"
#include "core/eval/report/curve_csv.h"
#include "core/session/run/metrics_export.h"

namespace pf {
namespace {

std::string number(double value) {
    return std::isfinite(value) ? formatNumber(value) : "";
}

std::string percentileColumns() {
    std::string names;
    for (const double percentile : kSigmaPercentiles) {
        names += ",sigma_sq_p" + formatNumber(percentile);
    }
    return names;
}

std::string percentileFields(const SigmaPercentiles& values) {
    std::string fields;
    for (const double value : values) {
        fields += "," + number(value);
    }
    return fields;
}

/// Named numbers of one line, in the order in which they are to stand.
using Row = std::vector<std::pair<std::string, double>>;

Row rowOf(const EvaluationRecord& record) {
    Row row;
    for (const auto& [name, score] : record.scores) {
        row.emplace_back("accuracy_" + name, score.accuracy);
        row.emplace_back("threshold_" + name, score.threshold);
        for (const auto& point : score.tarAtFar) {
            row.emplace_back("tar_" + name + "_at_far_" + formatNumber(point.farTarget),
                             point.reachable ? point.tar : std::nan(""));
        }
    }
    for (const auto& point : record.riskMax) {
        row.emplace_back("risk_max_" + formatNumber(point.riskFactor), point.accuracy);
    }
    for (const auto& point : record.riskAdd) {
        row.emplace_back("risk_add_" + formatNumber(point.riskFactor), point.accuracy);
    }
    row.emplace_back("fmr", record.fixedFmr);
    row.emplace_back("pauc_0.2", record.fnmrAreas[0]);
    row.emplace_back("pauc_0.3", record.fnmrAreas[1]);
    row.emplace_back("pauc_1", record.fnmrAreas[2]);
    return row;
}

}  // namespace

std::string stepsCsv(const RunHistory& history) {
    std::set<std::string> terms;
    for (const auto& step : history.steps) {
        for (const auto& [name, value] : step.terms) {
            terms.insert(name);
        }
    }
    std::string csv = "step,epoch,seconds,images_per_second,lr";
    for (const auto& term : terms) {
        csv += "," + csvField(term);
    }
    csv += percentileColumns() + "\n";
    for (const auto& step : history.steps) {
        csv += std::to_string(step.step) + "," + std::to_string(step.epoch) + "," +
               number(step.elapsedSeconds) + "," + number(step.imagesPerSecond) + "," +
               number(step.learningRate);
        for (const auto& term : terms) {
            const auto found = step.terms.find(term);
            csv += "," + (found == step.terms.end() ? "" : number(found->second));
        }
        csv += percentileFields(step.sigmaSq) + "\n";
    }
    return csv;
}

std::string evaluationsCsv(const RunHistory& history) {
    std::vector<std::string> columns;
    std::set<std::string> known;
    std::vector<std::unordered_map<std::string, double>> rows;
    for (const auto& evaluation : history.evaluations) {
        auto& row = rows.emplace_back();
        for (const auto& [name, value] : rowOf(evaluation)) {
            row[name] = value;
            if (known.insert(name).second) {
                columns.push_back(name);
            }
        }
    }
    std::string csv = "step,epoch,set,pairs,seconds" + percentileColumns();
    for (const auto& column : columns) {
        csv += "," + csvField(column);
    }
    csv += "\n";
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const EvaluationRecord& evaluation = history.evaluations[i];
        csv += std::to_string(evaluation.step) + "," + std::to_string(evaluation.epoch) + "," +
               csvField(evaluation.set) + "," + std::to_string(evaluation.pairs) + "," +
               number(evaluation.elapsedSeconds) + percentileFields(evaluation.sigmaSq);
        for (const auto& column : columns) {
            const auto found = rows[i].find(column);
            csv += "," + (found == rows[i].end() ? "" : number(found->second));
        }
        csv += "\n";
    }
    return csv;
}

}  // namespace pf
