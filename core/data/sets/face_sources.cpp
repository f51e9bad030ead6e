#include "core/data/sets/face_sources.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/list_source.h"
#include "core/base/stand_in.h"
#include "core/base/text.h"
#include "core/data/images/image_header.h"
#include "core/data/record_io/record_folder.h"
#include "core/data/record_io/record_set.h"
#include "core/data/sets/face_folder.h"
#include "core/data/sets/face_list.h"
#include "core/data/sets/pair_bin.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr const char* kExpected =
    "expected a folder of images, a folder with one folder per identity, a list (.txt, .lst, .csv), an MXNet "
    "RecordIO file (.rec), an insightface .bin set or an image";

/// What a file that holds no images probably is; empty when it does not say.
std::string otherKind(const std::string& extension) {
    static const std::map<std::string, std::set<std::string>> kEndings = {
        {"a file of arrays, such as embeddings", {".npz", ".npy"}},
        {"a pickle, such as embeddings", {".pkl"}},
        {"a MATLAB file, such as a protocol", {".mat"}},
        {"a network", {".onnx"}},
        {"a network or its weights", {".pt", ".pth", ".ckpt", ".pb"}},
        {"a file of weights", {".safetensors"}},
        {"a file of MXNet's weights", {".params"}},
        {"part of a TensorFlow checkpoint", {".index", ".meta"}},
        {"a TensorFlow record file, which is not read", {".tfrecord"}},
        {"a configuration", {".yaml", ".yml"}},
        {"a JSON file", {".json"}},
        {"an archive, which must be unpacked first", {".zip", ".tar", ".gz", ".tgz", ".7z", ".rar"}}};
    const auto found =
        std::ranges::find_if(kEndings, [&](const auto& kind) { return kind.second.contains(extension); });
    return found == kEndings.end() ? "" : found->first;
}

}  // namespace

FaceSetPtr openFaceSet(const std::string& path) {
    throwIf(path.empty(), ErrorCode::Data, std::string("the path of the images is empty; ") + kExpected);
    if (const auto source = listSourceOf(path)) {
        throwIf(!pathIsFolder(source->root), ErrorCode::Data,
                "there is no such folder for the images of " + source->list, source->root);
        return openFaceList(source->list, source->root);
    }
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    throwIf(status.type() == fs::file_type::not_found, ErrorCode::Data,
            std::string("there is no such file or folder; ") + kExpected, path);
    throwIf(error, ErrorCode::Data, error.message() + "; " + kExpected, path);
    if (fs::is_directory(status)) {
        return openFaceFolder(path);
    }
    refuseStandIn(path);
    const std::string extension = lowerCase(fs::path(path).extension().string());
    if (extension == ".rec") {
        return openRecordSet(path);
    }
    if (extension == ".idx" || extension == ".property") {
        const fs::path record = fs::path(path).replace_extension(".rec");
        failDataIf(!pathExists(record), path, "it belongs to ", record.filename().string(),
                   ", which is not beside it; ", kExpected);
        return openRecordSet(record);
    }
    if (fs::path(path).filename() == "property") {
        const fs::path folder = fs::path(path).parent_path();
        return openRecordFolder(folder.empty() ? "." : folder);
    }
    if (extension == ".bin") {
        return openPairBin(path);
    }
    if (hasListSuffix(path)) {
        return openFaceList(path);
    }
    if (hasImageExtension(path)) {
        return makeFileSet({{.path = path, .info = {.name = path}}}, {});
    }
    const std::string kind = otherKind(extension);
    failData(
        path,
        kind.empty() ? std::string("this kind of file is not known; ") : "this is " + kind + ", not images; ",
        kExpected);
}

}  // namespace pf
