#include "core/session/run/internal/run_files.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <ctime>

#include "core/base/atomic_file.h"
#include "core/base/config/config_file.h"
#include "core/base/config/field_table.h"
#include "core/base/config/field_value.h"
#include "core/base/error.h"
#include "core/base/system_faults.h"
#include "core/session/version.h"

namespace pf {
namespace {

std::string timeStamp() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    char text[32];
    const std::size_t length = std::strftime(text, sizeof text, "%Y%m%d-%H%M%S", &local);
    return {text, length};
}

}  // namespace

RunLock::RunLock(const std::filesystem::path& directory) {
    const auto file = directory / "run.lock";
    descriptor_ = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor_ < 0) {
        throw Error(ErrorCode::Io, std::string("cannot write here: ") + std::strerror(errno),
                    directory.string());
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        const int reason = errno;
        if (reason == EWOULDBLOCK) {
            ::close(descriptor_);
            throw Error(ErrorCode::Io,
                        "another process is training in this run directory; stop it or use another --run-dir",
                        directory.string());
        }
        notes_.push_back(directory.string() + " cannot be locked (" + std::strerror(reason) +
                         "): nothing keeps a second training out of it, so start none there");
    }
    if (::fsync(descriptor_) != 0 && isUnsupported(errno)) {
        notes_.push_back(directory.string() + " is on a file system that cannot flush files (" +
                         std::strerror(errno) +
                         "): after a power failure the newest checkpoints may be missing or damaged, and an "
                         "earlier one is used");
    }
}

RunLock::~RunLock() {
    ::close(descriptor_);
}

NewRunFiles::~NewRunFiles() {
    const auto lock = directory_ / "run.lock";
    const int descriptor = goes_ ? ::open(lock.c_str(), O_RDWR | O_CLOEXEC) : -1;
    const bool isTaken =
        descriptor >= 0 && ::flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    std::error_code status;
    const auto size = std::filesystem::file_size(directory_ / "metrics.jsonl", status);
    if (goes_ && !isTaken && (status || size == 0)) {
        // The folder of checkpoints goes only while it is empty.
        for (const char* name : {"config.yaml", "metrics.jsonl", "checkpoints", "run.lock"}) {
            std::filesystem::remove(directory_ / name, status);
        }
    }
    if (descriptor >= 0) {
        ::close(descriptor);
    }
}

std::filesystem::path prepareRunDirectory(const TrainRequest& request) {
    auto directory = request.runDirectory;
    std::error_code status;
    if (directory.empty()) {
        if (request.resume) {
            throw Error(ErrorCode::Config, "--resume needs the run directory to continue (--run-dir DIR)");
        }
        const auto base = std::filesystem::path(request.options.run.root) / request.options.run.name;
        const std::string stamp = timeStamp();
        directory = base / stamp;
        for (int i = 2; std::filesystem::exists(directory, status); ++i) {
            directory = base / (stamp + "-" + std::to_string(i));
        }
    }
    const bool prepared = std::filesystem::exists(directory / "config.yaml", status);
    if (request.resume && !prepared) {
        throw Error(ErrorCode::Config, "holds no run to resume (no config.yaml)", directory.string());
    }
    if (!request.resume && std::filesystem::exists(directory / "metrics.jsonl", status)) {
        throw Error(ErrorCode::Config,
                    "already holds a run; add --resume to continue it or choose another folder",
                    directory.string());
    }
    std::filesystem::create_directories(directory, status);
    if (status) {
        throw Error(ErrorCode::Io, "cannot create the run directory: " + status.message(),
                    directory.string());
    }
    if (!request.resume) {
        // Written at once, so that whoever watches the directory sees a run from the first moment on.
        writeTextAtomically(directory / "config.yaml", configText(request.options));
    }
    return directory;
}

Options effectiveOptions(const TrainRequest& request) {
    if (!request.resume) {
        return request.options;
    }
    Options options = loadConfig(request.runDirectory / "config.yaml");
    options.train.epochs += request.extraEpochs;
    options.evaluation = request.evaluation.value_or(options.evaluation);
    return options;
}

std::string changedEvaluation(const Options& stored, const Options& now) {
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

std::string runConfigText(const Options& options, const DataRecord& data) {
    std::string text = configText(options) + "written_by:\n  program: probface " + programVersion() +
                       "\n  data_sha256: " + yamlScalar(data.names) + "\n";
    if (!data.contents.empty()) {
        text += "  contents_sha256: " + yamlScalar(data.contents) + "\n";
    }
    if (!data.later.empty()) {
        text += "  contents_later:  # what later attempts found in its place\n";
        for (const std::string& contents : data.later) {
            text += "    - " + yamlScalar(contents) + "\n";
        }
    }
    return text;
}

}  // namespace pf
