#include "core/data/face_sources.h"

#include <algorithm>
#include <cctype>
#include <filesystem>

#include "core/base/error.h"
#include "core/data/face_folder.h"
#include "core/data/face_list.h"
#include "core/data/image_header.h"
#include "core/data/pair_bin.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr const char* kExpected =
    "expected a folder of images, a folder with one folder per identity, a list (.txt, .lst, .csv), an "
    "insightface "
    ".bin set or an image";

std::string lowerExtension(const fs::path& path) {
    std::string extension = path.extension().string();
    std::transform(extension.begin(), extension.end(), extension.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return extension;
}

}  // namespace

FaceSetPtr openFaceSet(const std::string& path) {
    if (path.empty()) {
        throw Error(ErrorCode::Data, std::string("the path of the images is empty; ") + kExpected);
    }
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (status.type() == fs::file_type::not_found) {
        throw Error(ErrorCode::Data, std::string("there is no such file or folder; ") + kExpected, path);
    }
    if (error) {
        throw Error(ErrorCode::Data, error.message() + "; " + kExpected, path);
    }
    if (fs::is_directory(status)) {
        return openFaceFolder(path);
    }
    const std::string extension = lowerExtension(path);
    if (extension == ".bin") {
        return openPairBin(path);
    }
    if (extension == ".txt" || extension == ".lst" || extension == ".csv") {
        return openFaceList(path);
    }
    if (hasImageExtension(path)) {
        return makeFileSet({{.path = path, .info = {.name = path}}}, {});
    }
    throw Error(ErrorCode::Data, std::string("this kind of file is not known; ") + kExpected, path);
}

FaceSetPtr openFaceSet(const std::vector<std::string>& paths, const OpenOptions& options) {
    if (paths.empty()) {
        throw Error(ErrorCode::Data, std::string("no images were named; ") + kExpected);
    }
    std::vector<FaceSetPtr> sets;
    sets.reserve(paths.size());
    for (const std::string& path : paths) {
        sets.push_back(openFaceSet(path));
    }
    return joinFaceSets(sets, paths, options);
}

}  // namespace pf
