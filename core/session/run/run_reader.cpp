#include "core/session/run/run_reader.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <mutex>
#include <string_view>

#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/posix_file.h"
#include "core/base/records_json.h"
#include "core/base/text.h"
#include "core/train/run_directory.h"

namespace pf {
namespace {

/// "20260101-120000" at the end of a directory's name is when the run was started.
std::string startTime(const std::filesystem::path& directory) {
    const std::string name = directory.filename().string();
    const bool stamped = name.size() == 15 && name[8] == '-' &&
                         std::ranges::count_if(name, [](char c) { return c >= '0' && c <= '9'; }) == 14;
    if (!stamped) {
        struct stat status {};
        const bool isThere = ::stat((directory / "config.yaml").c_str(), &status) == 0;
        return isThere ? formatTime(status.st_ctime, "%Y-%m-%d %H:%M:%S") : "";
    }
    return name.substr(0, 4) + "-" + name.substr(4, 2) + "-" + name.substr(6, 2) + " " + name.substr(9, 2) +
           ":" + name.substr(11, 2) + ":" + name.substr(13, 2);
}

/// By RunState.
constexpr auto kStates = std::to_array<std::string_view>(
    {"preparing", "training", "evaluating", "paused", "finished", "interrupted", "failed", "unknown"});

/// `isRead` says whether nothing of the directory's files was kept from being read.
RunListing describeRun(const std::filesystem::path& directory, bool& isRead) {
    RunListing listing;
    listing.directory = directory;
    listing.started = startTime(directory);
    RunReader reader(directory);
    for (;;) {
        const RunUpdate update = reader.poll();
        if (!update.steps.empty()) {
            listing.step = update.steps.back().step;
        }
        for (const auto& evaluation : update.evaluations) {
            if (const auto mls = evaluation.scores.find("mls"); mls != evaluation.scores.end()) {
                listing.bestAccuracy = std::max(listing.bestAccuracy, mls->second.accuracy);
            }
        }
        if (update.empty()) {
            break;
        }
        isRead = true;
    }
    isRead = isRead && reader.configProblem().empty();
    listing.state = reader.state();
    listing.detail = reader.configProblem().empty() ? reader.stateDetail() : reader.configProblem();
    listing.totalSteps = reader.totalSteps();
    return listing;
}

/// describeRun, but that a log of thousands of lines is not read again while it is as it was.
RunListing knownRun(const std::filesystem::path& directory) {
    struct Known {
        std::array<std::optional<FileStamp>, 2> files;
        RunListing listing;
    };
    static std::mutex mutex;
    static std::map<std::filesystem::path, Known> allKnown;
    const std::array files = {stampOf(directory / "config.yaml"), stampOf(directory / "metrics.jsonl")};
    {
        const std::lock_guard lock(mutex);
        const auto found = allKnown.find(directory);
        if (found != allKnown.end() && found->second.files == files) {
            return found->second.listing;
        }
    }
    // What could not be read may be readable next time, without a change of its size or time.
    bool isRead = !files[1] || files[1]->size == 0;
    const Known known{files, describeRun(directory, isRead)};
    if (isRead) {
        const std::lock_guard lock(mutex);
        allKnown.insert_or_assign(directory, known);
    }
    return known.listing;
}

}  // namespace

bool isRunDirectory(const std::filesystem::path& directory) {
    return pathIsFile(directory / "config.yaml") || pathIsFile(directory / "metrics.jsonl");
}

std::string runStateText(RunState state) {
    return std::string(kStates.at(static_cast<std::size_t>(state)));
}

bool RunUpdate::empty() const {
    return steps.empty() && evaluations.empty() && notes.empty() && checkpoints.empty() && logLines.empty() &&
           !stateChanged && !startedAnew && rewoundToStep < 0;
}

RunReader::RunReader(std::filesystem::path directory)
    : directory_(std::move(directory)),
      metrics_(directory_ / "metrics.jsonl"),
      log_(directory_ / "training-log.txt") {
    if (!isRunDirectory(directory_)) {
        const bool exists = pathExists(directory_);
        failData(directory_.string(), exists ? "is not a run directory (it has neither config.yaml nor "
                                               "metrics.jsonl); choose the folder that a training wrote"
                                             : "does not exist");
    }
    loadOptions();
}

std::int64_t RunReader::totalSteps() const {
    return configProblem_.empty() ? options_.train.epochs * options_.train.stepsPerEpoch : 0;
}

void RunReader::loadOptions() {
    try {
        options_ = loadConfig(directory_ / "config.yaml");
        configProblem_.clear();
    } catch (const Error& error) {
        configProblem_ = error.what();
    }
}

void RunReader::parseMetrics(const std::string& line, RunUpdate& update) {
    auto record = parseRecordLine(line);
    if (!record) {
        damagedLines_ += line.empty() ? 0 : 1;
        return;
    }
    if (auto* step = std::get_if<StepRecord>(&*record)) {
        update.steps.push_back(std::move(*step));
    } else if (auto* evaluation = std::get_if<EvaluationRecord>(&*record)) {
        update.evaluations.push_back(std::move(*evaluation));
    } else if (auto* note = std::get_if<NoteRecord>(&*record)) {
        update.notes.push_back(std::move(*note));
    } else if (auto* checkpoint = std::get_if<CheckpointRecord>(&*record)) {
        update.checkpoints.push_back(std::move(*checkpoint));
    } else if (auto* state = std::get_if<StateRecord>(&*record)) {
        const auto known = std::find(kStates.begin(), std::prev(kStates.end()), state->state);
        state_ = static_cast<RunState>(known - kStates.begin());
        stateDetail_ = state->detail;
        update.stateChanged = true;
    } else if (const auto* resume = std::get_if<ResumeRecord>(&*record)) {
        const auto beyond = [resume](const auto& item) { return item.step > resume->step; };
        std::erase_if(update.steps, beyond);
        std::erase_if(update.evaluations, beyond);
        std::erase_if(update.checkpoints, beyond);
        update.rewoundToStep =
            update.rewoundToStep < 0 ? resume->step : std::min(update.rewoundToStep, resume->step);
    }
}

RunUpdate RunReader::poll(std::size_t maxRecords) {
    RunUpdate update;
    const auto news = metrics_.poll(maxRecords);
    update.startedAnew = news.startedAnew;
    if (news.startedAnew) {
        state_ = RunState::Preparing;
        stateDetail_.clear();
        damagedLines_ = 0;
        log_.restart();
        loadOptions();
    }
    damagedLines_ += news.damaged ? 1 : 0;
    for (const auto& line : news.lines) {
        parseMetrics(line, update);
    }
    update.logLines = log_.poll(maxRecords).lines;
    // Notes come as records, with their step and level.
    std::erase_if(update.logLines, [](const std::string& line) { return line.starts_with(kLogNotePrefix); });
    return update;
}

std::vector<RunListing> listRuns(const std::filesystem::path& root) {
    std::vector<RunListing> runs;
    const auto add = [&runs](const std::filesystem::path& run, const std::filesystem::path& below) {
        try {
            runs.push_back(knownRun(run));
            runs.back().name = run.lexically_relative(below).string();
        } catch (const Error&) {
            // A listing shows what can be opened; opening the folder by hand says what is wrong with it.
        }
    };
    if (isRunDirectory(root)) {
        add(root, root.parent_path().parent_path());
        return runs;
    }
    const auto visit = [&](const auto& self, const std::filesystem::path& folder, int depth) -> void {
        std::error_code status;
        for (const auto& entry : std::filesystem::directory_iterator(folder, status)) {
            if (!entry.is_directory(status)) {
                continue;
            }
            if (isRunDirectory(entry.path())) {
                add(entry.path(), root);
            } else if (depth > 0) {
                self(self, entry.path(), depth - 1);
            }
        }
    };
    visit(visit, root, 1);
    std::sort(runs.begin(), runs.end(), [](const RunListing& a, const RunListing& b) {
        return std::tie(b.started, b.name) < std::tie(a.started, a.name);
    });
    return runs;
}

}  // namespace pf
