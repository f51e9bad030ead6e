#include "core/train/checkpoint_store.h"

#include <unistd.h>

#include <algorithm>

#include "core/base/atomic_file.h"
#include "core/base/numbers.h"
#include "core/base/stand_in.h"

namespace pf {
namespace {

constexpr std::size_t kKept = 2;

}  // namespace

Checkpoint readCheckpoint(const std::filesystem::path& file) {
    refuseStandIn(file);
    auto content = readSafetensors(file, true);
    const auto step = parseNumber<std::int64_t>(content.metadata["step"]);
    throwIf(!step, ErrorCode::Data, "is a weights file but not a checkpoint of a run (it names no step)",
            file.string());
    return {file, *step, std::move(content.tensors), std::move(content.metadata)};
}

CheckpointStore::CheckpointStore(std::filesystem::path folder) : folder_(std::move(folder)) {
    makeFolder(folder_);
    for (const std::string& name : namesIn(folder_)) {
        if (name.find(".tmp-") != std::string::npos) {
            std::error_code status;
            std::filesystem::remove(folder_ / name, status);
        }
    }
    keepCopiedMarks();
    maybeBest_ = findCheckpointMarks(folder_).maybeBest;
}

/// A copy that followed the links may hold the only bytes of a checkpoint under the link's name.
void CheckpointStore::keepCopiedMarks() {
    for (const char* mark : {"best", "last"}) {
        const auto file = markFile(folder_, mark);
        const auto step = markedStep(folder_, mark);
        std::error_code status;
        if (step &&
            std::filesystem::symlink_status(file, status).type() == std::filesystem::file_type::regular &&
            !std::filesystem::exists(storedCheckpoint(folder_, *step), status)) {
            if (!unlessUnusable(file, [&] { return readCheckpoint(file); })) {
                continue;  // a text that stands for a link to a checkpoint that is gone
            }
            std::filesystem::rename(file, checkpointFile(folder_, *step), status);
            throwIf(status, ErrorCode::Io,
                    "cannot rename it to the checkpoint that it is: " + status.message(), file.string());
        }
    }
}

std::filesystem::path CheckpointStore::save(std::int64_t step, const NamedTensors& tensors,
                                            Metadata metadata) {
    metadata["step"] = std::to_string(step);
    const auto file = checkpointFile(folder_, step);
    writeSafetensors(file, tensors, metadata);
    link("last", step);
    prune(step);
    return file;
}

void CheckpointStore::markBest(std::int64_t step) {
    maybeBest_ = {step};
    link("best", step);
    prune(step);
}

void CheckpointStore::keepBestAs(const std::string& name) const {
    if (const auto step = best()) {
        std::error_code status;
        std::filesystem::copy_file(storedCheckpoint(folder_, *step), folder_ / name,
                                   std::filesystem::copy_options::overwrite_existing, status);
        throwIf(status, ErrorCode::Io, "cannot copy the best checkpoint to it: " + status.message(),
                (folder_ / name).string());
    }
}

void CheckpointStore::link(const std::string& mark, std::int64_t step) {
    const auto target = markFile(folder_, mark);
    auto temporary = target;
    temporary += ".tmp-" + std::to_string(::getpid());
    std::error_code status;
    std::filesystem::remove(temporary, status);
    std::filesystem::create_symlink(checkpointFile(folder_, step).filename(), temporary, status);
    if (!status) {
        std::filesystem::rename(temporary, target, status);
    }
    if (!status) {
        return;
    }
    const std::string reason = status.message();
    std::filesystem::remove(temporary, status);
    // What stands there names an older checkpoint: worse than nothing.
    std::filesystem::remove(target, status);
    if (!std::exchange(saidNoLinks_, true)) {
        notes_.push_back("the links best.safetensors and last.safetensors cannot be made in " +
                         folder_.string() + " (" + reason +
                         "). Nothing is lost: each checkpoint says which one is the best, and every command "
                         "finds it by the run directory");
    }
}

void CheckpointStore::prune(std::int64_t saved) {
    try {
        const auto found = checkpointSteps(folder_);
        for (std::size_t i = kKept; i < found.size(); ++i) {
            const bool maybeBest =
                std::find(maybeBest_.begin(), maybeBest_.end(), found[i]) != maybeBest_.end();
            if (!maybeBest && found[i] != saved) {
                std::error_code status;
                std::filesystem::remove(storedCheckpoint(folder_, found[i]), status);
            }
        }
    } catch (const Error&) {
        // What cannot be listed now is removed after the next checkpoint.
    }
}

CheckpointStore::Found CheckpointStore::latest() const {
    Found found;
    for (const std::int64_t step : checkpointSteps(folder_)) {
        const auto file = storedCheckpoint(folder_, step);
        try {
            found.checkpoint = readCheckpoint(file);
            return found;
        } catch (const Error& error) {
            if (mayPass(error, file)) {
                throw;
            }
            std::error_code status;
            throwIf(error.code() == ErrorCode::Io && std::filesystem::exists(file, status), ErrorCode::Data,
                    "this user may not read it; check its permissions", file.string());
            found.unusable.emplace_back(error.what());
        }
    }
    return found;
}

}  // namespace pf
