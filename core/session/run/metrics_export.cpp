#include "core/session/run/metrics_export.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/text.h"
#include "core/session/run/run_reader.h"
#include "core/train/run_directory.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

enum class OutKind { Csv, Jsonl, Events, Folder };

OutKind kindOf(const fs::path& out) {
    const std::string suffix = lowerCase(out.extension().string());
    if (suffix.empty() || !out.has_filename() || pathIsFolder(out)) {
        return OutKind::Folder;
    }
    if (suffix == ".csv") {
        return OutKind::Csv;
    }
    if (suffix == ".jsonl") {
        return OutKind::Jsonl;
    }
    if (suffix == ".tfevents") {
        return OutKind::Events;
    }
    throw Error(
        ErrorCode::Config,
        "metrics are not written as " + suffix +
            "; end it in .csv, .jsonl or .tfevents, or name a folder without extension for all of them",
        out.string());
}

/// A folder for unfinished files beside the output; gone with its content in the end.
class WorkFolder {
  public:
    explicit WorkFolder(const fs::path& out) : path_(out) {
        path_ += ".tmp-" + std::to_string(::getpid());
        makeFolder(path_);
    }
    ~WorkFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

void moveFile(const fs::path& from, const fs::path& to) {
    std::error_code error;
    fs::rename(from, to, error);
    throwIf(error, ErrorCode::Io, "cannot put the finished output in place: " + error.message(), to.string());
}

/// Writes what of `items` belongs to steps up to a given one, and drops it from them.
template <typename Item, typename Write>
void handOut(std::span<const Item>& items, std::int64_t step, const Write& write) {
    for (; !items.empty() && items.front().step <= step; items = items.subspan(1)) {
        write(items.front());
    }
}

/// As the run itself would have written them, had it never been interrupted.
void writeRun(const RunHistory& history, const fs::path& folder) {
    RunWriter writer(folder, 1, std::max<std::int64_t>(history.stepsPerEpoch, 1));
    std::span evaluations(history.evaluations);
    std::span checkpoints(history.checkpoints);
    std::span notes(history.notes);
    const auto follow = [&](std::int64_t step) {
        handOut(evaluations, step, [&](const EvaluationRecord& record) { writer.evaluation(record); });
        handOut(checkpoints, step, [&](const CheckpointRecord& record) { writer.checkpoint(record); });
        handOut(notes, step,
                [&](const NoteRecord& record) { writer.note(record.level, record.step, record.text); });
    };
    for (const auto& step : history.steps) {
        follow(step.step - 1);
        writer.step(step);
    }
    follow(std::numeric_limits<std::int64_t>::max());
    writer.state(history.state, history.stateDetail);
}

fs::path eventsIn(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().filename().string().find("tfevents") != std::string::npos) {
            return entry.path();
        }
    }
    throw Error(ErrorCode::Internal, "no events were written", folder.string());
}

template <typename Item>
void append(std::vector<Item>& all, std::vector<Item>& more) {
    std::move(more.begin(), more.end(), std::back_inserter(all));
}

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

RunHistory readRunHistory(const fs::path& run) {
    RunReader reader(run);
    RunHistory history;
    for (;;) {
        RunUpdate update = reader.poll();
        if (update.empty()) {
            break;
        }
        if (update.startedAnew) {
            history = {};
        }
        if (update.rewoundToStep >= 0) {
            const auto isVoid = [&](const auto& item) { return item.step > update.rewoundToStep; };
            std::erase_if(history.steps, isVoid);
            std::erase_if(history.evaluations, isVoid);
            std::erase_if(history.checkpoints, isVoid);
        }
        append(history.steps, update.steps);
        append(history.evaluations, update.evaluations);
        append(history.notes, update.notes);
        append(history.checkpoints, update.checkpoints);
    }
    failDataIf(history.steps.empty() && history.evaluations.empty(), run.string(),
               "holds no step and no evaluation yet; export it once it has trained");
    std::stable_sort(history.notes.begin(), history.notes.end(),
                     [](const NoteRecord& a, const NoteRecord& b) { return a.step < b.step; });
    history.state = runStateText(reader.state());
    history.stateDetail = reader.stateDetail();
    history.damagedLines = reader.damagedLines();
    history.stepsPerEpoch = reader.options().train.stepsPerEpoch;
    return history;
}

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

MetricsExport exportMetrics(const fs::path& run, const fs::path& out) {
    throwIf(out.empty(), ErrorCode::Config,
            "where should the metrics go? NAME.csv, .jsonl, .tfevents or a folder");
    const OutKind kind = kindOf(out);
    const fs::path target = out.has_filename() ? out : out.parent_path();
    std::error_code ignored;
    throwIf(kind == OutKind::Folder && fs::exists(target, ignored) && !fs::is_empty(target, ignored),
            ErrorCode::Config, "exists and is not empty; choose a new folder", target.string());
    const RunHistory history = readRunHistory(run);
    MetricsExport result;
    result.steps = history.steps.size();
    result.evaluations = history.evaluations.size();
    result.damagedLines = history.damagedLines;
    if (kind == OutKind::Csv) {
        writeTextAtomically(target, stepsCsv(history));
        result.files.push_back(target);
        if (!history.evaluations.empty()) {
            result.files.push_back(fs::path(target).replace_extension(".evaluations.csv"));
            writeTextAtomically(result.files.back(), evaluationsCsv(history));
        }
        return result;
    }
    const WorkFolder work(target);
    writeRun(history, work.path());
    if (kind != OutKind::Folder) {
        moveFile(kind == OutKind::Jsonl ? work.path() / "metrics.jsonl" : eventsIn(work.path()), target);
        result.files.push_back(target);
        return result;
    }
    fs::remove(work.path() / "training-log.txt");
    writeTextAtomically(work.path() / "metrics.csv", stepsCsv(history));
    if (!history.evaluations.empty()) {
        writeTextAtomically(work.path() / "metrics.evaluations.csv", evaluationsCsv(history));
    }
    for (const auto& entry : fs::directory_iterator(work.path())) {
        result.files.push_back(target / entry.path().filename());
    }
    std::sort(result.files.begin(), result.files.end());
    moveFile(work.path(), target);
    return result;
}

}  // namespace pf
