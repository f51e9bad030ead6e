#include <array>
#include <cstdio>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/eval/line_reader.h"
#include "core/eval/pair_list.h"
#include "core/eval/table_reader.h"

namespace pf {
namespace {

using Fields = TableReader::Fields;

constexpr std::size_t kColumns = 5;
constexpr std::array<std::string_view, kColumns> kColumnNames = {"a", "b", "same", "subject_a", "subject_b"};
enum Column : std::size_t { kA, kB, kSame, kSubjectA, kSubjectB };

/// What LFW's header promises.
struct LfwHeader {
    std::size_t folds = 1;
    std::size_t pairsOfAKind = 0;  ///< in a fold: so many genuine and so many impostor pairs
};

std::optional<LfwHeader> lfwHeader(std::string_view line) {
    Fields fields;
    splitFields(line, ' ', fields);
    LfwHeader header;
    if (fields.empty() || fields.size() > 2 || !parseWhole(fields.back(), header.pairsOfAKind) ||
        !parseWhole(fields.front(), fields.size() == 2 ? header.folds : header.pairsOfAKind)) {
        return std::nullopt;
    }
    return header;
}

void addPair(NamedPairs& pairs, std::string a, std::string b, bool same, const std::string& place) {
    if (a.empty() || b.empty()) {
        throw Error(ErrorCode::Data, "an image has no name; give both of the pair", place);
    }
    if (a == b) {
        throw Error(ErrorCode::Data, "image '" + a + "' is paired with itself; that tells nothing", place);
    }
    pairs.a.push_back(std::move(a));
    pairs.b.push_back(std::move(b));
    pairs.same.push_back(same ? 1 : 0);
}

void addSubjectsOfPair(NamedPairs& pairs, std::string_view subjectA, std::string_view subjectB,
                       const std::string& place) {
    if (subjectA.empty() || subjectB.empty()) {
        throw Error(ErrorCode::Data,
                    "a subject has no name; give both of every pair, or leave the columns out", place);
    }
    if ((subjectA == subjectB) != (pairs.same.back() != 0)) {
        throw Error(ErrorCode::Data,
                    "the pair is marked as " +
                        std::string(pairs.same.back() != 0 ? "the same person" : "two persons") +
                        " and its subjects are '" + std::string(subjectA) + "' and '" +
                        std::string(subjectB) + "'; correct one of them",
                    place);
    }
    pairs.subjectA.emplace_back(subjectA);
    pairs.subjectB.emplace_back(subjectB);
}

std::string lfwImage(std::string_view name, std::string_view number, const std::string& place) {
    unsigned value = 0;
    if (!parseWhole(number, value) || value == 0) {
        throw Error(ErrorCode::Data,
                    "'" + std::string(number) +
                        "' is no image's number (from 1); a line reads 'name i j' or 'name1 i name2 j'",
                    place);
    }
    std::array<char, 16> digits{};
    std::snprintf(digits.data(), digits.size(), "_%04u.jpg", value);
    return std::string(name) + "/" + std::string(name) + digits.data();
}

void addLfwPair(NamedPairs& pairs, const Fields& fields, const std::string& place) {
    if (fields.size() != 3 && fields.size() != 4) {
        throw Error(ErrorCode::Data,
                    std::to_string(fields.size()) +
                        " columns; a line reads 'name i j' or 'name1 i name2 j', as in LFW's pairs.txt",
                    place);
    }
    const bool same = fields.size() == 3;
    const auto other = same ? fields[0] : fields[2];
    addPair(pairs, lfwImage(fields[0], fields[1], place), lfwImage(other, fields.back(), place), same, place);
    addSubjectsOfPair(pairs, fields[0], other, place);
}

void checkCounts(const NamedPairs& pairs, const LfwHeader& header) {
    std::size_t genuine = 0;
    for (const auto flag : pairs.same) {
        genuine += flag;
    }
    const std::size_t impostor = pairs.size() - genuine;
    // A division, as the product of two numbers from a file may overflow.
    const auto fits = [&](std::size_t count) {
        return header.folds != 0 && count % header.folds == 0 && count / header.folds == header.pairsOfAKind;
    };
    if (!fits(genuine) || !fits(impostor)) {
        throw Error(ErrorCode::Data,
                    "its first line promises " + std::to_string(header.folds) + " x " +
                        std::to_string(header.pairsOfAKind) + " pairs of each kind, and it lists " +
                        std::to_string(genuine) + " genuine and " + std::to_string(impostor) +
                        " impostor pairs; is the file complete?",
                    pairs.source);
    }
}

bool requireFlag(std::string_view text, const std::string& place) {
    const std::string flag = lowerCase(text);
    if (flag != "0" && flag != "1" && flag != "true" && flag != "false") {
        throw Error(
            ErrorCode::Data,
            "`same` is '" + std::string(text) + "'; it is 1 or true for the same person, else 0 or false",
            place);
    }
    return flag == "1" || flag == "true";
}

/// Where each column stands in a table, and whether its first line says so.
struct PairColumns {
    bool hasHeader = false;
    std::array<std::optional<std::size_t>, kColumns> at;
};

PairColumns pairColumns(const Fields& first, const std::string& place) {
    PairColumns columns;
    columns.hasHeader = columnNamed(first, {kColumnNames[kSame]}).has_value();
    for (std::size_t i = 0; i < kColumns; ++i) {
        columns.at[i] = columnNamed(first, {kColumnNames[i]});
        if (!columns.hasHeader) {
            columns.at[i] = i < first.size() ? std::optional(i) : std::nullopt;
        }
    }
    std::size_t found = 0;
    for (const auto& at : columns.at) {
        found += at ? 1 : 0;
    }
    const bool complete = columns.at[kA] && columns.at[kB] && columns.at[kSame] &&
                          columns.at[kSubjectA].has_value() == columns.at[kSubjectB].has_value();
    if (!complete || found != first.size()) {
        throw Error(ErrorCode::Data,
                    "its columns are " + quotedList(first) +
                        "; a pair list has a, b, same and, if it says who is who, subject_a and subject_b",
                    place);
    }
    return columns;
}

void readTable(NamedPairs& pairs, const std::filesystem::path& file) {
    TableReader table(file);
    Fields fields;
    if (!table.next(fields)) {
        return;
    }
    const PairColumns columns = pairColumns(fields, table.place());
    const auto field = [&](Column column) { return fields[*columns.at[column]]; };
    bool more = columns.hasHeader ? table.next(fields) : true;
    for (; more; more = table.next(fields)) {
        const std::string place = table.place();
        addPair(pairs, std::string(field(kA)), std::string(field(kB)), requireFlag(field(kSame), place),
                place);
        if (columns.at[kSubjectA]) {
            addSubjectsOfPair(pairs, field(kSubjectA), field(kSubjectB), place);
        }
    }
}

}  // namespace

NamedPairs readPairList(const std::filesystem::path& file) {
    NamedPairs pairs;
    pairs.source = file.string();
    LineReader lines(file);
    std::string_view line;
    const auto header = lines.next(line) ? lfwHeader(line) : std::nullopt;
    if (header) {
        Fields fields;
        while (lines.next(line)) {
            splitFields(line, ' ', fields);
            addLfwPair(pairs, fields, lines.place());
        }
        checkCounts(pairs, *header);
    } else {
        readTable(pairs, file);
    }
    if (pairs.size() == 0) {
        throw Error(ErrorCode::Data, "lists no pairs; is the file complete?", file.string());
    }
    return pairs;
}

}  // namespace pf
