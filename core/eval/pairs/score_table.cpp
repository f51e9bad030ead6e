#include "core/eval/pairs/score_table.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/error.h"
#include "core/base/table_reader.h"
#include "core/eval/pairs/score_set.h"
#include "core/eval/tables/pair_list_form.h"

namespace pf {
namespace {

using Fields = TableReader::Fields;
using Column = std::optional<std::size_t>;

constexpr const char* kNeeded =
    "a table of scores needs the columns score and same (1 for one person, else 0), and for EDC and ERC risk";

struct ScoreColumns {
    Column score;
    Column same;
    bool isOpposite = false;
    Column risk;
    std::array<Column, 2> subjects;
};

/// What a table's lines hold.
class ScoreLines {
  public:
    void add(const Fields& fields, const ScoreColumns& columns, const std::string& place) {
        score_.push_back(number(fields[*columns.score], "score", place));
        const auto flag = pairFlag(fields[*columns.same]);
        if (!flag) {
            throw Error(
                ErrorCode::Data,
                "same is '" + quotable(fields[*columns.same]) + "'; it is 1 for one person, else 0 or -1",
                place);
        }
        same_.push_back(columns.isOpposite ? (*flag == 1 ? 0 : 1) : *flag);
        if (columns.risk) {
            risk_.push_back(number(fields[*columns.risk], "risk", place));
        }
        for (std::size_t i = 0; i < subjects_.size() && columns.subjects[i]; ++i) {
            const std::string name(fields[*columns.subjects[i]]);
            subjects_[i].push_back(
                names_.try_emplace(name, static_cast<std::int64_t>(names_.size())).first->second);
        }
    }

    NpzArrays arrays(const ScoreColumns& columns) const {
        NpzArrays arrays = {{"score", NpyArray::fromDoubles(score_, {score_.size()})},
                            {"same", NpyArray::fromDoubles(same_, {same_.size()})}};
        if (columns.risk) {
            arrays["risk"] = NpyArray::fromDoubles(risk_, {risk_.size()});
        }
        if (columns.subjects[0] && columns.subjects[1]) {
            arrays["subject_a"] = NpyArray::fromIntegers(subjects_[0], {subjects_[0].size()});
            arrays["subject_b"] = NpyArray::fromIntegers(subjects_[1], {subjects_[1].size()});
        }
        return arrays;
    }

  private:
    static double number(std::string_view text, const char* column, const std::string& place) {
        double value = 0;
        if (!parseFinite(text, value)) {
            throw Error(ErrorCode::Data,
                        std::string(column) + " is '" + quotable(text) + "'; a finite number is needed",
                        place);
        }
        return value;
    }

    std::vector<double> score_;
    std::vector<double> same_;
    std::vector<double> risk_;
    std::array<std::vector<std::int64_t>, 2> subjects_;
    std::unordered_map<std::string, std::int64_t> names_;
};

ScoreColumns namedColumns(const Fields& header) {
    ScoreColumns columns;
    columns.score = columnNamed(header, scoreColumnNames());
    const FlagColumn flag = flagColumn(header);
    columns.same = flag.column;
    columns.isOpposite = flag.isOpposite;
    columns.risk = columnNamed(header, {"risk"});
    columns.subjects = {columnNamed(header, {"subject_a"}), columnNamed(header, {"subject_b"})};
    return columns;
}

/// Of two columns without a header.
ScoreColumns shownColumns(const std::filesystem::path& file) {
    TableReader table(file);
    Fields fields;
    std::array<bool, 2> isFlag = {true, true};
    while (table.next(fields)) {
        for (std::size_t i = 0; i < isFlag.size(); ++i) {
            isFlag[i] = isFlag[i] && pairFlag(fields.at(i));
        }
    }
    ScoreColumns columns;
    if (isFlag[0] != isFlag[1]) {
        columns.same = isFlag[0] ? 0 : 1;
        columns.score = isFlag[0] ? 1 : 0;
    }
    return columns;
}

}  // namespace

NpzArrays readScoreTable(const std::filesystem::path& file) {
    TableReader table(file);
    Fields fields;
    if (!table.next(fields)) {
        throw Error(ErrorCode::Data, std::string("is empty; ") + kNeeded, file.string());
    }
    const auto isNumber = [](std::string_view field) {
        double value = 0;
        return parseFinite(field, value);
    };
    const bool hasHeader = std::none_of(fields.begin(), fields.end(), isNumber);
    const ScoreColumns columns = hasHeader            ? namedColumns(fields)
                                 : fields.size() == 2 ? shownColumns(file)
                                                      : ScoreColumns{};
    if (!columns.score || !columns.same) {
        throw Error(ErrorCode::Data, "its columns are " + quotedList(fields) + "; " + kNeeded, table.place());
    }
    ScoreLines lines;
    bool more = hasHeader ? table.next(fields) : true;
    for (; more; more = table.next(fields)) {
        lines.add(fields, columns, table.place());
    }
    return lines.arrays(columns);
}

}  // namespace pf
