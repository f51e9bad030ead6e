#include "core/session/run/metrics_export.h"

#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/session/run/metrics_csv.h"
#include "core/session/run/run_reader.h"
#include "core/train/run_directory.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

enum class OutKind { Csv, Jsonl, Events, Folder };

OutKind kindOf(const fs::path& out) {
    std::error_code ignored;
    const std::string suffix = lowerCase(out.extension().string());
    if (suffix.empty() || !out.has_filename() || fs::is_directory(out, ignored)) {
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

/// Hands out what belongs to steps up to a given one.
template <typename Item>
class Following {
  public:
    explicit Following(const std::vector<Item>& items) : items_(items) {}
    template <typename Write>
    void upTo(std::int64_t step, const Write& write) {
        for (; next_ < items_.size() && items_[next_].step <= step; ++next_) {
            write(items_[next_]);
        }
    }

  private:
    const std::vector<Item>& items_;
    std::size_t next_ = 0;
};

/// As the run itself would have written them, had it never been interrupted.
void writeRun(const RunHistory& history, const fs::path& folder) {
    RunWriter writer(folder, 1, std::max<std::int64_t>(history.stepsPerEpoch, 1));
    Following evaluations(history.evaluations);
    Following checkpoints(history.checkpoints);
    Following notes(history.notes);
    const auto follow = [&](std::int64_t step) {
        evaluations.upTo(step, [&](const EvaluationRecord& record) { writer.evaluation(record); });
        checkpoints.upTo(step, [&](const CheckpointRecord& record) { writer.checkpoint(record); });
        notes.upTo(step,
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

template <typename Item>
void dropBeyond(std::vector<Item>& items, std::int64_t step) {
    std::erase_if(items, [step](const Item& item) { return item.step > step; });
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
            dropBeyond(history.steps, update.rewoundToStep);
            dropBeyond(history.evaluations, update.rewoundToStep);
            dropBeyond(history.checkpoints, update.rewoundToStep);
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
