#include "core/session/conversion/internal/conversion_checks.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/files/path_places.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/data/convert/visit_order.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

void requireLabels(const std::vector<int>& labels, FaceFormat format) {
    const auto unknown = std::count_if(labels.begin(), labels.end(), [](int label) { return label < 0; });
    throwIf(
        unknown > 0 && unknown < static_cast<std::ptrdiff_t>(labels.size()), ErrorCode::Config,
        formatCount(unknown) + " of the " + formatCount(labels.size()) +
            " images have no identity and the others have one; convert the two kinds of sources separately");
    throwIf(format == FaceFormat::Record && unknown > 0, ErrorCode::Config,
            "RecordIO keeps images by identity and these have none; convert them to a folder (--to folder), "
            "or give a source with one folder per identity");
}

/// A list only makes sense of images that are files.
void requireFiles(const FaceSet& faces) {
    for (std::size_t i = 0; i < faces.size(); ++i) {
        const std::string name = faces.info(i).name;
        if (pathIsFile(name)) {
            continue;
        }
        try {
            faces.encoded(i);
        } catch (const Error&) {
            continue;  // a file that is gone: it will be listed
        }
        throw Error(ErrorCode::Config,
                    "a list names image files, and this image lies inside another file or is rendered; "
                    "convert to a folder (--to folder) instead",
                    name);
    }
}

}  // namespace

std::vector<int> requireFits(const FaceSet& faces, FaceFormat format) {
    const bool isPairSet = !faces.pairIsSame().empty();
    failDataIf(faces.size() == 0, "", "there are no images to convert");
    throwIf(format == FaceFormat::Bin && !isPairSet, ErrorCode::Config,
            "a .bin holds pairs and this set has none; give a list of pairs of its images (--pairs), or "
            "choose --to folder or --to rec");
    throwIf(format == FaceFormat::Record && isPairSet, ErrorCode::Config,
            "RecordIO has no place for the pairs of this set; convert it to a folder, which lists them in "
            "OUT.pairs.csv, or to a .bin");
    std::vector<int> labels = labelsOf(faces);
    if (format != FaceFormat::Bin) {
        requireLabels(labels, format);
    }
    if (format == FaceFormat::List) {
        requireFiles(faces);
    }
    return labels;
}

std::string sourceKey(const FaceSet& faces, const std::vector<std::string>& sources) {
    Sha256 sum;
    sum.add(faces.hash());
    for (const std::string& source : sources) {
        std::error_code error;
        if (!fs::is_regular_file(source, error)) {
            continue;
        }
        const auto bytes = fs::file_size(source, error);
        const auto time = fs::last_write_time(source, error).time_since_epoch().count();
        sum.add(" " + std::to_string(bytes) + " " + std::to_string(time));
    }
    return sum.hex();
}

void requireOutside(const fs::path& out, const std::vector<std::string>& sources) {
    for (const std::string& source : sources) {
        throwIf(pathIsFolder(source) && liesIn(out, source), ErrorCode::Config,
                "lies inside the source " + source + "; choose a place outside of it", out.string());
    }
}

}  // namespace pf
