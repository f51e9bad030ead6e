#include "core/eval/quality_file.h"

#include <cstddef>
#include <string_view>

#include "core/base/error.h"
#include "core/eval/image_names.h"
#include "core/eval/table_reader.h"

namespace pf {
namespace {

using Fields = TableReader::Fields;

struct QualityColumns {
    std::size_t name = 0;
    std::size_t quality = 0;
};

/// The columns that can be the quality: one when there is no doubt.
std::vector<std::size_t> candidates(const Fields& header, const Fields& first, const std::string& column,
                                    std::size_t nameColumn) {
    std::vector<std::size_t> found;
    const auto named = columnNamed(header, column.empty() ? std::vector<std::string_view>{"quality", "score"}
                                                          : std::vector<std::string_view>{column});
    if (named && *named != nameColumn) {
        found.push_back(*named);
    }
    double value = 0;
    for (std::size_t i = 0; column.empty() && !named && i < first.size(); ++i) {
        if (i != nameColumn && parseFinite(first[i], value)) {
            found.push_back(i);
        }
    }
    return found;
}

/// `names` are the header's, `first` the fields of the line below it.
QualityColumns qualityColumns(const std::vector<std::string>& names, const Fields& first,
                              const std::string& column, const std::string& place) {
    const Fields header(names.begin(), names.end());
    const std::size_t nameColumn = columnNamed(header, {"name", "file", "filename"}).value_or(0);
    const auto found = candidates(header, first, column, nameColumn);
    if (found.size() != 1) {
        throw Error(ErrorCode::Data,
                    (column.empty() ? "no single column is the quality"
                                    : "no column '" + column + "' gives a quality") +
                        "; choose one of " + quotedList(header),
                    place);
    }
    return {nameColumn, found.front()};
}

}  // namespace

std::vector<double> readQuality(const std::filesystem::path& file, const EmbeddingSet& set,
                                const std::string& column) {
    TableReader table(file);
    Fields fields;
    if (!table.next(fields)) {
        throw Error(ErrorCode::Data, "is empty; a table with a header is needed", file.string());
    }
    const std::vector<std::string> header(fields.begin(), fields.end());
    const std::string headerPlace = table.place();
    if (!table.next(fields)) {
        throw Error(ErrorCode::Data, "has a header and no lines; is the file complete?", file.string());
    }
    const QualityColumns columns = qualityColumns(header, fields, column, headerPlace);

    const ImageNames names(set.names);
    std::vector<double> quality(set.names.size());
    std::vector<bool> isKnown(set.names.size());
    do {
        const auto image = fields[columns.name];
        const auto row = names.find(image, table.place());
        if (!row) {
            continue;
        }
        if (isKnown[*row]) {
            throw Error(ErrorCode::Data,
                        "image '" + std::string(image) + "' fits the embedding '" + set.names[*row] +
                            "', which has a quality from further up; list every image once",
                        table.place());
        }
        if (!parseFinite(fields[columns.quality], quality[*row])) {
            throw Error(ErrorCode::Data,
                        "the " + header[columns.quality] + " of '" + std::string(image) + "' is '" +
                            std::string(fields[columns.quality]) + "'; a finite number is needed",
                        table.place());
        }
        isKnown[*row] = true;
    } while (table.next(fields));

    std::vector<std::string> missing;
    for (std::size_t row = 0; row < isKnown.size(); ++row) {
        if (!isKnown[row]) {
            missing.push_back(set.names[row]);
        }
    }
    if (!missing.empty()) {
        throw Error(ErrorCode::Data,
                    "gives no quality for " + std::to_string(missing.size()) + " of the " +
                        std::to_string(set.names.size()) + " embeddings: " + firstNames(missing) +
                        "; measure them too",
                    file.string());
    }
    return quality;
}

}  // namespace pf
