#include "core/eval/pairs/pair_list.h"

#include <string_view>
#include <unordered_map>

#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/base/names/name_matches.h"
#include "core/base/text.h"
#include "core/eval/embeddings/row_names.h"

namespace pf {
namespace {

void takeSubjects(PairIndex& pairs, const NamedPairs& named) {
    std::unordered_map<std::string_view, std::int32_t> numbers;
    const auto numberOf = [&](const std::string& subject) {
        return numbers.try_emplace(subject, static_cast<std::int32_t>(numbers.size())).first->second;
    };
    pairs.subjectA.clear();
    pairs.subjectB.clear();
    for (std::size_t pair = 0; pair < named.size(); ++pair) {
        pairs.subjectA.push_back(numberOf(named.subjectA[pair]));
        pairs.subjectB.push_back(numberOf(named.subjectB[pair]));
    }
}

/// The images of a list, each once.
struct ListedImages {
    std::vector<std::string> names;
    std::vector<std::size_t> firstPair;  ///< in which each occurs first
    std::vector<std::size_t> ofA;        ///< [P] which image each pair's first is
    std::vector<std::size_t> ofB;
};

ListedImages listedImages(const NamedPairs& pairs) {
    ListedImages images;
    std::unordered_map<std::string_view, std::size_t> numbers;
    const auto numberOf = [&](const std::string& name, std::size_t pair) {
        const auto [known, isNew] = numbers.try_emplace(name, images.names.size());
        if (isNew) {
            images.names.push_back(name);
            images.firstPair.push_back(pair);
        }
        return known->second;
    };
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        images.ofA.push_back(numberOf(pairs.a[pair], pair));
        images.ofB.push_back(numberOf(pairs.b[pair], pair));
    }
    return images;
}

/// LFW's images where they carry the number alone: "Ann/1.jpg" for "Ann/Ann_0001.jpg".
std::vector<std::string> numbersOnly(const std::vector<std::string>& names) {
    std::vector<std::string> shortened;
    for (const std::string& name : names) {
        shortened.push_back(name.substr(0, name.find('/') + 1) + name.substr(name.rfind('_') + 1));
    }
    return shortened;
}

/// Takes the numbers of a list that names images so for rows of a set that has no other names; false for any
/// other list.
bool takeAsRows(ListedImages& images, const EmbeddingSet& set) {
    if (!hasMadeUpNames(set)) {
        return false;
    }
    std::vector<std::string> rows;
    const std::string file = set.names.front().substr(0, set.names.front().rfind('#'));
    for (const std::string& image : images.names) {
        std::size_t row = 0;
        if (!parseWhole(image, row)) {
            return false;
        }
        rows.push_back(madeUpName(file, row));
    }
    images.names = std::move(rows);
    return true;
}

NameMatches matchesOf(const NamedPairs& pairs, const ListedImages& images, const ImageNames& names) {
    NameMatchOptions options;
    options.place = [&](std::size_t image) {
        return pairs.source + ", pair " + std::to_string(images.firstPair[image] + 1);
    };
    NameMatches matches = matchNames(names, images.names, options);
    if (matches.found == 0 && pairs.isLfw) {
        matches = matchNames(names, numbersOnly(images.names), options);
    }
    return matches;
}

/// Why an image is not among the embeddings: what was said when it was left out, "" where nothing was.
/// `skippedNames` are those of the lines of `skipped`.
std::string reasonOf(const std::string& image, const std::vector<std::string>& skipped,
                     const ImageNames& skippedNames) {
    const auto rows = skippedNames.fit(image).rows;
    if (rows.size() != 1) {
        return {};
    }
    const std::string& line = skipped[rows.front()];
    const auto colon = line.find(": ");
    return colon == std::string::npos ? "it was left out" : line.substr(colon + 2);
}

/// A list that counts pictures from 0 while the files are counted from 1 would compare other pictures.
void requireZeroNumbers(const NamedPairs& pairs, const ListedImages& images, const NameMatches& matches) {
    if (pairs.placeOfZero.empty()) {
        return;
    }
    std::string first;
    for (std::size_t i = 0; i < images.names.size(); ++i) {
        if (images.names[i].find("_0000.") == std::string::npos) {
            continue;
        }
        if (matches.rows[i]) {
            return;
        }
        first = first.empty() ? images.names[i] : first;
    }
    failData(pairs.placeOfZero, "pictures are counted from 0 here and there is no '", first,
             "' nor any other picture 0; count from 1, as LFW does, or give the files these numbers");
}

void requireTwoImages(const NamedPairs& named, const PairIndex& pairs) {
    for (std::size_t pair = 0; pair < named.size(); ++pair) {
        failDataIf(pairs.a[pair] == pairs.b[pair], named.source, "pair ", pair + 1, " is '", named.a[pair],
                   "' and '", named.b[pair], "', which are one image; that tells nothing");
    }
}

}  // namespace

ResolvedPairs resolvePairs(const NamedPairs& named, const EmbeddingSet& set, const ResolveOptions& options) {
    constexpr std::uint32_t kMissing = static_cast<std::uint32_t>(-1);
    const ImageNames names(set.names);
    ListedImages images = listedImages(named);
    const bool countsRows = takeAsRows(images, set);
    NameMatches matches = matchesOf(named, images, names);
    if (countsRows) {
        matches.notes.emplace_back("the embeddings have no names; the list's numbers are their rows, from 0");
    }
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < images.names.size(); ++i) {
        if (!matches.rows[i]) {
            missing.push_back(images.names[i]);
        }
    }
    std::vector<std::string> skipped;
    for (const std::string& line : set.skipped) {
        skipped.push_back(line.substr(0, line.find(": ")));
    }
    const ImageNames skippedNames(skipped);
    if (!missing.empty() && (options.strict || matches.found == 0)) {
        const std::string why = reasonOf(missing.front(), set.skipped, skippedNames);
        failData(named.source, missingText(names, missing, "embeddings"),
                 !why.empty()           ? "; " + missing.front() + ": " + why
                 : !hasMadeUpNames(set) ? "; embed them, or give the list that belongs to these embeddings"
                 : countsRows           ? ""
                                        : "; the embeddings have no names: give them by a list (--names)");
    }
    requireZeroNumbers(named, images, matches);

    ResolvedPairs resolved{{}, named.notes};
    resolved.notes.insert(resolved.notes.end(), matches.notes.begin(), matches.notes.end());
    PairIndex& pairs = resolved.pairs;
    std::vector<std::uint8_t> keep;
    for (std::size_t pair = 0; pair < named.size(); ++pair) {
        const auto a = matches.rows[images.ofA[pair]];
        const auto b = matches.rows[images.ofB[pair]];
        keep.push_back(a && b ? 1 : 0);
        // Two numbers that differ, for pairs that will be left out.
        pairs.a.push_back(a.value_or(kMissing));
        pairs.b.push_back(b.value_or(kMissing - 1));
    }
    requireTwoImages(named, pairs);
    pairs.same = named.same;
    if (named.knowsSubjects()) {
        takeSubjects(pairs, named);
    }
    leaveOut(pairs, keep);
    if (pairs.size() == 0) {
        failData(named.source, "no pair has both its images: ", missingText(names, missing, "embeddings"),
                 "; embed them, or give the list that belongs to these embeddings");
    }
    if (pairs.absent.any()) {
        pairs.absent.images = images.names.size();
        for (const std::string& image : missing) {
            const std::string why = reasonOf(image, set.skipped, skippedNames);
            pairs.absent.failed.push_back(image + ": " + (why.empty() ? "there is no such image" : why));
        }
    }
    if (!named.knowsSubjects()) {
        takeSubjectsFromLabels(pairs, set, named.source);
    }
    return resolved;
}

void addSubjects(PairIndex& pairs, const NamedPairs& sameOrder) {
    failDataIf(!sameOrder.knowsSubjects(), sameOrder.source,
               "does not say who is in its pairs; give LFW's pairs.txt, or a table with subject_a and "
               "subject_b");
    const AbsentPairs& absent = pairs.absent;
    const std::size_t listed = absent.place.empty() ? pairs.size() : absent.listed;
    failDataIf(sameOrder.size() != listed, sameOrder.source, "lists ", sameOrder.size(),
               " pairs and the set has ", listed, "; give the list in the order of the set's pairs");
    NamedPairs present;
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        const std::size_t place = absent.place.empty() ? pair : absent.place[pair];
        failDataIf(
            (sameOrder.same[place] != 0) != (pairs.same[pair] != 0), sameOrder.source, "pair ", place + 1,
            " shows ",
            sameOrder.same[place] != 0 ? "one person and in the set two" : "two persons and in the set one",
            "; give the list in the order of the set's pairs");
        present.same.push_back(pairs.same[pair]);
        present.subjectA.push_back(sameOrder.subjectA[place]);
        present.subjectB.push_back(sameOrder.subjectB[place]);
    }
    takeSubjects(pairs, present);
}

}  // namespace pf
