#include "core/session/run/prepared_run.h"

#include <ctime>

#include "core/base/atomic_file.h"
#include "core/base/config/config_file.h"
#include "core/base/config/field_table.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/text.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr const char* kLockName = "run.lock";

fs::path newDirectory(const RunOptions& options) {
    const fs::path base = fs::path(options.root) / options.name;
    const std::string stamp = formatTime(std::time(nullptr), "%Y%m%d-%H%M%S");
    fs::path directory = base / stamp;
    for (int i = 2; pathExists(directory); ++i) {
        directory = base / (stamp + "-" + std::to_string(i));
    }
    return directory;
}

std::string evaluationChanges(const Options& stored, const Options& now) {
    std::string text;
    for (const Field& field : fieldTable()) {
        const std::string before = fieldText(field, stored);
        const std::string after = fieldText(field, now);
        if (field.section() == "evaluation" && before != after) {
            text += (text.empty() ? "" : "; ") + field.key + " is " + after + " (it was " + before + ")";
        }
    }
    return text;
}

}  // namespace

PreparedRun::PreparedRun(TrainRequest request) : request_(std::move(request)), isKept_(request_.resume) {
    fs::path& directory = request_.runDirectory;
    if (directory.empty()) {
        throwIf(request_.resume, ErrorCode::Config,
                "--resume needs the run directory to continue (--run-dir DIR)");
        directory = newDirectory(request_.options.run);
    }
    throwIf(request_.resume && !pathExists(directory / "config.yaml"), ErrorCode::Config,
            "holds no run to resume (no config.yaml)", directory.string());
    throwIf(!request_.resume && pathExists(directory / "metrics.jsonl"), ErrorCode::Config,
            "already holds a run; add --resume to continue it or choose another folder", directory.string());
    makeFolder(directory);
    lock_ = std::make_unique<FolderLock>(
        directory, kLockName,
        Error(ErrorCode::Io,
              "another process is training in this run directory; stop it or use another --run-dir",
              directory.string()));
    hadConfig_ = pathExists(directory / "config.yaml");
    if (!request_.resume) {
        try {
            writeTextAtomically(directory / "config.yaml", configText(request_.options));
        } catch (const Error&) {
            removeUnused();
            throw;
        }
        return;
    }
    const Options stored = loadConfig(directory / "config.yaml");
    request_.options = stored;
    request_.options.train.epochs += request_.extraEpochs;
    if (request_.evaluation) {
        request_.options.evaluation = *request_.evaluation;
        changedEvaluation_ = evaluationChanges(stored, request_.options);
    }
}

PreparedRun::~PreparedRun() {
    if (lock_ && !isKept_) {
        removeUnused();
    }
}

void PreparedRun::removeUnused() {
    std::error_code status;
    const auto size = fs::file_size(directory() / "metrics.jsonl", status);
    if (status || size == 0) {
        // The folder of checkpoints goes only while it is empty, and a recipe that was there stays.
        for (const char* name : {"metrics.jsonl", "checkpoints", kLockName}) {
            fs::remove(directory() / name, status);
        }
        if (!hadConfig_) {
            fs::remove(directory() / "config.yaml", status);
        }
    }
}

void PreparedRun::useAbsolutePath() {
    request_.runDirectory = fs::absolute(request_.runDirectory).lexically_normal();
}

void PreparedRun::setOnWaiting(std::function<void(const std::string& why)> onWaiting) {
    request_.onWaiting = std::move(onWaiting);
}

std::vector<std::string> PreparedRun::notes() const {
    std::vector<std::string> notes;
    if (std::string note = lock_->note(directory(), "training"); !note.empty()) {
        notes.push_back(std::move(note));
    }
    if (const std::string problem = lock_->flushProblem(); !problem.empty()) {
        notes.push_back(directory().string() + " is on a file system that cannot flush files (" + problem +
                        "): after a power failure the newest checkpoints may be missing or damaged, and an "
                        "earlier one is used");
    }
    return notes;
}

}  // namespace pf
