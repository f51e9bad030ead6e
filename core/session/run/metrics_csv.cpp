#include "core/session/run/metrics_csv.h"

#include <cmath>
#include <set>
#include <unordered_map>

#include "core/base/csv.h"
#include "core/base/text.h"

namespace pf {
namespace {

void addPercentileColumns(CsvWriter& csv) {
    for (const double percentile : kSigmaPercentiles) {
        csv.add("sigma_sq_p" + formatNumber(percentile));
    }
}

/// The number of that name, or an empty field.
template <typename Numbers>
void addNamed(CsvWriter& csv, const Numbers& numbers, const std::string& name) {
    const auto found = numbers.find(name);
    csv.add(found == numbers.end() ? std::nullopt : std::optional(found->second));
}

/// Named numbers of one line, in the order in which they are to stand.
using Row = std::vector<std::pair<std::string, double>>;

Row rowOf(const EvaluationRecord& record) {
    Row row;
    for (const auto& [name, score] : record.scores) {
        row.emplace_back("accuracy_" + name, score.accuracy);
        row.emplace_back("threshold_" + name, score.threshold);
        for (const auto& point : score.tmrAtFmr) {
            row.emplace_back("tar_" + name + "_at_far_" + formatNumber(point.fmrTarget),
                             point.reachable ? point.tmr : std::nan(""));
        }
    }
    for (const auto& point : record.riskMax) {
        row.emplace_back("risk_max_" + formatNumber(point.discard), point.accuracy);
    }
    for (const auto& point : record.riskAdd) {
        row.emplace_back("risk_add_" + formatNumber(point.discard), point.accuracy);
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
    CsvWriter csv;
    csv.columns("step,epoch,seconds,images_per_second,lr");
    for (const auto& term : terms) {
        csv.add(term);
    }
    addPercentileColumns(csv);
    csv.endLine();
    for (const auto& step : history.steps) {
        csv.add(step.step, step.epoch, step.elapsedSeconds, step.imagesPerSecond, step.learningRate);
        for (const auto& term : terms) {
            addNamed(csv, step.terms, term);
        }
        for (const double value : step.sigmaSq) {
            csv.add(value);
        }
        csv.endLine();
    }
    return csv.take();
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
    CsvWriter csv;
    csv.columns("step,epoch,set,pairs,seconds");
    addPercentileColumns(csv);
    for (const auto& column : columns) {
        csv.add(column);
    }
    csv.endLine();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const EvaluationRecord& evaluation = history.evaluations[i];
        csv.add(evaluation.step, evaluation.epoch, evaluation.set, evaluation.pairs,
                evaluation.elapsedSeconds);
        for (const double value : evaluation.sigmaSq) {
            csv.add(value);
        }
        for (const auto& column : columns) {
            addNamed(csv, rows[i], column);
        }
        csv.endLine();
    }
    return csv.take();
}

}  // namespace pf
