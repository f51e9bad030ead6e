#include "core/train/checkpoint_store.h"

#include <unistd.h>

#include <algorithm>
#include <charconv>

#include "core/base/error.h"

namespace pf {
namespace {

constexpr std::string_view kPrefix = "step-";
constexpr std::string_view kSuffix = ".safetensors";
constexpr std::size_t kKept = 2;

std::optional<std::int64_t> stepOf(const std::string& name) {
    if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) {
        return std::nullopt;
    }
    const char* first = name.data() + kPrefix.size();
    const char* last = name.data() + name.size() - kSuffix.size();
    std::int64_t step = 0;
    const auto result = std::from_chars(first, last, step);
    return result.ec == std::errc{} && result.ptr == last ? std::optional(step) : std::nullopt;
}

}  // namespace

Checkpoint readCheckpoint(const std::filesystem::path& file) {
    SafetensorsReadOptions options;
    options.requireChecksum = true;
    auto content = readSafetensors(file, options);
    Checkpoint checkpoint{file, 0, std::move(content.tensors), std::move(content.metadata)};
    const auto step = checkpoint.metadata.find("step");
    if (step == checkpoint.metadata.end() ||
        std::from_chars(step->second.data(), step->second.data() + step->second.size(), checkpoint.step).ec !=
            std::errc{}) {
        throw Error(ErrorCode::Data, "is a weights file but no checkpoint of a run (it names no step)",
                    file.string());
    }
    return checkpoint;
}

CheckpointStore::CheckpointStore(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::error_code status;
    std::filesystem::create_directories(folder_, status);
    if (status) {
        throw Error(ErrorCode::Io, "cannot create the folder: " + status.message(), folder_.string());
    }
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
        if (entry.path().filename().string().find(".tmp-") != std::string::npos) {
            std::filesystem::remove(entry.path(), status);
        }
    }
}

std::filesystem::path CheckpointStore::fileOf(std::int64_t step) const {
    return folder_ / (std::string(kPrefix) + std::to_string(step) + std::string(kSuffix));
}

std::vector<std::int64_t> CheckpointStore::steps() const {
    std::vector<std::int64_t> found;
    std::error_code status;
    for (const auto& entry : std::filesystem::directory_iterator(folder_, status)) {
        if (const auto step = stepOf(entry.path().filename().string())) {
            found.push_back(*step);
        }
    }
    std::sort(found.rbegin(), found.rend());
    return found;
}

std::filesystem::path CheckpointStore::save(std::int64_t step, const NamedTensors& tensors,
                                            Metadata metadata) {
    metadata["step"] = std::to_string(step);
    const auto file = fileOf(step);
    writeSafetensors(file, tensors, metadata);
    link("last", step);
    prune();
    return file;
}

void CheckpointStore::markBest(std::int64_t step) {
    link("best", step);
    prune();
}

void CheckpointStore::link(const std::string& name, std::int64_t step) {
    const auto target = folder_ / (name + std::string(kSuffix));
    auto temporary = target;
    temporary += ".tmp-" + std::to_string(::getpid());
    std::error_code status;
    std::filesystem::remove(temporary, status);
    std::filesystem::create_symlink(fileOf(step).filename(), temporary, status);
    if (!status) {
        std::filesystem::rename(temporary, target, status);
    }
    if (status) {
        throw Error(ErrorCode::Io,
                    "cannot point it at step " + std::to_string(step) + ": " + status.message(),
                    target.string());
    }
}

void CheckpointStore::prune() {
    const auto found = steps();
    const auto best = linked("best");
    for (std::size_t i = kKept; i < found.size(); ++i) {
        const auto file = fileOf(found[i]);
        if (!best || best->filename() != file.filename()) {
            std::error_code status;
            std::filesystem::remove(file, status);
        }
    }
}

CheckpointStore::Found CheckpointStore::latest() const {
    Found found;
    for (const std::int64_t step : steps()) {
        try {
            found.checkpoint = readCheckpoint(fileOf(step));
            return found;
        } catch (const Error& error) {
            found.warnings.push_back(std::string(error.what()) + "; the checkpoint before it is used");
        }
    }
    return found;
}

std::optional<std::filesystem::path> CheckpointStore::linked(const std::string& name) const {
    std::error_code status;
    const auto target = std::filesystem::read_symlink(folder_ / (name + std::string(kSuffix)), status);
    if (status || !std::filesystem::exists(folder_ / target, status)) {
        return std::nullopt;
    }
    return folder_ / target;
}

}  // namespace pf
