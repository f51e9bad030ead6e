#include "core/session/inspect/source_card_data.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <optional>
#include <span>

#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/list_source.h"
#include "core/base/text.h"
#include "core/data/face_set.h"
#include "core/data/input/preparation.h"
#include "core/data/read_retry.h"
#include "core/eval/embeddings/embedding_files.h"
#include "core/eval/embeddings/quality_file.h"
#include "core/eval/pairs/pair_list.h"
#include "core/eval/pairs/score_set.h"
#include "core/eval/search/blufr.h"
#include "core/eval/tables/pair_list_form.h"
#include "core/eval/templates/ijb.h"
#include "core/metrics/percentiles.h"
#include "core/session/images.h"

namespace fs = std::filesystem;

namespace pf::detail {
namespace {

/// Images that are checked before anything heavy starts.
constexpr std::size_t kSample = 64;
/// Larger sets are not hashed or counted one by one for a card.
constexpr std::size_t kCountable = 2'000'000;

/// `same`: whether each pair is genuine.
template <typename Flags>
void addPairs(SourceCard& card, const Flags& same) {
    const auto genuine = static_cast<std::size_t>(
        std::count_if(same.begin(), same.end(), [](auto flag) { return flag != 0; }));
    card.addFact("pairs", formatCount(same.size()) + ": " + formatCount(genuine) + " genuine, " +
                              formatCount(same.size() - genuine) + " impostor");
}

std::string titleOf(const SourceCard& card, const ImageCatalog& images) {
    const std::string extension = lowerCase(fs::path(card.path).extension().string());
    if (card.path.starts_with("synthetic")) {
        return "Synthetic faces";
    }
    if (pathIsFolder(card.path)) {
        const bool records = images.size() > 0 && images.name(0).find(".rec#") != std::string::npos;
        return records ? "Folder with an MXNet RecordIO set"
                       : (images.identityCount() > 0 ? "Folder of identities" : "Folder of images");
    }
    if (extension == ".bin") {
        return "insightface pair set";
    }
    if (extension == ".rec" || extension == ".idx" || extension == ".property") {
        return "MXNet RecordIO set";
    }
    if (listSourceOf(card.path) || hasListSuffix(card.path)) {
        return "List of images";
    }
    return "Image";
}

void addIdentities(SourceCard& card, const ImageCatalog& images) {
    card.addFact("identities", images.identityCount() > 0 ? formatCount(images.identityCount()) : "unknown");
    if (images.identityCount() == 0 || images.size() > kCountable) {
        return;
    }
    std::vector<double> sizes(images.identityCount());
    for (std::size_t i = 0; i < images.size(); ++i) {
        if (const int label = images.label(i); label >= 0) {
            ++sizes[static_cast<std::size_t>(label)];
        }
    }
    const auto [fewest, most] = std::minmax_element(sizes.begin(), sizes.end());
    const double median = percentiles(std::span<const double>(sizes), std::vector<double>{50.0}).front();
    card.addFact("images per identity", *fewest == *most
                                            ? formatNumber(*fewest)
                                            : formatNumber(*fewest) + " to " + formatNumber(*most) +
                                                  ", median " + formatNumber(median));
}

/// False when none of the sample can be used.
bool checkSample(SourceCard& card, const FaceSet& faces, RunControl& control) {
    const std::size_t checked = std::min(kSample, faces.size());
    std::size_t bad = 0;
    for (std::size_t i = 0; i < checked && !control.stopRequested(); ++i) {
        const std::size_t index = i * faces.size() / checked;
        try {
            faces.check(index);
        } catch (const Error& error) {
            ++bad;
            card.addProblem(faces.info(index).name + ": " + skipReason(error));
        }
    }
    card.addFact("sample checked", formatCount(checked) + (checked == 1 ? " image" : " images") +
                                       (bad > 0 ? ", " + formatCount(bad) + " unusable" : ""));
    return bad < checked;
}

/// Nothing also for what no table can hold, as a list of faces may.
std::optional<QualityOutline> outlineOf(const SourceCard& card) {
    try {
        return qualityOutline(card.path);
    } catch (const Error&) {
        return std::nullopt;
    }
}

void addSpread(SourceCard& card, const char* name, const std::vector<double>& values) {
    if (values.empty()) {
        return;
    }
    const auto points = percentiles(std::span<const double>(values), std::vector<double>{0.0, 50.0, 100.0});
    const auto shortened = [](double value) { return formatNumber(std::round(value * 1e4) / 1e4); };
    card.addFact(name, shortened(points[0]) + ", " + shortened(points[1]) + ", " + shortened(points[2]));
}

}  // namespace

void describeListedFaces(SourceCard& card, RunControl& control) {
    try {
        describeFaces(card, control);
    } catch (const Error& error) {
        const auto outline = card.kind == SourceKind::Unknown ? outlineOf(card) : std::nullopt;
        if (!outline) {
            throw;
        }
        throw Error(error.code(), std::string(error.what()) + "; as qualities of " +
                                      formatCount(outline->images) +
                                      " images it can be read (probface evaluate --quality NAME=FILE)");
    }
}

void describeFaces(SourceCard& card, RunControl& control) {
    const ImageCatalog images = openImages({card.path});
    const FaceSet& faces = *images.faces();
    card.kind = images.isPairSet() ? SourceKind::Pairs : SourceKind::Faces;
    card.title = titleOf(card, images);
    card.addFact("images", formatCount(images.size()));
    if (images.isPairSet()) {
        addPairs(card, faces.pairIsSame());
    } else {
        addIdentities(card, images);
    }
    const ImagePreparation preparation = preparationOf(faces, kSample);
    card.addFact("image size", preparation.text());
    if (images.size() <= kCountable) {
        card.addFact("data hash", faces.hash().substr(0, 12));
    }
    for (const auto& notes : {faces.notes(), preparation.remarks}) {
        for (const std::string& note : notes) {
            card.addFact("note", note);
        }
    }
    const bool usable = checkSample(card, faces, control);
    for (const SkippedImage& skipped : faces.skipped()) {
        card.addProblem(skipped.name + ": " + skipped.reason);
    }
    for (const std::string& identity : faces.droppedIdentities()) {
        card.addProblem("the identity " + identity + " has no usable image");
    }
    if (!usable) {
        return;
    }
    if (images.isPairSet()) {
        card.uses = {SourceUse::Evaluate, SourceUse::Gallery, SourceUse::Convert};
    } else if (images.identityCount() > 1) {
        card.uses = {SourceUse::Train, SourceUse::Gallery, SourceUse::Align, SourceUse::Convert};
    } else if (images.size() == 1) {
        card.uses = {SourceUse::Compare, SourceUse::Gallery, SourceUse::Align};
    } else {
        card.uses = {SourceUse::Gallery, SourceUse::Align, SourceUse::Convert};
    }
    const bool hasPhotos = pathIsFolder(card.path) || card.title == "Image" || card.title == "List of images";
    if (!hasPhotos || images.name(0).find(".rec#") != std::string::npos || !preparation.alignment.empty()) {
        std::erase(card.uses, SourceUse::Align);
    } else if (preparation.mixedSizes && std::erase(card.uses, SourceUse::Align) > 0) {
        // Photos that differ in size were hardly aligned.
        card.uses.insert(card.uses.begin(), SourceUse::Align);
    }
}

void describeEmbeddings(SourceCard& card) {
    card.identify(SourceKind::Embeddings, "Embeddings");
    const EmbeddingSet set = readEmbeddings(card.path);
    card.addFact("faces", formatCount(set.size()));
    card.addFact("size of mu", formatCount(set.embeddingSize));
    card.addFact("sigma²", !set.hasSigma()      ? "none"
                           : set.sigmaSize == 1 ? "one per face"
                                                : "one per dimension");
    if (!set.issame.empty()) {
        addPairs(card, set.issame);
    }
    addSpread(card, "sigma² min, median, max", set.sigmaSummary());
    addSpread(card, "norm min, median, max", {set.norms.begin(), set.norms.end()});
    for (const std::string& note : set.notes) {
        card.addFact("note", note);
    }
    card.uses = {SourceUse::Evaluate};
}

bool describePairList(SourceCard& card) {
    const auto form = pairListForm(card.path);
    if (!form || form->isDoubtful) {
        return false;
    }
    if (form->layout == PairListLayout::Templates) {
        card.identify(SourceKind::Protocol, "IJB's pairs of templates");
        card.addFact("used by", "Evaluate, templates; probface evaluate --ijb, with the folder");
        return true;
    }
    card.identify(SourceKind::PairList,
                  form->layout == PairListLayout::Lfw ? "Pair list in LFW's layout" : "Pair list");
    const NamedPairs pairs = readPairList(card.path);
    addPairs(card, pairs.same);
    card.addFact("says who is who", pairs.knowsSubjects() ? "yes" : "no");
    card.addFact("first pair", pairs.a.front() + " and " + pairs.b.front());
    for (const std::string& note : pairs.notes) {
        card.addFact("note", note);
    }
    card.uses = {SourceUse::Evaluate};
    return true;
}

bool describeScores(SourceCard& card) {
    if (!holdsScores(card.path)) {
        return false;
    }
    card.identify(SourceKind::Scores, "Scores of pairs");
    const ScoreSet scores = readScores(card.path);
    addPairs(card, scores.same);
    card.addFact("risk", scores.risk.empty() ? "none" : "one per pair");
    card.addFact("used by", "probface evaluate --scores");
    return true;
}

bool describeQualities(SourceCard& card) {
    const auto outline = outlineOf(card);
    if (!outline || !outline->isSure) {
        return false;
    }
    card.identify(SourceKind::Qualities, "Qualities of images");
    card.addFact("images", formatCount(outline->images));
    card.addFact("quality", outline->column.empty() ? "the number beside the name" : outline->column);
    card.addFact("used by", "probface evaluate --quality NAME=FILE");
    return true;
}

void describeLandmarks(SourceCard& card) {
    card.identify(SourceKind::Landmarks, "Landmark list");
    std::ifstream stream(card.path);
    std::size_t lines = 0;
    for (std::string line; std::getline(stream, line);) {
        lines += trimmed(line).empty() ? 0 : 1;
    }
    card.addFact("faces", formatCount(lines));
    card.uses = {SourceUse::Align};
}

bool describeProtocol(SourceCard& card) {
    const fs::path folder = card.path;
    std::error_code failure;
    const auto has = [&](const char* name) { return fs::exists(folder / name, failure); };
    const auto named = [&](std::string_view start) {
        const fs::directory_iterator entries(folder, failure);
        return std::any_of(begin(entries), end(entries), [&](const fs::directory_entry& entry) {
            return entry.path().filename().string().starts_with(start);
        });
    };
    if (has("blufr_lfw_config.mat") || has("lfw_gallery_index.mat")) {
        card.identify(SourceKind::Protocol, "BLUFR protocol");
        const BlufrProtocol protocol = readBlufr(folder);
        card.addFact("images", formatCount(protocol.images.size()));
        for (const auto& [name, set] : {std::pair{"open-set trials", &protocol.openSet},
                                        std::pair{"closed-set trials", &protocol.closedSet},
                                        std::pair{"published trials", &protocol.published}}) {
            card.addFact(name, set->trials.empty() ? "" : formatCount(set->trials.size()));
        }
        card.addFact("used by", "Evaluate, open set; probface evaluate --blufr");
        return true;
    }
    if (has("split1/verify_metadata_1.csv") || named("verify_metadata_") || named("ijbb_face") ||
        named("ijbc_face") || has("meta/ijbb_face_tid_mid.txt") || has("meta/ijbc_face_tid_mid.txt")) {
        card.identify(SourceKind::Protocol, "IJB protocol");
        const IjbProtocol protocol = readIjbProtocol(folder);
        card.title = protocol.name + " protocol";
        for (const IjbSplit& split : protocol.splits) {
            card.addFact(split.name, formatCount(split.templates.size()) + " templates, " +
                                         formatCount(split.comparisons.size()) + " comparisons");
        }
        card.addFact("used by", "Evaluate, templates; probface evaluate --ijb");
        return true;
    }
    return false;
}

}  // namespace pf::detail
