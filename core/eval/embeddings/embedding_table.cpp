#include "core/eval/embeddings/embedding_table.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/base/numbers.h"
#include "core/base/table_reader.h"
#include "core/base/text.h"
#include "core/eval/embeddings/embedding_layout.h"
#include "core/eval/tables/pair_list_form.h"

namespace pf {
namespace {

using Fields = TableReader::Fields;

/// How many columns from `first` on are called PREFIX0, PREFIX1, ...
std::size_t numberedColumns(const Fields& header, std::size_t first, const std::string& prefix) {
    std::size_t count = 0;
    while (first + count < header.size() && header[first + count] == prefix + std::to_string(count)) {
        ++count;
    }
    return count;
}

void setSizes(EmbeddingSet& set, const Fields& header, const std::string& place) {
    set.embeddingSize = numberedColumns(header, 1, "mu_");
    const std::size_t sigmaColumn = 1 + set.embeddingSize;
    const bool isScalar = sigmaColumn + 1 == header.size() && header.back() == "sigma_sq";
    set.sigmaSize = isScalar ? 1 : numberedColumns(header, sigmaColumn, "sigma_sq_");
    const bool fits = set.sigmaSize <= 1 || set.sigmaSize == set.embeddingSize;
    failDataIf(columnNamed(header, {"name", "file", "filename"}) != std::size_t{0} ||
                   set.embeddingSize == 0 || !fits || sigmaColumn + set.sigmaSize != header.size(),
               place,
               "its header is not 'name,mu_0,...,mu_(D-1),sigma_sq' nor ends in "
               "'sigma_sq_0,...,sigma_sq_(D-1)'; write these columns in this order");
}

/// NaN where the field says that there is no number, as for an image without a face.
float numberOrNone(std::string_view text, const std::string& column, const std::string& place) {
    if (const auto number = readNumber(text)) {
        return static_cast<float>(*number);
    }
    return static_cast<float>(saysNoValue(text) ? std::numeric_limits<double>::quiet_NaN()
                                                : requireNumber(text, column, place));
}

/// A table whose header says which columns are mu and sigma².
EmbeddingSet readNamedColumns(const std::filesystem::path& file) {
    TableReader table(file);
    Fields fields;
    EmbeddingSet set;
    table.next(fields);
    setSizes(set, fields, table.place());
    const std::vector<std::string> header(fields.begin(), fields.end());
    while (table.next(fields)) {
        set.names.emplace_back(fields[0]);
        bool hasMu = true;
        for (std::size_t i = 1; i < fields.size(); ++i) {
            const bool isMu = i <= set.embeddingSize;
            const bool mayLack = isMu || !hasMu;
            (isMu ? set.mu : set.sigmaSq)
                .push_back(mayLack ? numberOrNone(fields[i], header[i], table.place())
                                   : static_cast<float>(requireNumber(fields[i], header[i], table.place())));
            hasMu = hasMu && (!isMu || std::isfinite(set.mu.back()));
        }
    }
    return set;
}

std::string_view withoutQuotes(std::string_view text) {
    const bool isQuoted = text.size() > 1 && text.front() == '"' && text.back() == '"';
    return isQuoted ? text.substr(1, text.size() - 2) : text;
}

[[noreturn]] void failNoNumbers(const Fields& fields, const std::string& place) {
    const bool isBracketed = std::any_of(fields.begin(), fields.end(), [](std::string_view field) {
        return field.find('[') != std::string_view::npos;
    });
    failData(place, isBracketed ? "its numbers stand in brackets; write each in a column of its own"
                                : "holds no embeddings: a line has a name and the numbers of mu, or the "
                                  "header 'name,mu_0,...,sigma_sq' stands in front");
}

/// Which columns of a table hold the names, and which the numbers of mu and sigma².
struct PlainColumns {
    std::size_t count = 0;
    std::optional<std::size_t> name;
    std::size_t first = 0;  ///< of the numbers
    std::size_t width = 0;

    bool isNumber(std::size_t column) const { return column >= first && column < first + width; }
};

/// The number behind a column's name, and the name in front of it.
std::pair<std::string_view, std::optional<std::size_t>> numberedName(std::string_view name) {
    const std::size_t letters = name.find_last_not_of("0123456789") + 1;  // 0 where all are digits
    std::size_t number = 0;
    return parseWhole(name.substr(letters), number)
               ? std::pair(name.substr(0, letters), std::optional(number))
               : std::pair(name, std::optional<std::size_t>());
}

/// The longest run of columns that count up from 0 or 1, as "f0", "f1" ... do; without a width when there is
/// none.
PlainColumns countedColumns(const Fields& header) {
    PlainColumns columns;
    columns.count = header.size();
    for (std::size_t first = 0; first < header.size(); ++first) {
        const auto [prefix, start] = numberedName(header[first]);
        if (!start || *start > 1) {
            continue;
        }
        std::size_t width = 1;
        while (first + width < header.size() &&
               numberedName(header[first + width]) == std::pair(prefix, std::optional(*start + width))) {
            ++width;
        }
        if (width > 1 && width > columns.width) {
            columns.first = first;
            columns.width = width;
        }
    }
    return columns;
}

/// "160 64": rows and columns, as word2vec's format begins.
bool isCounts(const Fields& fields) {
    std::size_t number = 0;
    return fields.size() == 2 && parseWhole(fields[0], number) && parseWhole(fields[1], number);
}

/// A table of numbers beside names, in front of which a header may stand. With numbered columns in the
/// header ("f0", "V1", "0"), these are read and no other. A name may hold the separator.
class PlainLines {
  public:
    explicit PlainLines(const std::filesystem::path& file) : file_(file), lines_(file) {}

    EmbeddingSet read(const EmbeddingReadOptions& options) {
        std::string_view line;
        Fields fields;
        while (lines_.next(line)) {
            if (separator_ == '\0') {
                separator_ = separatorOf(line);
                if (takeHeader(line)) {
                    continue;
                }
            }
            split(line, fields);
            if (columns_.width == 0 || rows_ == 0) {
                settleColumns(fields);
            }
            add(fields);
        }
        failDataIf(rows_ == 0, file_.string(), "holds no rows of numbers; is the file complete?");
        EmbeddingSet set = embeddingsFromColumns(NpyArray::fromFloats(values_, {rows_, columns_.width}),
                                                 options, file_.string());
        set.names = std::move(names_);
        set.notes.insert(set.notes.end(), notes_.begin(), notes_.end());
        return set;
    }

  private:
    void split(std::string_view line, Fields& fields) const {
        splitFields(line, separator_, fields);
        for (auto& field : fields) {
            field = trimmed(field);
        }
        while (fields.size() > 1 && fields.size() > columns_.count && fields.back().empty()) {
            fields.pop_back();
        }
    }

    bool takeHeader(std::string_view line) {
        Fields fields;
        split(line, fields);
        std::transform(fields.begin(), fields.end(), fields.begin(), withoutQuotes);
        PlainColumns columns = countedColumns(fields);
        if (isCounts(fields)) {
            return true;
        }
        for (std::size_t i = 0; i < fields.size(); ++i) {
            // Numbers that count up among others are a row.
            if (!columns.isNumber(i) && isNumber(fields[i])) {
                return false;
            }
        }
        header_.assign(fields.begin(), fields.end());
        columns_ = columns;
        return true;
    }

    /// What the header leaves open, by the first line below it.
    void settleColumns(const Fields& first) {
        const Fields header(header_.begin(), header_.end());
        if (columns_.width > 0) {
            columns_.name = columnOfNames(header);
            if (columns_.name && columns_.isNumber(*columns_.name)) {
                columns_.name = std::nullopt;
            }
            for (std::size_t i = 0; i < columns_.count && !columns_.name && i < first.size(); ++i) {
                if (!columns_.isNumber(i) && !isNumber(first[i])) {
                    columns_.name = i;
                }
            }
            noteUnread(header);
            return;
        }
        // Without a header the numbers are counted from the end, or from the front where the name is last.
        const auto isWord = [](std::string_view field) { return !isNumber(field) && !saysNoValue(field); };
        const auto last = std::find_if(first.rbegin(), first.rend(), isWord);
        columns_.width = static_cast<std::size_t>(last - first.rbegin());
        columns_.first = columns_.width < first.size() ? 1 : 0;
        columns_.name = columns_.first == 1 ? std::optional<std::size_t>(0) : std::nullopt;
        if (columns_.width == 0) {
            columns_.width =
                static_cast<std::size_t>(std::find_if(first.begin(), first.end(), isWord) - first.begin());
            columns_.first = 0;
            columns_.name = columns_.width;
        }
        columns_.count = columns_.width + (columns_.name ? 1 : 0);
        if (columns_.width == 0) {
            failNoNumbers(first, lines_.place());
        }
    }

    void noteUnread(const Fields& header) {
        Fields unread;
        for (std::size_t i = 0; i < header.size(); ++i) {
            if (i != columns_.name && !columns_.isNumber(i) && !header[i].empty()) {
                unread.push_back(header[i]);
            }
        }
        if (!unread.empty()) {
            notes_.push_back("mu is read from its columns '" + header_[columns_.first] + "' to '" +
                             header_[columns_.first + columns_.width - 1] + "', and not from " +
                             quotedList(unread));
        }
    }

    void add(const Fields& fields) {
        const bool isCut = fields.size() < columns_.count;
        // A tool that found no face may write the name alone.
        const bool isNameAlone = isCut && columns_.name && fields.size() == *columns_.name + 1;
        const bool addsName = !columns_.name && !header_.empty() && columns_.count == columns_.width;
        const std::size_t extra = isCut ? 0 : fields.size() - columns_.count;
        if ((isCut && !isNameAlone) || (extra > 0 && !columns_.name && !addsName)) {
            failData(lines_.place(), fields.size(), " columns instead of ", columns_.count,
                     " as in the first line; is the line complete?");
        }
        // More fields than columns belong to the name, or are one of R, which gives it no header.
        const std::size_t name = columns_.name.value_or(0);
        const std::size_t first =
            columns_.first + (addsName || (columns_.name && name < columns_.first) ? extra : 0);
        for (std::size_t i = first; i < first + columns_.width; ++i) {
            values_.push_back(
                isNameAlone ? std::numeric_limits<float>::quiet_NaN()
                            : numberOrNone(fields[i], "column " + std::to_string(i + 1), lines_.place()));
        }
        if (columns_.name || (addsName && extra > 0)) {
            const std::string_view last = fields[name + extra - (columns_.name ? 0 : 1)];
            const char* begin = fields[name].data();
            names_.emplace_back(
                withoutQuotes({begin, static_cast<std::size_t>(last.data() + last.size() - begin)}));
        }
        ++rows_;
    }

    std::filesystem::path file_;
    LineReader lines_;
    char separator_ = '\0';
    std::vector<std::string> header_;
    PlainColumns columns_;
    std::size_t rows_ = 0;
    std::vector<float> values_;
    std::vector<std::string> names_;
    std::vector<std::string> notes_;
};

}  // namespace

EmbeddingSet readTableOfEmbeddings(const std::filesystem::path& file, const EmbeddingReadOptions& options) {
    TableReader table(file, true);
    Fields first;
    failDataIf(!table.next(first), file.string(), "has no header; is the file complete?");
    const auto isOurs = [](std::string_view field) {
        return field.starts_with("mu_") || field.starts_with("sigma_sq");
    };
    if (std::any_of(first.begin(), first.end(), isOurs)) {
        return readNamedColumns(file);
    }
    std::transform(first.begin(), first.end(), first.begin(), withoutQuotes);
    if (first.size() < 3 && countedColumns(first).width == 0 && !isCounts(first)) {
        const std::string place = table.place();
        table.next(first);
        failNoNumbers(first, place);
    }
    return PlainLines(file).read(options);
}

}  // namespace pf
