#include "core/eval/embeddings/quality_file.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/names/name_matches.h"
#include "core/base/text.h"
#include "core/eval/tables/pair_list_form.h"
#include "core/eval/tables/quality_table.h"

namespace pf {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr double kFailureSign = -1;
constexpr double kIsoFailureSign = 255;
constexpr double kIsoHighest = 100;
constexpr std::string_view kScalar = ".scalar";
constexpr std::size_t kColumnsShown = 12;

/// The columns that are taken when none is asked for, in this order.
const std::vector<std::string_view> kUsualColumns = {"quality", "UnifiedQualityScore.scalar",
                                                     "UnifiedQualityScore", "score"};

using Fields = std::vector<std::string>;

struct QualityColumns {
    std::size_t name = 0;
    std::size_t quality = 0;
    std::optional<std::size_t> sign;  ///< OFIQ's scalar of a native value: -1 where it could not be measured
};

/// A line's number, or why it has none.
struct Reading {
    std::size_t image = 0;  ///< which of the file's names
    double value = kNone;
    std::string reason;   ///< why there is no number
    std::string garbage;  ///< what stands there instead of a number
    std::string place;
};

std::optional<std::size_t> columnAt(const Fields& header, const std::vector<std::string_view>& names) {
    return columnNamed({header.begin(), header.end()}, names);
}

std::string shownColumns(const Fields& header) {
    TableReader::Fields shown(
        header.begin(), header.begin() + static_cast<std::ptrdiff_t>(std::min(header.size(), kColumnsShown)));
    return quotedList(shown) + (header.size() > kColumnsShown
                                    ? " and " + std::to_string(header.size() - kColumnsShown) + " more"
                                    : "");
}

std::optional<std::size_t> onlyNumber(const Fields& first, std::size_t nameColumn) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < first.size(); ++i) {
        if (i != nameColumn && qualityNumber(first[i])) {
            if (found) {
                return std::nullopt;
            }
            found = i;
        }
    }
    return found;
}

/// The column that names the images: the one that is called so, else the first that is text, which the row
/// numbers of a data frame are not. `first` are the fields of the first line below the header.
std::size_t nameColumn(const Fields& header, const Fields& first) {
    if (const auto named = columnOfNames({header.begin(), header.end()})) {
        return *named;
    }
    const auto isText = [](const std::string& field) { return !qualityNumber(field) && !saysNoValue(field); };
    const auto text = std::find_if(first.begin(), first.end(), isText);
    return text == first.end() ? 0 : static_cast<std::size_t>(text - first.begin());
}

/// `first` are the fields of the first line below the header.
QualityColumns columnsOf(const QualityTable& table, const Fields& first, const std::string& column,
                         const std::string& place) {
    const Fields& header = table.header();
    QualityColumns columns;
    columns.name = nameColumn(header, first);
    std::optional<std::size_t> quality;
    if (column.empty()) {
        quality = columnAt(header, kUsualColumns);
        quality = quality ? quality : onlyNumber(first, columns.name);
    } else if (!header.empty()) {
        quality = columnAt(header, {column});
    } else if (std::size_t number = 0;
               parseWhole(column, number) && number >= 1 && number <= table.columns()) {
        quality = number - 1;  // without a header, a column is given by its number
    }
    if (!quality || *quality == columns.name) {
        const std::string choices = header.empty()
                                        ? "give its number, 2 to " + std::to_string(table.columns())
                                        : "choose one of " + shownColumns(header);
        failData(
            place,
            column.empty() ? "no single column is the quality" : "no column '" + column + "' gives a quality",
            "; ", choices);
    }
    columns.quality = *quality;
    if (!header.empty()) {
        columns.sign = columnAt(header, {header[*quality] + std::string(kScalar)});
    }
    return columns;
}

/// The lines of a file, and the names in them.
struct FileReadings {
    QualityColumns columns;
    std::vector<std::string> images;  ///< each once
    std::vector<Reading> readings;
};

Reading readingOf(const Fields& fields, const QualityColumns& columns, std::size_t columnCount,
                  std::string place) {
    Reading reading;
    reading.place = std::move(place);
    if (fields.size() < columnCount) {
        reading.reason = "its line has " + std::to_string(fields.size()) + " of " +
                         std::to_string(columnCount) + " columns; the tool could not read the photo";
        return reading;
    }
    const std::string& text = fields[columns.quality];
    const auto number = qualityNumber(text);
    if (text.empty()) {
        reading.reason = "its field is empty";
    } else if (number ? !std::isfinite(*number) : saysNoValue(text)) {
        reading.reason = "its value is " + text;
    } else if (!number) {
        reading.garbage = text;
    } else if (columns.sign && qualityNumber(fields[*columns.sign]) == kFailureSign) {
        reading.reason = "its scalar is -1, the sign that it could not be measured";
    } else {
        reading.value = *number;
    }
    return reading;
}

FileReadings readLines(QualityTable& table, const std::string& column, const std::filesystem::path& file) {
    const std::string firstPlace = table.place();
    FileReadings all;
    std::unordered_map<std::string, std::size_t> numbers;
    Fields fields;
    for (bool isFirst = true; table.next(fields); isFirst = false) {
        if (isFirst) {
            all.columns = columnsOf(table, fields, column, firstPlace);
        }
        if (all.columns.name >= fields.size()) {
            continue;
        }
        const auto [known, isNew] = numbers.try_emplace(fields[all.columns.name], all.images.size());
        if (isNew) {
            all.images.push_back(fields[all.columns.name]);
        }
        all.readings.push_back(readingOf(fields, all.columns, table.columns(), table.place()));
        all.readings.back().image = known->second;
    }
    failDataIf(all.readings.empty(), file.string(), "has a header and no lines; is the file complete?");
    return all;
}

/// The number that marks a failure, if one does: -1 where no other is negative, or the 255 of ISO/IEC 29794,
/// whose qualities are whole numbers from 0 to 100.
std::optional<double> failureSign(const std::vector<Reading>& readings) {
    const auto every = [&](const auto& test) {
        return std::all_of(readings.begin(), readings.end(), [&](const Reading& reading) {
            return std::isnan(reading.value) || test(reading.value);
        });
    };
    if (std::ranges::find(readings, kFailureSign, &Reading::value) != readings.end()) {
        return every([](double value) { return value >= 0 || value == kFailureSign; })
                   ? std::optional(kFailureSign)
                   : std::nullopt;
    }
    const bool isIso = every([](double value) {
        return (value >= 0 && value <= kIsoHighest && value == std::floor(value)) || value == kIsoFailureSign;
    });
    return isIso ? std::optional(kIsoFailureSign) : std::nullopt;
}

/// Takes the readings of the set's images one after the other.
class Collector {
  public:
    Collector(std::size_t rows, const std::string& column, std::optional<double> sign)
        : column_(column),
          sign_(sign),
          quality_{std::vector<double>(rows, kNone), {}, {}, {}},
          placeOf_(rows) {}

    void take(std::uint32_t row, const Reading& reading, const std::string& image) {
        if (!reading.garbage.empty()) {
            failData(reading.place, "the ", column_, " of '", image, "' is '", quotable(reading.garbage),
                     "'; a number with a point is needed");
        }
        const bool failed = reading.value == sign_;
        if (failed || std::isnan(reading.value)) {
            quality_.missing[row] =
                failed ? "it is " + formatNumber(reading.value) + ", the sign that it could not be measured"
                       : reading.reason;
            failures_ += failed ? 1 : 0;
            return;
        }
        double& value = quality_.values[row];
        if (!std::isnan(value) && value != reading.value) {
            failData(reading.place, "the ", column_, " of '", image, "' is ", formatNumber(reading.value),
                     ", and ", formatNumber(value), " at ", placeOf_[row],
                     "; remove the one that is not meant");
        }
        repeated_ += std::isnan(value) ? 0 : 1;
        value = reading.value;
        placeOf_[row] = reading.place;
    }

    QualityReadings finish() {
        for (std::uint32_t row = 0; row < quality_.values.size(); ++row) {
            if (std::isnan(quality_.values[row])) {
                quality_.missing.try_emplace(row, "it is not in the file");
            } else {
                quality_.missing.erase(row);  // another line has a number
            }
        }
        if (repeated_ > 0) {
            quality_.notes.push_back(formatCount(repeated_) +
                                     " lines repeat an image with an equal number; it counts once");
        }
        if (failures_ > 0) {
            quality_.notes.push_back(formatCount(failures_) +
                                     (failures_ == 1 ? " value of " : " values of ") + formatNumber(*sign_) +
                                     (failures_ == 1 ? " is" : " are") +
                                     " read as \"could not be measured\", not as a quality");
        }
        return std::move(quality_);
    }

  private:
    std::string column_;
    std::optional<double> sign_;  ///< that marks a failure
    QualityReadings quality_;
    std::vector<std::string> placeOf_;
    std::size_t repeated_ = 0;
    std::size_t failures_ = 0;
};

/// Between blanks, "a.png b.png 0.5" looks like a name with a blank and its quality.
bool namesTwoImages(std::string_view name) {
    std::vector<std::string_view> words;
    splitFields(name, ' ', words);
    return words.size() > 1 && std::all_of(words.begin(), words.end(), hasImageType);
}

}  // namespace

QualityReadings readQuality(const std::filesystem::path& file, const EmbeddingSet& set,
                            const std::string& column) {
    QualityTable table(file);
    const FileReadings all = readLines(table, column, file);
    const ImageNames names(set.names);
    NameMatchOptions matching;
    matching.sharesRows = true;
    matching.place = [&](std::size_t image) {
        return std::ranges::find(all.readings, image, &Reading::image)->place;
    };
    NameMatches matches = matchNames(names, all.images, matching);
    const std::string columnName = table.header().empty() ? "quality" : table.header()[all.columns.quality];
    Collector collector(set.names.size(), columnName, failureSign(all.readings));
    for (const Reading& reading : all.readings) {
        if (const auto row = matches.rows[reading.image]) {
            collector.take(*row, reading, all.images[reading.image]);
        }
    }
    QualityReadings quality = collector.finish();
    if (quality.missing.size() == set.names.size()) {
        failData(file.string(), "gives no quality for any of the embeddings: ",
                 matches.found == 0 ? missingText(names, all.images, "embeddings") +
                                          "; give the file that was measured on these images"
                                    : set.names.front() + ": " + quality.missing.at(0));
    }
    if (!table.header().empty()) {
        quality.column = columnName;
        if (column.empty() && table.columns() > 2) {
            quality.notes.push_back("of its " + std::to_string(table.columns()) + " columns, '" + columnName +
                                    "' is the quality; another one is given as FILE:COLUMN");
        }
    }
    quality.notes.insert(quality.notes.end(), matches.notes.begin(), matches.notes.end());
    return quality;
}

std::optional<QualityOutline> qualityOutline(const std::filesystem::path& file) {
    QualityTable table(file);
    const Fields& header = table.header();
    Fields fields;
    if (!table.next(fields) || namesBothImages({header.begin(), header.end()})) {
        return std::nullopt;
    }
    const std::size_t names = nameColumn(header, fields);
    auto quality = columnAt(header, kUsualColumns);
    QualityOutline outline;
    outline.isSure = quality.has_value();
    if (!quality && (header.empty() ? fields.size() == 2 : columnOfNames({header.begin(), header.end()}))) {
        quality = onlyNumber(fields, names);
    }
    if (!quality || names >= fields.size() || qualityNumber(fields[names]) || namesTwoImages(fields[names])) {
        return std::nullopt;
    }
    if (!outline.isSure) {
        const double number = qualityNumber(fields[*quality]).value_or(0);
        const std::string called = header.empty() ? "" : lowerCase(header[*quality]);
        outline.isSure = (std::isfinite(number) && number != std::floor(number)) ||
                         called.find("quality") != std::string::npos ||
                         called.find("score") != std::string::npos;
    }
    outline.column = header.empty() ? "" : header[*quality];
    std::unordered_set<std::string> images;
    do {
        if (names < fields.size()) {
            images.insert(fields[names]);
        }
    } while (table.next(fields));
    outline.images = images.size();
    return outline;
}

}  // namespace pf
