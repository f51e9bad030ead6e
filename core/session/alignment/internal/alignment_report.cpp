#include "core/session/alignment/internal/alignment_report.h"

#include <yaml-cpp/yaml.h>

#include <optional>
#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/data/align/similarity.h"
#include "core/data/input/preparation.h"
#include "core/session/version.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr std::string_view kHeader =
    "photo,crop,face,faces,score,box_x,box_y,box_width,box_height,left_eye_x,left_eye_y,right_eye_x,right_"
    "eye_y,nose_x,nose_y,left_mouth_x,left_mouth_y,right_mouth_x,right_mouth_y,remark,detail\n";
constexpr std::size_t kFields = 21;
/// Between several remarks of one line.
constexpr std::string_view kBetween = " | ";

std::string withoutBetween(std::string text) {
    for (std::size_t at = text.find(kBetween); at != std::string::npos; at = text.find(kBetween)) {
        text.replace(at, kBetween.size(), " / ");
    }
    return text;
}

std::vector<std::string> splitRemarks(const std::string& text) {
    std::vector<std::string> parts;
    for (std::size_t start = 0; !text.empty();) {
        const std::size_t end = text.find(kBetween, start);
        parts.push_back(text.substr(start, end - start));
        if (end == std::string::npos) {
            break;
        }
        start = end + kBetween.size();
    }
    return parts;
}

/// Takes the lines of a CSV apart; quoted fields may hold line ends.
class CsvText {
  public:
    CsvText(std::string_view text, std::string file) : text_(text), file_(std::move(file)) {}

    std::string place() const { return file_ + ":" + std::to_string(line_); }
    bool atEnd() const { return at_ >= text_.size(); }

    /// The fields of the next line; nothing when the text ends before the line does.
    std::optional<std::vector<std::string>> next() {
        line_ = nextLine_;
        std::vector<std::string> fields(1);
        bool quoted = false;
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            nextLine_ += c == '\n' ? 1 : 0;
            if (quoted && c == '"' && at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
                fields.back() += text_[++at_];
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == ',') {
                fields.emplace_back();
            } else if (!quoted && c == '\n') {
                ++at_;
                return fields;
            } else {
                fields.back() += c;
            }
        }
        return std::nullopt;
    }

  private:
    std::string_view text_;
    std::string file_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t nextLine_ = 1;
};

template <typename Number>
Number numberIn(const std::string& text, const std::string& place) {
    const auto value = parseNumber<Number>(text);
    failDataIf(!value, place, "'", std::string_view(text).substr(0, 40),
               "' is not the number that belongs here; the report is damaged: align into another folder");
    return *value;
}

AlignRow rowOf(const std::vector<std::string>& fields, const std::string& place) {
    AlignRow row{.photo = fields[0],
                 .crop = fields[1],
                 .face = numberIn<std::size_t>(fields[2], place),
                 .faces = numberIn<std::size_t>(fields[3], place),
                 .found = {},
                 .remarks = {}};
    row.found.score = fields[4].empty() ? -1 : numberIn<double>(fields[4], place);
    for (std::size_t i = 0; i < row.found.box.size(); ++i) {
        row.found.box[i] = fields[5 + i].empty() ? 0 : numberIn<float>(fields[5 + i], place);
    }
    for (std::size_t i = 0; i < row.found.points.size(); ++i) {
        row.found.points[i] = fields[9 + i].empty() ? 0 : numberIn<float>(fields[9 + i], place);
    }
    const auto kinds = splitRemarks(fields[19]);
    const auto details = splitRemarks(fields[20]);
    failDataIf(kinds.size() != details.size() || row.face > row.faces || row.crop.empty() != (row.faces == 0),
               place, "the line contradicts itself; the report is damaged: align into another folder");
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        row.remarks.push_back({kinds[i], details[i]});
    }
    return row;
}

/// The folders that are searched for photos.
std::vector<fs::path> searchedFolders(const AlignRequest& request) {
    std::vector<fs::path> folders;
    for (const std::string& source : request.sources) {
        if (pathIsFolder(source)) {
            folders.emplace_back(source);
        }
    }
    const fs::path beside = request.landmarks.parent_path() / "images";
    if (request.sources.empty() && pathIsFolder(beside)) {
        folders.push_back(beside);
    }
    return folders;
}

/// Adds the photos of a report, the later ones in place of earlier ones.
void addFinished(const std::vector<AlignRow>& rows, FinishedPhotos& finished) {
    for (std::size_t i = 0; i < rows.size();) {
        const std::size_t count = rows[i].faces;
        const bool whole = count > 0 && i + count <= rows.size() && rows[i].face == 1;
        if (!whole) {
            ++i;
            continue;
        }
        const auto first = rows.begin() + static_cast<std::ptrdiff_t>(i);
        finished[rows[i].crop] = {first, first + static_cast<std::ptrdiff_t>(count)};
        i += count;
    }
}

/// Throws: Error(Config) naming the first setting that differs from those in `file`; Error(Data) when that is
/// no alignment.yaml.
void checkSameSettings(const fs::path& file, const AlignSettings& settings) {
    constexpr std::size_t kMostBytes = std::size_t{1} << 22;
    try {
        const YAML::Node node = YAML::Load(readTextFile(file, kMostBytes));
        for (const auto& [name, value] : settings) {
            const std::string before = node[name] ? node[name].as<std::string>() : "not set";
            throwIf(before != value, ErrorCode::Config,
                    "the crops there were made with " + name + " " + before + ", not " + value +
                        "; resume with the same settings, or align into another folder",
                    file.string());
        }
    } catch (const YAML::Exception& error) {
        failData(file.string(), "it cannot be read as the settings of an alignment: ", error.msg);
    }
}

}  // namespace

std::string alignCsvHeader() {
    return std::string(kHeader);
}

std::string alignCsvLine(const AlignRow& row) {
    CsvWriter csv;
    csv.add(row.photo, row.crop, row.face, row.faces);
    const bool hasBox = row.found.score >= 0 && !row.crop.empty();
    csv.add(hasBox ? std::optional(row.found.score) : std::nullopt);
    for (const float value : row.found.box) {
        csv.add(hasBox ? std::optional(value) : std::nullopt);
    }
    for (const float value : row.found.points) {
        csv.add(row.crop.empty() ? std::nullopt : std::optional(value));
    }
    std::string kinds;
    std::string details;
    for (const PhotoRemark& remark : row.remarks) {
        const std::string_view between = kinds.empty() ? "" : kBetween;
        kinds += std::string(between) + withoutBetween(remark.kind);
        details += std::string(between) + withoutBetween(remark.detail);
    }
    csv.line(kinds, details);
    return csv.take();
}

std::vector<AlignRow> parseAlignCsv(std::string_view text, const std::string& file, bool mayBeCut) {
    std::vector<AlignRow> rows;
    if (text.empty() && mayBeCut) {
        return rows;
    }
    failDataIf(!text.starts_with(kHeader), file,
               "it is not a report of an alignment by this program; align into another folder");
    CsvText csv(text, file);
    csv.next();
    while (!csv.atEnd()) {
        const auto fields = csv.next();
        if (!fields && mayBeCut) {
            break;
        }
        const std::string place = csv.place();
        failDataIf(!fields, place, "the report is cut short; align into another folder");
        failDataIf(fields->size() != kFields, place, "there are ", fields->size(), " fields instead of ",
                   kFields, "; the report is damaged: align into another folder");
        rows.push_back(rowOf(*fields, place));
    }
    return rows;
}

std::vector<AlignRow> readAlignCsv(const fs::path& file, bool mayBeCut) {
    return parseAlignCsv(readTextFile(file), file.string(), mayBeCut);
}

AlignSettings alignSettings(const AlignRequest& request, const std::string& evidence) {
    const bool listed = !request.landmarks.empty();
    AlignSettings settings = {
        {"template", alignTemplate(request.height, request.width).name},
        {"height", std::to_string(request.height)},
        {"width", std::to_string(request.width)},
        {"landmarks_sha256", listed ? evidence : ""},
        {"detector_sha256", listed ? "" : evidence},
        {"landmarks_in", listed && request.landmarksIn != LandmarksIn::FindOut
                             ? landmarksInNames()[static_cast<std::size_t>(request.landmarksIn)]
                             : ""},
        {"min_score", listed ? "" : formatNumber(request.minScore)},
        {"several_faces", manyFacesNames()[static_cast<std::size_t>(request.manyFaces)]},
        {"extension", request.extension},
        {"jpeg_quality", request.extension == ".jpg" ? std::to_string(request.jpegQuality) : ""}};
    std::erase_if(settings, [](const auto& setting) { return setting.second.empty(); });
    return settings;
}

std::string alignYaml(const AlignRequest& request, const AlignSettings& settings, const std::string& reading,
                      const AlignOutcome* outcome) {
    YAML::Emitter out;
    out << YAML::BeginMap;
    const auto put = [&out](const std::string& name, const auto& value) {
        out << YAML::Key << name << YAML::Value << value;
    };
    put("program", "probface " + programVersion());
    for (const auto& [name, value] : settings) {
        put(name, value);
    }
    const FacePoints& points = alignTemplate(request.height, request.width).points;
    out << YAML::Key << "points" << YAML::Value << YAML::Flow << YAML::BeginSeq;
    for (const float value : points) {
        out << formatFloat(value);
    }
    out << YAML::EndSeq;
    put(request.landmarks.empty() ? "detector" : "landmarks",
        (request.landmarks.empty() ? request.detector : request.landmarks).string());
    put("reading", reading);
    out << YAML::Key << "sources" << YAML::Value << YAML::BeginSeq;
    for (const std::string& source : request.sources) {
        out << source;
    }
    out << YAML::EndSeq;
    put("complete", outcome != nullptr && outcome->complete);
    if (outcome != nullptr) {
        put("photos", outcome->photos);
        put("crops", outcome->written + outcome->kept);
        put("photos_with_crop", outcome->withCrop);
        put("photos_without_crop", outcome->withoutCrop);
        put("other_files", outcome->otherFiles);
        std::map<std::string, std::size_t> kinds;
        for (const AlignRemark& remark : outcome->remarks) {
            ++kinds[remark.kind];
        }
        out << YAML::Key << "remarks" << YAML::Value << YAML::BeginMap;
        for (const auto& [kind, count] : kinds) {
            put(kind, count);
        }
        out << YAML::EndMap;
    }
    out << YAML::EndMap;
    return std::string(out.c_str()) + "\n";
}

void checkAlignmentFolder(const AlignRequest& request) {
    throwIf(request.out.empty(), ErrorCode::Config, "where should the crops go? name a folder");
    for (const fs::path& folder : searchedFolders(request)) {
        const bool holdsPhotos = liesIn(folder, request.out);
        throwIf(liesIn(request.out, folder), ErrorCode::Config,
                std::string(holdsPhotos ? "it is the folder of the photos"
                                        : "it lies in the folder of the photos") +
                    "; write the crops elsewhere, so that they are never taken for photos",
                request.out.string());
        throwIf(holdsPhotos, ErrorCode::Config,
                "the photos of " + realPath(folder).string() +
                    " lie in it; write the crops to a folder of their own",
                request.out.string());
    }
    std::error_code error;
    const fs::file_status status = fs::status(request.out, error);
    if (!fs::exists(status)) {
        return;
    }
    throwIf(!fs::is_directory(status), ErrorCode::Config, "it is a file; name a folder for the crops",
            request.out.string());
    const bool empty = fs::is_empty(request.out, error);
    throwIf(error, ErrorCode::Io, "the folder cannot be read: " + error.message(), request.out.string());
    if (empty) {
        return;
    }
    throwIf(!request.resume, ErrorCode::Config,
            "the folder is not empty; name another one, or resume the alignment that is in it",
            request.out.string());
    throwIf(
        !fs::exists(request.out / kAlignmentFile, error), ErrorCode::Config,
        "there is no alignment to resume (no alignment.yaml) and the folder is not empty; name another one",
        request.out.string());
}

FinishedPhotos openAlignmentFolder(const AlignRequest& request, const AlignSettings& settings,
                                   const std::string& reading) {
    const fs::path yaml = request.out / kAlignmentFile;
    FinishedPhotos finished;
    if (pathExists(yaml)) {
        checkSameSettings(yaml, settings);
        // What both reports say goes into alignment.csv.
        if (pathExists(request.out / kAlignmentReport)) {
            addFinished(readAlignCsv(request.out / kAlignmentReport, false), finished);
        }
        if (pathExists(request.out / kAlignmentPart)) {
            addFinished(readAlignCsv(request.out / kAlignmentPart, true), finished);
            // Before the part is begun again, what it knows must be in the report.
            std::string text = alignCsvHeader();
            for (const auto& [crop, rows] : finished) {
                text += joined(rows, "", alignCsvLine);
            }
            writeTextAtomically(request.out / kAlignmentReport, text);
        }
    }
    writeTextAtomically(yaml, alignYaml(request, settings, reading, nullptr));
    return finished;
}

}  // namespace pf
