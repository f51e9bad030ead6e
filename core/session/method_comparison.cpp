#include "core/session/method_comparison.h"

#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/config_file.h"
#include "core/base/error.h"
#include "core/eval/report/extra_sections.h"
#include "core/eval/report/html_report.h"
#include "core/session/job_meter.h"
#include "core/session/training.h"

namespace pf {
namespace {

constexpr const char* kBase = "base";
/// What the meter calls the one part that all rows' work is.
constexpr Phase kWhole = Phase::Evaluating;

struct Row {
    std::string name;
    std::string preset;           ///< empty: trained already
    std::filesystem::path model;  ///< run directory or checkpoint
};

std::string nameOf(const std::string& preset) {
    std::string name = std::filesystem::path(preset).stem().string();
    constexpr std::string_view kPrefix = "method_";
    return name.starts_with(kPrefix) ? name.substr(kPrefix.size()) : name;
}

std::vector<Row> rowsOf(const ComparisonRequest& request) {
    std::vector<Row> rows;
    std::set<std::string> names;
    const auto add = [&](Row row) {
        if (!names.insert(row.name).second) {
            throw Error(ErrorCode::Config,
                        "'" + row.name + "' is in the table twice; give each row its own name");
        }
        rows.push_back(std::move(row));
    };
    for (const auto& preset : request.presets) {
        const std::string name = nameOf(preset);
        add({name, preset, request.out / "runs" / name});
    }
    for (const auto& model : request.models) {
        add({model.name, "", model.source});
    }
    if (rows.empty() || request.sets.empty() || request.metrics.empty()) {
        throw Error(ErrorCode::Config,
                    "a method table needs at least one preset or model, one set and one metric: "
                    "--presets base,probface --on lfw=/data/lfw.bin");
    }
    return rows;
}

/// False when a stop was asked for. The recipe is kept beside the run: the run's own config.yaml holds what
/// the backbone's file changed in it too.
bool trained(const Row& row, const Options& options, const std::shared_ptr<FeatureCache>& features,
             RunControl& control, const ProgressObserver& observer) {
    std::error_code status;
    const auto recipe = std::filesystem::path(row.model.string() + ".recipe.yaml");
    const bool begun = std::filesystem::exists(row.model / "config.yaml", status);
    if (begun && std::filesystem::exists(recipe, status) && readTextFile(recipe) != configText(options)) {
        throw Error(
            ErrorCode::Config,
            "holds a run of other options than " + row.name + " has now; remove it or choose another --out",
            row.model.string());
    }
    if (!begun) {
        std::filesystem::create_directories(recipe.parent_path(), status);
        writeTextAtomically(recipe, configText(options));
    }
    TrainRequest train;
    train.options = options;
    train.runDirectory = row.model;
    train.resume = begun;
    train.features = features;
    return trainHead(train, control, observer).end == TrainEnd::Finished;
}

/// The progress of one part of the job as progress of all of it.
ProgressObserver partOf(JobMeter& meter, const std::string& name, double from, double share) {
    return [=, &meter](Progress progress) {
        const double inside = progress.fraction >= 0 ? progress.fraction : 0;
        if (progress.phase == Phase::Done) {
            progress.phase = Phase::Evaluating;  // of this part alone
        }
        progress.detail = name + (progress.detail.empty() ? "" : " · " + progress.detail);
        meter.report(progress, kWhole, from + share * inside, 1);
    };
}

void writeTables(const ComparisonRequest& request, const std::vector<MethodTable>& tables,
                 const std::vector<std::pair<std::string, PairEvaluationPtr>>& evaluations) {
    std::string markdown;
    std::string latex;
    ReportContents contents;
    contents.title = "Methods compared";
    for (const auto& table : tables) {
        markdown += methodTableMarkdown(table) + "\n";
        latex += methodTableLatex(table) + "\n";
        contents.sections.push_back(methodTableSection(table));
    }
    for (const auto& [name, evaluation] : evaluations) {
        contents.pairs.push_back(&evaluation->report);
    }
    writeTextAtomically(request.out / "table.md", markdown);
    writeTextAtomically(request.out / "table.tex", latex);
    writeTextAtomically(request.out / "table.csv", methodTablesCsv(tables));
    writeTextAtomically(request.out / "report.html", htmlReport(contents));
}

}  // namespace

Options optionsOfPreset(const Options& base, const std::string& preset) {
    Options options = base;
    applyPreset(options, methodPreset(preset));
    options.run.name = nameOf(preset);
    return options;
}

Comparison compareMethods(const ComparisonRequest& request, RunControl& control,
                          const ProgressObserver& observer) {
    const auto rows = rowsOf(request);
    for (const auto& row : rows) {
        if (!row.preset.empty()) {
            checkRecipe(
                optionsOfPreset(request.base, row.preset));  // all of them before the first one trains
        }
    }
    Comparison comparison;
    for (const auto& metric : request.metrics) {
        comparison.tables.push_back({metric, {}, {}, {}});
        for (const auto& set : request.sets) {
            comparison.tables.back().sets.push_back(set.name);
        }
    }
    std::vector<std::pair<std::string, PairEvaluationPtr>> evaluations;
    // The backbone is frozen and the same for every preset: faces cross it once, not once per method.
    const auto features = std::make_shared<FeatureCache>(request.base.features.memoryGib);
    const double share = 1.0 / static_cast<double>(rows.size());
    JobMeter meter({{kWhole}}, observer);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Row& row = rows[i];
        const double from = share * static_cast<double>(i);
        if (!row.preset.empty() && !trained(row, optionsOfPreset(request.base, row.preset), features, control,
                                            partOf(meter, row.name, from, 0.9 * share))) {
            comparison.interrupted = true;
            return comparison;
        }
        FaceModel model(row.model, {}, features);
        const auto measured =
            evaluateModel(model, request.sets, request.evaluation, request.out / row.name, control,
                          partOf(meter, row.name, from + 0.9 * share, 0.1 * share));
        if (measured.size() < request.sets.size()) {
            comparison.interrupted = true;
            return comparison;
        }
        const std::string score = row.name == kBase ? "cosine" : "mls";
        for (auto& table : comparison.tables) {
            table.rows.push_back({row.name, score, {}});
            for (const auto& evaluation : measured) {
                table.rows.back().cells.push_back(methodCell(evaluation->report, score, table.metric));
            }
        }
        for (const auto& evaluation : measured) {
            evaluations.emplace_back(row.name, evaluation);
        }
    }
    const auto& first = evaluations.front().second->report.curves.front();
    for (auto& table : comparison.tables) {
        if (first.replicates > 0) {
            table.notes.push_back("± is half of the 95 % bootstrap interval over " +
                                  std::string(first.overIdentities ? "identities" : "pairs") + ", " +
                                  std::to_string(first.replicates) + " replicates.");
        }
    }
    writeTables(request, comparison.tables, evaluations);
    return comparison;
}

}  // namespace pf
