#include "core/session/evaluate/training_overlap.h"

#include <algorithm>
#include <set>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/names/name_folding.h"
#include "core/base/text.h"
#include "core/session/model/internal/training_pictures.h"

namespace pf {
namespace {

constexpr std::size_t kNamed = 3;

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (std::size_t i = 0; i < std::min(kNamed, names.size()); ++i) {
        text += (i > 0 ? ", " : "") + names[i];
    }
    return text + (names.size() > kNamed ? " ..." : "");
}

/// The person that an identity's name means, in whatever spelling: of "root/Ann-Lee" and "ANN_LEE" it is
/// "ann_lee"; empty for numbers.
std::string personOf(const std::string& identity) {
    std::string name = foldedName(std::filesystem::path(identity).filename().string(), NameFold::Case);
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == ' ' || c == '-' || c == '.'; }, '_');
    return name.find_first_not_of("0123456789_") == std::string::npos ? std::string() : name;
}

std::set<std::string> peopleOf(const std::vector<std::string>& identities) {
    std::set<std::string> people;
    for (const std::string& identity : identities) {
        people.insert(personOf(identity));
    }
    people.erase(std::string());
    return people;
}

}  // namespace

std::string TrainingOverlap::text() const {
    std::string found;
    if (pictures > 0) {
        found = formatCount(pictures) + " of the " + formatCount(images) + " test pictures " +
                (pictures == 1 ? "is byte-identical to a training picture ("
                               : "are byte-identical to training pictures (") +
                listed(firstPictures) + ")";
    }
    if (!sharedNames.empty()) {
        found += (found.empty() ? "" : "; ") + formatCount(sharedNames.size()) + " of the " +
                 formatCount(identities) + " test identities " + (sharedNames.size() == 1 ? "is" : "are") +
                 " in the training set by name (" + listed(sharedNames) + ")";
    }
    if (!found.empty()) {
        return found + ": the numbers are better than on unseen faces";
    }
    return "none of the " + formatCount(images) + " test pictures is byte-identical to a training picture" +
           (identities > 0
                ? ", none of the " + formatCount(identities) + " identities has the name of a training one"
                : "; whether identities are shared is not known");
}

std::optional<TrainingOverlap> trainingOverlap(const ImageCatalog& test, const TrainingPictures& training,
                                               RunControl& control, int threads) {
    const FaceSet& faces = *test.faces();
    const auto digests =
        contentDigests(faces, training.digests, {.threads = threads, .progress = nullptr}, control.token());
    if (!digests) {
        return std::nullopt;
    }
    const std::unordered_set<std::uint64_t> known(training.digests.content.begin(),
                                                  training.digests.content.end());
    TrainingOverlap overlap;
    std::unordered_set<std::uint64_t> seen;
    for (std::size_t i = 0; i < digests->content.size(); ++i) {
        const std::uint64_t content = digests->content[i];
        if (content == 0 || !seen.insert(content).second) {
            continue;
        }
        ++overlap.images;
        if (known.contains(content)) {
            ++overlap.pictures;
            if (overlap.firstPictures.size() <= kNamed) {
                overlap.firstPictures.push_back(faces.info(i).name);
            }
        }
    }
    const std::set<std::string> trained = peopleOf(training.identities);
    const std::set<std::string> tested = peopleOf(faces.identities());
    overlap.identities = trained.empty() ? 0 : tested.size();  // numbers name nobody
    std::set_intersection(tested.begin(), tested.end(), trained.begin(), trained.end(),
                          std::back_inserter(overlap.sharedNames));
    return overlap;
}

OverlapNote overlapWithTraining(const ImageCatalog& test, const std::filesystem::path& runDirectory,
                                RunControl& control, int threads) {
    try {
        const auto training = readTrainingPictures(runDirectory);
        if (!training) {
            return {.text =
                        "not known: the model carries no list of its training pictures "
                        "(training-pictures.npz of its run directory)"};
        }
        const auto overlap = trainingOverlap(test, *training, control, threads);
        return overlap ? OverlapNote{overlap->text(), !overlap->isClean()} : OverlapNote{};
    } catch (const Error& error) {
        return {.text = std::string("not known: ") + error.what()};
    }
}

}  // namespace pf
