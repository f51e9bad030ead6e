#include "core/eval/pairs/pair_list_reader.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/base/table_reader.h"
#include "core/base/text.h"
#include "core/eval/tables/pair_list_form.h"
#include "core/metrics/pair_labels.h"

namespace pf {
namespace {

using Fields = TableReader::Fields;

void addPair(NamedPairs& pairs, std::string a, std::string b, bool same, const std::string& place) {
    failDataIf(a.empty() || b.empty(), place, "an image has no name; give both of the pair");
    failDataIf(a == b, place, "image '", a, "' is paired with itself; that tells nothing");
    pairs.a.push_back(std::move(a));
    pairs.b.push_back(std::move(b));
    pairs.same.push_back(same ? 1 : 0);
}

void addSubjectsOfPair(NamedPairs& pairs, std::string_view subjectA, std::string_view subjectB,
                       const std::string& place) {
    failDataIf(subjectA.empty() || subjectB.empty(), place,
               "a subject has no name; give both of every pair, or leave the columns out");
    failDataIf((subjectA == subjectB) != (pairs.same.back() != 0), place, "the pair is marked as ",
               (pairs.same.back() != 0 ? "the same person" : "two persons"), " and its subjects are '",
               subjectA, "' and '", subjectB, "'; correct one of them");
    pairs.subjectA.emplace_back(subjectA);
    pairs.subjectB.emplace_back(subjectB);
}

std::string lfwImage(const std::string& name, unsigned number) {
    std::array<char, 16> digits{};
    std::snprintf(digits.data(), digits.size(), "_%04u.jpg", number);
    return name + "/" + name + digits.data();
}

void addLfwPair(NamedPairs& pairs, std::string_view line, char separator, const std::string& place) {
    const auto pair = lfwLine(line, separator);
    if (!pair) {
        failData(place, "'", quotable(trimmed(line)),
                 "' is not a pair; a line reads 'name i j' or 'name1 i name2 j', as in LFW's pairs.txt, with "
                 "tabs between where a name holds blanks");
    }
    if (pairs.placeOfZero.empty() && (pair->i == 0 || pair->j == 0)) {
        pairs.placeOfZero = place;
    }
    addPair(pairs, lfwImage(pair->nameA, pair->i), lfwImage(pair->nameB, pair->j), pair->same, place);
    addSubjectsOfPair(pairs, pair->nameA, pair->nameB, place);
}

/// What LFW's first line promises and the list does not hold; said, as lists are cut on purpose too.
void noteOtherCounts(NamedPairs& pairs, const LfwCounts& counts) {
    const auto [genuine, impostor] = countPairs(pairs.same);
    // A division, as the product of two numbers from a file may overflow.
    const auto fits = [&](std::size_t count) {
        return counts.folds != 0 && count % counts.folds == 0 && count / counts.folds == counts.pairsOfAKind;
    };
    if (!fits(genuine) || !fits(impostor)) {
        pairs.notes.push_back("its first line promises " + std::to_string(counts.folds) + " x " +
                              std::to_string(counts.pairsOfAKind) + " pairs of each kind, and it lists " +
                              formatCount(genuine) + " genuine and " + formatCount(impostor) +
                              " impostor pairs; those are what is used, if the file is complete");
    }
}

void readLfw(NamedPairs& pairs, const std::filesystem::path& file, const PairListForm& form) {
    LineReader lines(file);
    std::string_view line;
    std::optional<LfwCounts> counts;
    if (form.hasFirstLine && lines.next(line)) {
        counts = lfwCounts(line);
    }
    while (lines.next(line)) {
        addLfwPair(pairs, line, form.separator, lines.place());
    }
    if (counts) {
        noteOtherCounts(pairs, *counts);
    }
}

/// Reads the flags of a list, in which either 0 or -1 stands for two persons.
class FlagReader {
  public:
    bool read(std::string_view text, const std::string& place) {
        const auto flag = pairFlag(text);
        if (!flag) {
            failData(place, "`same` is '", quotable(text),
                     "'; it is 1 or true for the same person, else 0, -1 or false");
        }
        if (*flag != 1) {
            if (negative_ && *negative_ != *flag) {
                failData(place, "`same` is ", *flag, " here and ", *negative_,
                         " further up; write one of them for two persons");
            }
            negative_ = *flag;
        }
        return *flag == 1;
    }

  private:
    std::optional<int> negative_;
};

void readTable(NamedPairs& pairs, const std::filesystem::path& file, const PairListForm& form) {
    TableReader table(file);
    Fields fields;
    FlagReader flags;
    const auto field = [&](PairColumn column) { return fields[*form.at(column)]; };
    bool more = table.next(fields);
    if (form.isOpposite) {
        pairs.notes.push_back("its column '" + std::string(field(PairColumn::Same)) +
                              "' is read as the opposite of `same`");
    }
    if (!form.unread.empty()) {
        const Fields unread(form.unread.begin(), form.unread.end());
        pairs.notes.push_back((unread.size() == 1 ? "its column " : "its columns ") + quotedList(unread) +
                              (unread.size() == 1 ? " is" : " are") + " not read");
    }
    if (more && form.hasFirstLine) {
        more = table.next(fields);
    }
    for (; more; more = table.next(fields)) {
        const std::string place = table.place();
        const bool flag = flags.read(field(PairColumn::Same), place);
        addPair(pairs, std::string(field(PairColumn::A)), std::string(field(PairColumn::B)),
                flag != form.isOpposite, place);
        if (form.at(PairColumn::SubjectA)) {
            addSubjectsOfPair(pairs, field(PairColumn::SubjectA), field(PairColumn::SubjectB), place);
        }
    }
}

void readTwoLines(NamedPairs& pairs, const std::filesystem::path& file) {
    TableReader table(file);
    Fields fields;
    FlagReader flags;
    while (table.next(fields)) {
        const std::string a(fields.at(0));
        const std::string place = table.place();
        const bool same = flags.read(fields.at(1), place);
        failDataIf(!table.next(fields) || flags.read(fields.at(1), place) != same, place,
                   "the second line of this pair is missing or says something else; two lines with one "
                   "flag are a pair here");
        addPair(pairs, a, std::string(fields.at(0)), same, place);
    }
    pairs.notes.emplace_back("every two of its lines are a pair, as in the lists of CPLFW and CALFW");
}

/// A pair that is listed as both is a mistake; one that is repeated counts more than others, which is said.
void checkRepeats(NamedPairs& pairs) {
    std::unordered_map<std::string_view, std::uint32_t> numbers;
    const auto numberOf = [&](const std::string& name) -> std::uint64_t {
        return numbers.try_emplace(name, static_cast<std::uint32_t>(numbers.size())).first->second;
    };
    std::vector<std::pair<std::uint64_t, std::size_t>> keys;
    keys.reserve(pairs.size());
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        const auto [low, high] = std::minmax({numberOf(pairs.a[pair]), numberOf(pairs.b[pair])});
        keys.emplace_back(low << 32U | high, pair);
    }
    std::sort(keys.begin(), keys.end());
    std::size_t repeats = 0;
    std::size_t first = 0;
    for (std::size_t i = 1; i < keys.size(); ++i) {
        if (keys[i].first != keys[i - 1].first) {
            continue;
        }
        const std::size_t one = keys[i - 1].second;
        const std::size_t other = keys[i].second;
        failDataIf(pairs.same[one] != pairs.same[other], pairs.source, "'", pairs.a[one], "' and '",
                   pairs.b[one], "' are ", pairs.same[one] != 0 ? "one person" : "two persons", " in pair ",
                   one + 1, " and ", pairs.same[one] != 0 ? "two persons" : "one person", " in pair ",
                   other + 1, "; remove the one that is not meant");
        first = repeats++ == 0 ? one : first;
    }
    if (repeats > 0) {
        pairs.notes.push_back(formatCount(repeats) +
                              (repeats == 1 ? " line repeats a pair" : " lines repeat pairs") + ", as '" +
                              pairs.a[first] + "' and '" + pairs.b[first] +
                              "'; each counts as often as it is listed");
    }
}

[[noreturn]] void failNoPairList(const std::filesystem::path& file) {
    TableReader table(file);
    Fields fields;
    failDataIf(!table.next(fields), file.string(), "lists no pairs; is the file complete?");
    const std::string name = lowerCase(file.filename().string());
    unsigned number = 0;
    const bool isOfNumbers = std::all_of(fields.begin(), fields.end(),
                                         [&](std::string_view field) { return parseWhole(field, number); });
    failDataIf(isOfNumbers && (name == "same.txt" || name == "diff.txt"), table.place(),
               "is one of CFP's lists, which pair numbers of Pair_list_F.txt and Pair_list_P.txt; write "
               "both lists of a split as one table a,b,same with the names of the images");
    failData(table.place(), "its columns are ", quotedList(fields),
             "; a pair list has a, b, same and, if it says who is who, subject_a and subject_b, or the "
             "layout of LFW's pairs.txt");
}

}  // namespace

NamedPairs readPairList(const std::filesystem::path& file) {
    const auto form = pairListForm(file);
    if (!form) {
        failNoPairList(file);
    }
    NamedPairs pairs;
    pairs.source = file.string();
    pairs.isLfw = form->layout == PairListLayout::Lfw;
    switch (form->layout) {
        case PairListLayout::Lfw:
            readLfw(pairs, file, *form);
            break;
        case PairListLayout::Table:
            readTable(pairs, file, *form);
            break;
        case PairListLayout::TwoLines:
            readTwoLines(pairs, file);
            break;
        case PairListLayout::Templates:
            failData(file.string(),
                     "pairs the templates of an IJB protocol, not images; evaluate the folder of its lists "
                     "(--ijb)");
    }
    failDataIf(pairs.size() == 0, file.string(), "lists no pairs; is the file complete?");
    checkRepeats(pairs);
    return pairs;
}

}  // namespace pf
