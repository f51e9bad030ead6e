#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/eval/embedding_layout.h"
#include "core/eval/embedding_readers.h"
#include "core/eval/line_reader.h"
#include "core/eval/table_reader.h"

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
    if (columnNamed(header, {"name", "file", "filename"}) != std::size_t{0} || set.embeddingSize == 0 ||
        !fits || sigmaColumn + set.sigmaSize != header.size()) {
        throw Error(ErrorCode::Data,
                    "its header is not 'name,mu_0,...,mu_(D-1),sigma_sq' nor ends in "
                    "'sigma_sq_0,...,sigma_sq_(D-1)'; write these columns in this order",
                    place);
    }
}

float requireNumber(std::string_view text, const std::string& column, const std::string& place) {
    double value = 0;
    if (!parseFinite(text, value)) {
        throw Error(ErrorCode::Data, column + " is '" + std::string(text) + "'; a finite number is needed",
                    place);
    }
    return static_cast<float>(value);
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
        for (std::size_t i = 1; i < fields.size(); ++i) {
            (i <= set.embeddingSize ? set.mu : set.sigmaSq)
                .push_back(requireNumber(fields[i], header[i], table.place()));
        }
    }
    return set;
}

bool isNumber(std::string_view text) {
    double value = 0;
    return parseFinite(text, value);
}

/// "0", "1", "2" ... as data frames name their columns.
bool countsUp(const Fields& fields, std::size_t first) {
    return fields.size() > first + 1 && numberedColumns(fields, first, "") == fields.size() - first;
}

/// A file with `path v1 ... vW` on a line, in front of which a header may stand, or the numbers alone. The
/// numbers are counted from the end, as a path may hold the separator.
class PlainLines {
  public:
    explicit PlainLines(const std::filesystem::path& file) : file_(file), lines_(file) {}

    EmbeddingSet read(const EmbeddingReadOptions& options) {
        std::string_view line;
        Fields fields;
        while (lines_.next(line)) {
            if (separator_ == '\0') {
                separator_ = separatorOf(line);
            }
            split(line, fields);
            const bool isHeader = rows_ == 0 && width_ == 0 &&
                                  (!isNumber(fields.back()) || countsUp(fields, 0) || countsUp(fields, 1));
            if (!isHeader) {
                add(line, fields);
            }
        }
        if (rows_ == 0) {
            throw Error(ErrorCode::Data, "holds no rows of numbers; is the file complete?", file_.string());
        }
        EmbeddingSet set =
            embeddingsFromColumns(NpyArray::fromFloats(values_, {rows_, width_}), options, file_.string());
        set.names = std::move(names_);
        return set;
    }

  private:
    void split(std::string_view line, Fields& fields) const {
        splitFields(line, separator_, fields);
        for (auto& field : fields) {
            field = trimmed(field);
        }
        while (fields.size() > 1 && fields.back().empty()) {
            fields.pop_back();
        }
    }

    void add(std::string_view line, const Fields& fields) {
        if (width_ == 0) {
            const auto isWord = [](std::string_view field) { return !isNumber(field); };
            const auto last = std::find_if(fields.rbegin(), fields.rend(), isWord);
            width_ = static_cast<std::size_t>(last - fields.rbegin());
            hasNames_ = width_ < fields.size();
        }
        if (fields.size() < width_ + (hasNames_ ? 1 : 0) || (!hasNames_ && fields.size() > width_)) {
            throw Error(ErrorCode::Data,
                        std::to_string(fields.size()) + " columns instead of " +
                            std::to_string(width_ + (hasNames_ ? 1 : 0)) +
                            " as in the first line; is the line complete?",
                        lines_.place());
        }
        const std::size_t first = fields.size() - width_;
        for (std::size_t i = first; i < fields.size(); ++i) {
            values_.push_back(requireNumber(fields[i], "column " + std::to_string(i + 1), lines_.place()));
        }
        if (hasNames_) {
            const auto end =
                static_cast<std::size_t>(fields[first - 1].data() + fields[first - 1].size() - line.data());
            names_.emplace_back(withoutQuotes(trimmed(line.substr(0, end))));
        }
        ++rows_;
    }

    static std::string_view withoutQuotes(std::string_view text) {
        const bool isQuoted = text.size() > 1 && text.front() == '"' && text.back() == '"';
        return isQuoted ? text.substr(1, text.size() - 2) : text;
    }

    std::filesystem::path file_;
    LineReader lines_;
    char separator_ = '\0';
    std::size_t width_ = 0;
    std::size_t rows_ = 0;
    bool hasNames_ = false;
    std::vector<float> values_;
    std::vector<std::string> names_;
};

}  // namespace

EmbeddingSet readTableOfEmbeddings(const std::filesystem::path& file, const EmbeddingReadOptions& options) {
    TableReader table(file);
    Fields first;
    if (!table.next(first)) {
        throw Error(ErrorCode::Data, "has no header; is the file complete?", file.string());
    }
    const auto isOurs = [](std::string_view field) {
        return field.starts_with("mu_") || field.starts_with("sigma_sq");
    };
    if (std::any_of(first.begin(), first.end(), isOurs)) {
        return readNamedColumns(file);
    }
    if (first.size() < 3) {
        throw Error(ErrorCode::Data,
                    "holds no embeddings: a line has a name and the numbers of mu, or the header "
                    "'name,mu_0,...,sigma_sq' stands in front",
                    table.place());
    }
    return PlainLines(file).read(options);
}

}  // namespace pf
