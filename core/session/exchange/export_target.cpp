#include "core/session/exchange/export_target.h"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/session/model/internal/model_folder.h"
#include "core/session/model/internal/training_pictures.h"

namespace pf {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const fs::path& out, const std::string& reason) {
    throw Error(ErrorCode::Config, reason, out.string());
}

void checkName(const ExportRequest& request) {
    const std::string extension = lowerCase(request.out.extension().string());
    if (request.format == ExportFormat::TorchScript && extension != ".pt") {
        refuse(request.out, "is not a name of a TorchScript file; end it in .pt");
    }
    if (request.format == ExportFormat::Onnx && extension != ".onnx") {
        refuse(request.out, "is not a name of an ONNX file; end it in .onnx");
    }
    if (request.format == ExportFormat::Folder &&
        (extension == ".pt" || extension == ".onnx" || extension == ".safetensors")) {
        refuse(request.out,
               "is the name of a file, but the format is folder; choose --format torchscript or onnx, or "
               "another name");
    }
}

/// Only what an export or import writes may be replaced; somebody's other files may not.
void checkFolder(const ExportRequest& request) {
    static constexpr std::array<const char*, 6> kOurs = {kModelWeightsName,     kModelCardName,
                                                         kTrainingPicturesName, "backbone.safetensors",
                                                         "backbone.pt",         "backbone.onnx"};
    std::error_code status;
    if (!fs::is_directory(request.out, status)) {
        refuse(request.out, "is a file; the format folder needs a folder");
    }
    for (const auto& entry : fs::directory_iterator(request.out, status)) {
        const std::string name = entry.path().filename().string();
        if (!request.replace) {
            refuse(request.out,
                   "holds files already; add --replace to write over a model, or choose another folder");
        }
        if (std::find(kOurs.begin(), kOurs.end(), name) == kOurs.end()) {
            refuse(request.out, "holds '" + name + "', which is not part of a model; choose another folder");
        }
    }
    throwIf(status, ErrorCode::Io, "cannot be read: " + status.message(), request.out.string());
}

void checkFile(const ExportRequest& request) {
    std::error_code status;
    if (fs::is_directory(request.out, status)) {
        refuse(request.out, "is a folder; name a file in it");
    }
    if (!request.replace) {
        refuse(request.out, "exists already; add --replace to write over it, or choose another name");
    }
}

void move(const fs::path& from, const fs::path& to) {
    std::error_code status;
    fs::rename(from, to, status);
    throwIf(status, ErrorCode::Io, "cannot put the finished model in place: " + status.message(),
            to.string());
}

/// A name beside `out` that this process alone uses; the extension stays, since it tells the format.
fs::path besides(const fs::path& out, const std::string& what) {
    return out.parent_path() /
           (out.stem().string() + "." + what + "-" + std::to_string(::getpid()) + out.extension().string());
}

}  // namespace

ExportTarget::ExportTarget(const ExportRequest& request) : folder_(request.format == ExportFormat::Folder) {
    throwIf(request.out.filename().empty() && !request.out.has_parent_path(), ErrorCode::Config,
            "say where the model goes (--out)");
    checkName(request);
    // "models/one/" means the folder itself.
    out_ = fs::absolute(request.out).lexically_normal();
    out_ = out_.filename().empty() ? out_.parent_path() : out_;
    std::error_code status;
    if (fs::exists(out_, status)) {
        folder_ ? checkFolder(request) : checkFile(request);
    }
    fs::create_directories(out_.parent_path(), status);
    staged_ = besides(out_, "partial");
    if (!status && folder_) {
        fs::remove_all(staged_, status);
        fs::create_directory(staged_, status);
    }
    throwIf(status, ErrorCode::Io, "cannot write there: " + status.message(), out_.string());
}

ExportTarget::~ExportTarget() {
    std::error_code status;
    fs::remove_all(staged_, status);
}

std::vector<fs::path> ExportTarget::publish() {
    if (folder_) {
        return publishFolder();
    }
    move(staged_, out_);
    return {out_};
}

std::vector<fs::path> ExportTarget::publishFolder() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(staged_)) {
        files.push_back(out_ / entry.path().filename());
    }
    std::sort(files.begin(), files.end());
    std::error_code status;
    if (!fs::exists(out_, status)) {
        move(staged_, out_);
        return files;
    }
    const auto old = besides(out_, "old");
    move(out_, old);
    try {
        move(staged_, out_);
    } catch (const Error&) {
        fs::rename(old, out_, status);
        throw;
    }
    fs::remove_all(old, status);
    return files;
}

}  // namespace pf
