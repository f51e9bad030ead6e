#include "core/data/align/landmark_list.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <optional>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/data/align/landmark_line.h"

namespace pf {
namespace {

/// A line speaks for a reading that makes it this similar to a face ...
constexpr double kClearFace = 0.55;
/// ... and the others less by this much.
constexpr double kClearLead = 0.15;
/// A line contradicts the file when another reading makes it a face like this, by this much more than the
/// file's does. Heads turned aside are as far from a face as 0.7 in the right reading, but farther yet in the
/// others.
constexpr double kOtherFace = 0.45;
constexpr double kOtherLead = 0.2;
/// Share of the speaking lines that may speak for other readings.
constexpr double kDissent = 0.1;

struct Reading {
    PointOrder order = PointOrder::Pairs;
    LabelPlace label = LabelPlace::None;

    bool operator==(const Reading&) const = default;
};

std::string textOf(const Reading& reading) {
    return std::string(reading.order == PointOrder::Pairs ? "x1 y1 ... x5 y5" : "x1 ... x5 y1 ... y5") +
           (reading.label == LabelPlace::AfterName ? " with a label after the name"
            : reading.label == LabelPlace::AtEnd   ? " with a label at the end"
                                                   : "");
}

FacePoints pointsOf(const LandmarkLine& line, const Reading& reading) {
    const std::size_t first = reading.label == LabelPlace::AfterName ? 1 : 0;
    FacePoints points{};
    for (std::size_t i = 0; i < kCoordinates; ++i) {
        const std::size_t from = reading.order == PointOrder::Pairs ? i : i / 2 + (i % 2 == 0 ? 0 : 5);
        points[i] = static_cast<float>(line.values[first + from]);
    }
    return points;
}

bool canRead(const LandmarkLine& line, const Reading& reading) {
    return (line.count == kCoordinates) == (reading.label == LabelPlace::None) &&
           !(reading.label == LabelPlace::AfterName && std::isnan(line.values[kCoordinates])) &&
           !(reading.label == LabelPlace::AtEnd && std::isnan(line.values[0]));
}

FacePoints mirrored(FacePoints points) {
    for (std::size_t i = 0; i < points.size(); i += 2) {
        points[i] = -points[i];
    }
    return points;
}

/// Distance of every reading from the shape of a face; 1 for readings that are not possible.
using Distances = std::array<double, 6>;

const std::array<Reading, 6>& readings() {
    static const std::array<Reading, 6> kReadings = {{{PointOrder::Pairs, LabelPlace::None},
                                                      {PointOrder::Columns, LabelPlace::None},
                                                      {PointOrder::Pairs, LabelPlace::AfterName},
                                                      {PointOrder::Columns, LabelPlace::AfterName},
                                                      {PointOrder::Pairs, LabelPlace::AtEnd},
                                                      {PointOrder::Columns, LabelPlace::AtEnd}}};
    return kReadings;
}

const FacePoints& faceShape() {
    return alignTemplates().front().points;
}

Distances distancesOf(const LandmarkLine& line) {
    Distances distances{};
    for (std::size_t i = 0; i < distances.size(); ++i) {
        distances[i] =
            canRead(line, readings()[i]) ? shapeDistance(pointsOf(line, readings()[i]), faceShape()) : 1.0;
    }
    return distances;
}

/// The reading a line speaks for, if any.
std::optional<std::size_t> voteOf(const Distances& distances) {
    const auto best = std::min_element(distances.begin(), distances.end());
    double second = 1;
    for (auto other = distances.begin(); other != distances.end(); ++other) {
        second = other == best ? second : std::min(second, *other);
    }
    if (*best < kClearFace && second - *best > kClearLead) {
        return static_cast<std::size_t>(best - distances.begin());
    }
    return std::nullopt;
}

class ListReader {
  public:
    explicit ListReader(const std::filesystem::path& file) : file_(file) {}

    LandmarkList read(std::string_view text) {
        failDataIf(text.find('\0') != std::string_view::npos, file_.string(),
                   "this is not a text file; expected a list of photos with five landmarks each");
        if (text.starts_with("\xEF\xBB\xBF")) {
            text.remove_prefix(3);
        }
        for (std::size_t number = 1; !text.empty(); ++number) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            addLine(trimmed(text.substr(0, end)), number);
            text.remove_prefix(std::min(end + 1, text.size()));
        }
        throwIf(lines_.empty(), ErrorCode::Data,
                "the list is empty; expected a photo and its five landmarks a line", file_.string());
        const std::size_t chosen = choose();
        refuseContradictions(chosen);
        return finish(readings()[chosen]);
    }

  private:
    std::string where(std::size_t number) const { return file_.string() + ":" + std::to_string(number); }

    /// Column names: eleven words or more, none of which begins like a number.
    static bool isHeader(std::string_view line) {
        std::size_t words = 0;
        for (;;) {
            const std::size_t begin = line.find_first_not_of(" \t,\"");
            if (begin == std::string_view::npos) {
                return words > kCoordinates;
            }
            if (std::isalpha(static_cast<unsigned char>(line[begin])) == 0) {
                return false;
            }
            ++words;
            line.remove_prefix(std::min(line.find_first_of(" \t,", begin), line.size()));
        }
    }

    void addLine(std::string_view line, std::size_t number) {
        if (line.empty() || line.front() == '#') {
            return;
        }
        if (!sawLine_) {
            sawLine_ = true;
            commas_ = hasCommas(line);
            if (isHeader(line)) {
                return;
            }
        }
        lines_.push_back(splitLandmarkLine(line, commas_, where(number)));
        lines_.back().number = number;
        if (lines_.back().count != lines_.front().count) {
            failData(where(number), "there are ", lines_.back().count, " fields after the name, but ",
                     lines_.front().count, " on line ", lines_.front().number,
                     "; give every line a label, or none");
        }
    }

    /// The reading the lines agree on.
    /// Fractions of a photo's sides would be taken for its first two pixels.
    void refuseFractions() const {
        constexpr double kMost = 1.5;
        bool some = false;
        const bool fractions = std::all_of(lines_.begin(), lines_.end(), [&some](const LandmarkLine& line) {
            return std::all_of(line.values.begin(), line.values.end(), [&some](double value) {
                some = some || (value > 0 && value < 1);
                return std::isnan(value) || std::abs(value) <= kMost;
            });
        });
        failDataIf(fractions && some, file_.string(),
                   "its coordinates are fractions of the photo, from 0 to 1; pixels are expected: multiply x "
                   "by the photo's width and y by its height");
    }

    std::size_t choose() const {
        refuseFractions();
        std::array<std::size_t, 6> votes{};
        std::array<std::size_t, 6> example{};
        std::size_t speaking = 0;
        for (const LandmarkLine& line : lines_) {
            if (const auto vote = voteOf(distancesOf(line))) {
                example[*vote] = votes[*vote]++ == 0 ? line.number : example[*vote];
                ++speaking;
            }
        }
        if (speaking == 0) {
            failUnclear();
        }
        const auto best = static_cast<std::size_t>(std::ranges::max_element(votes) - votes.begin());
        if (static_cast<double>(speaking - votes[best]) > kDissent * static_cast<double>(speaking)) {
            std::size_t other = best == 0 ? 1 : 0;
            for (std::size_t i = 0; i < votes.size(); ++i) {
                other = i != best && votes[i] > votes[other] ? i : other;
            }
            failData(where(example[other]), "the lines disagree: ", votes[other], " read as ",
                     textOf(readings()[other]), " and ", votes[best], " as ", textOf(readings()[best]),
                     " (line ", example[best], "); keep one order to a file");
        }
        for (const LandmarkLine& line : lines_) {
            if (!canRead(line, readings()[best])) {
                failData(where(line.number), "it cannot be read as ", textOf(readings()[best]),
                         ", as the other lines");
            }
        }
        return best;
    }

    [[noreturn]] void failUnclear() const {
        for (const LandmarkLine& line : lines_) {
            for (const Reading& reading : readings()) {
                failDataIf(canRead(line, reading) &&
                               shapeDistance(mirrored(pointsOf(line, reading)), faceShape()) < kOtherFace,
                           where(line.number),
                           "left and right are exchanged; expected the eye and the mouth corner on the left "
                           "of the picture first");
            }
        }
        failData(where(lines_.front().number),
                 "no line tells the order of its numbers: neither as x1 y1 ... x5 y5 nor as x1 ... x5 y1 ... "
                 "y5 are they left eye, right eye, nose, left and right mouth corner");
    }

    void refuseContradictions(std::size_t chosen) const {
        for (const LandmarkLine& line : lines_) {
            const Distances distances = distancesOf(line);
            const auto best = std::min_element(distances.begin(), distances.end());
            if (*best < kOtherFace && distances[chosen] - *best > kOtherLead) {
                failData(where(line.number), "it is a face only when read as ",
                         textOf(readings()[static_cast<std::size_t>(best - distances.begin())]),
                         ", the other lines as ", textOf(readings()[chosen]), "; keep one order to a file");
            }
        }
    }

    LandmarkList finish(const Reading& reading) {
        LandmarkList list{
            .file = file_, .order = reading.order, .label = reading.label, .faces = {}, .sha256 = {}};
        list.faces.reserve(lines_.size());
        for (LandmarkLine& line : lines_) {
            list.faces.push_back({.name = std::move(line.name),
                                  .label = reading.label == LabelPlace::None ? std::string()
                                           : reading.label == LabelPlace::AfterName
                                               ? std::move(line.firstField)
                                               : std::move(line.lastField),
                                  .points = pointsOf(line, reading),
                                  .line = line.number});
        }
        return list;
    }

    std::filesystem::path file_;
    bool sawLine_ = false;
    bool commas_ = false;
    std::vector<LandmarkLine> lines_;
};

}  // namespace

std::string LandmarkList::describe() const {
    return textOf({order, label}) + ", " + formatCount(faces.size()) +
           (faces.size() == 1 ? " face" : " faces");
}

LandmarkList parseLandmarkList(std::string_view text, const std::filesystem::path& file) {
    LandmarkList list = ListReader(file).read(text);
    list.sha256 = sha256Hex(text);
    return list;
}

LandmarkList readLandmarkList(const std::filesystem::path& file) {
    return parseLandmarkList(readTextFile(file), file);
}

}  // namespace pf
