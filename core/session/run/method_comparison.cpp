#include "core/session/run/method_comparison.h"

#include <memory>
#include <set>
#include <system_error>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/eval/report/extra_sections.h"
#include "core/eval/report/html_report.h"
#include "core/eval/report/method_cells.h"
#include "core/eval/report/method_table_text.h"
#include "core/eval/report/report_json.h"
#include "core/eval/search/blufr.h"
#include "core/eval/templates/ijb.h"
#include "core/session/evaluate/evaluation_task.h"
#include "core/session/job_meter.h"
#include "core/session/run/training.h"

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
        throwIf(!names.insert(row.name).second, ErrorCode::Config,
                "'" + row.name + "' is in the table twice; give each row its own name");
        rows.push_back(std::move(row));
    };
    for (const auto& preset : request.presets) {
        const std::string name = nameOf(preset);
        add({name, preset, request.out / "runs" / name});
    }
    for (const auto& model : request.models) {
        add({model.name, "", model.source});
    }
    throwIf(rows.empty() || (request.sets.empty() && request.protocols.empty()) || request.metrics.empty(),
            ErrorCode::Config,
            "a method table needs at least one preset or model, one set or protocol and one metric: "
            "--presets base,probface --on lfw=/data/lfw.bin");
    return rows;
}

/// False when a stop was asked for. The recipe is kept beside the run: the run's own config.yaml holds what
/// the backbone's file changed in it too.
bool trained(const Row& row, const Options& options, const std::shared_ptr<FeatureCache>& features,
             RunControl& control, const ProgressObserver& observer) {
    std::error_code status;
    const auto recipe = std::filesystem::path(row.model.string() + ".recipe.yaml");
    const bool begun = std::filesystem::exists(row.model / "config.yaml", status);
    // Read, not compared as text: an earlier version may have written a key by its name of then.
    throwIf(begun && std::filesystem::exists(recipe, status) &&
                configText(loadConfig(recipe)) != configText(options),
            ErrorCode::Config,
            "holds a run of other options than " + row.name + " has now; remove it or choose another --out",
            row.model.string());
    if (!begun) {
        std::filesystem::create_directories(recipe.parent_path(), status);
        writeTextAtomically(recipe, configText(options));
    }
    PreparedRun run({.options = options, .runDirectory = row.model, .resume = begun, .features = features});
    return trainHead(std::move(run), control, observer).end == TrainEnd::Finished;
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

/// The columns of templates and identification.
class MethodProtocols {
  public:
    /// Reads the protocols, so that a fault of theirs is said before anything is trained.
    explicit MethodProtocols(const ProtocolSources& sources) : sources_(sources) {
        if (sources_.empty()) {
            return;
        }
        throwIf(
            !pathIsFolder(sources_.imagesRoot), ErrorCode::Config,
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
                             (protocol.splits.size() > 1
                                  ? "; ± is the standard deviation over " +
                                        std::to_string(protocol.splits.size()) + " splits."
                                  : "."));
        }
        if (!sources_.blufr.empty()) {
            const BlufrProtocol protocol = readBlufr(sources_.blufr);
            columns_.push_back(identificationColumn(sources_.identificationFar));
            const std::size_t trials = protocol.openSet.trials.empty() ? protocol.published.trials.size()
                                                                       : protocol.openSet.trials.size();
            notes_.push_back(
                "BLUFR: open-set identification at rank 1" +
                (trials > 1 ? "; ± is the standard deviation over " + std::to_string(trials) + " trials."
                            : std::string(".")));
        }
    }

    const std::vector<ProtocolColumn>& columns() const { return columns_; }
    /// What the columns are, one sentence each.
    const std::vector<std::string>& notes() const { return notes_; }

    /// Embeds the images with the model and measures every column; writes templates.json, openset.json and
    /// the embeddings into `out`. Nothing when a stop was asked for. `cells` gets one by column.
    std::optional<EvaluationReports> measure(FaceModel& model, const std::string& score,
                                             const std::filesystem::path& out, RunControl& control,
                                             const ProgressObserver& observer,
                                             std::vector<MethodCell>& cells) const {
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
        const std::string name = out.filename().string();
        if (reports.templates) {
            writeTextAtomically(out / "templates.json", templateReportText(*reports.templates, name));
            cells.push_back(templateCell(*reports.templates, score, sources_.templateFar));
        }
        if (reports.openSet) {
            writeTextAtomically(out / "openset.json", openSetReportText(*reports.openSet, name));
            cells.push_back(identificationCell(*reports.openSet, score, sources_.identificationFar));
        }
        return reports;
    }

  private:
    const ProtocolSources& sources_;
    std::vector<ProtocolColumn> columns_;
    std::vector<std::string> notes_;
};

/// What a row was measured to have, for the report of all.
struct Measured {
    std::string name;
    std::vector<PairEvaluationPtr> pairs;
    EvaluationReports protocols;
};

void writeTables(const ComparisonRequest& request, const std::vector<MethodTable>& tables,
                 const std::vector<Measured>& rows) {
    std::string markdown;
    std::string latex;
    ReportContents contents;
    contents.title = "Methods compared";
    for (const auto& table : tables) {
        markdown += methodTableMarkdown(table) + "\n";
        latex += methodTableLatex(table) + "\n";
        contents.sections.push_back(methodTableSection(table));
    }
    for (const auto& row : rows) {
        for (const auto& evaluation : row.pairs) {
            contents.pairs.push_back(&evaluation->report);
        }
        if (row.protocols.templates) {
            contents.templates.push_back({row.name, &*row.protocols.templates});
        }
        if (row.protocols.openSet) {
            contents.sections.push_back(openSetSection(*row.protocols.openSet, row.name));
        }
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
    const MethodProtocols protocols(request.protocols);
    Comparison comparison;
    for (const auto& metric : request.metrics) {
        comparison.tables.push_back({metric, {}, {}, {}});
        for (const auto& set : request.sets) {
            comparison.tables.back().sets.push_back(set.name);
        }
    }
    comparison.tables.front().protocols = protocols.columns();
    std::vector<Measured> measured;
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
        const ProgressObserver measuring = partOf(meter, row.name, from + 0.9 * share, 0.1 * share);
        auto pairs = evaluateModel(model, request.sets, request.evaluation, request.out / row.name, control,
                                   measuring);
        const std::string score = row.name == kBase ? "cosine" : "mls";
        std::vector<MethodCell> cells;
        auto others = pairs.size() == request.sets.size()
                          ? protocols.measure(model, score, request.out / row.name, control, measuring, cells)
                          : std::nullopt;
        if (!others) {
            comparison.interrupted = true;
            return comparison;
        }
        for (auto& table : comparison.tables) {
            table.rows.push_back({row.name, score, {}});
            for (const auto& evaluation : pairs) {
                table.rows.back().cells.push_back(methodCell(evaluation->report, score, table.metric));
            }
        }
        comparison.tables.front().rows.back().protocolCells = std::move(cells);
        measured.push_back({row.name, std::move(pairs), std::move(*others)});
    }
    for (auto& table : comparison.tables) {
        if (const auto note = rateNote(table)) {
            table.notes.push_back(*note);
        }
        const auto& pairs = measured.front().pairs;
        if (!pairs.empty() && pairs.front()->report.curves.front().replicates > 0) {
            const ScoreReport& curves = pairs.front()->report.curves.front();
            table.notes.push_back(messageFrom("± is half of the 95 % bootstrap interval over ",
                                              curves.overIdentities ? "identities" : "pairs", ", ",
                                              curves.replicates, " replicates."));
        }
    }
    auto& notes = comparison.tables.front().notes;
    notes.insert(notes.end(), protocols.notes().begin(), protocols.notes().end());
    writeTables(request, comparison.tables, measured);
    return comparison;
}

}  // namespace pf
