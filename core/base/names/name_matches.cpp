#include "core/base/names/name_matches.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/names/name_folding.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::size_t kNoImage = static_cast<std::size_t>(-1);

/// The images that one rule matched.
struct RuleUse {
    std::size_t count = 0;
    std::size_t image = kNoImage;  ///< the first of them
    std::uint32_t row = 0;
};

/// How much of the spelling is ignored on each side.
struct Folds {
    NameFold ofNames;
    NameFold ofImages;
};

class Matching {
  public:
    Matching(const ImageNames& names, const std::vector<std::string>& images, const NameMatchOptions& options)
        : names_(names), images_(images), options_(options), imageOf_(names.size(), kNoImage) {
        matches_.rows.resize(images.size());
    }

    NameMatches run() {
        exactly();
        const bool noneIsExact = matches_.found == 0;
        // Whole names first, under every rule; only then their ends.
        for (const NameFold fold : kNameFolds) {
            nearlyUnder(fold, false);
        }
        if (noneIsExact) {
            nearly(names_, {NameFold::None, NameFold::None}, true);
            for (const NameFold fold : kNameFolds) {
                nearlyUnder(fold, true);
            }
        }
        return std::move(matches_);
    }

  private:
    void exactly() {
        RuleUse otherType;
        for (std::size_t i = 0; i < images_.size(); ++i) {
            const NameFit fit = names_.fit(images_[i]);
            if (fit.rows.empty() || (fit.rows.size() > 1 && options_.leavesAmbiguous)) {
                continue;
            }
            if (fit.rows.size() > 1) {
                failAmbiguous(names_.names(), fit, images_[i], options_.place(i));
            }
            take(i, fit.rows.front(), fit.otherType ? &otherType : nullptr);
        }
        note(otherType, "the type of the file is ignored");
    }

    void nearlyUnder(NameFold fold, bool byEnd) {
        if (fold == NameFold::Crop) {
            // What looks like a crop's ending may belong to the photo's own name ("0-FaceId_0").
            nearlyUnder({NameFold::Zeros, fold}, byEnd);
            nearlyUnder({fold, NameFold::Zeros}, byEnd);
        }
        nearlyUnder({fold, fold}, byEnd);
    }

    void nearlyUnder(const Folds& folds, bool byEnd) {
        if (matches_.found == images_.size()) {
            return;
        }
        std::vector<std::string> folded;
        folded.reserve(names_.size());
        for (const std::string& name : names_.names()) {
            folded.push_back(foldedName(name, folds.ofNames));
        }
        nearly(ImageNames(folded), folds, byEnd);
    }

    /// Matches what is left where that is unambiguous.
    void nearly(const ImageNames& index, const Folds& folds, bool byEnd) {
        std::vector<std::pair<std::size_t, std::uint32_t>> found;
        std::vector<std::uint32_t> wanted(names_.size());
        for (std::size_t i = 0; i < images_.size(); ++i) {
            if (matches_.rows[i]) {
                continue;
            }
            const std::string image = foldedName(images_[i], folds.ofImages);
            const NameFit fit = byEnd ? index.fitByEnd(image) : index.fit(image);
            if (fit.rows.size() == 1 && imageOf_[fit.rows.front()] == kNoImage) {
                found.emplace_back(i, fit.rows.front());
                ++wanted[fit.rows.front()];
            }
        }
        RuleUse use;
        for (const auto& [image, row] : found) {
            if (wanted[row] == 1 || options_.sharesRows) {
                take(image, row, &use);
            }
        }
        const NameFold fold = std::max(folds.ofNames, folds.ofImages);
        note(use, messageFrom(fold == NameFold::None ? "" : nameFoldText(fold),
                              byEnd && fold != NameFold::None ? " and " : "",
                              byEnd ? "only the end of the path is compared" : ""));
    }

    void take(std::size_t image, std::uint32_t row, RuleUse* use) {
        const std::size_t owner = imageOf_[row];
        if (owner != kNoImage && !options_.sharesRows &&
            plainName(images_[owner]) != plainName(images_[image])) {
            failData(options_.place(image), "images '", plainName(images_[owner]), "' and '",
                     plainName(images_[image]), "' both fit the embedding '", names_.name(row),
                     "'; embed both, under their own names");
        }
        imageOf_[row] = owner == kNoImage ? image : owner;
        matches_.rows[image] = row;
        ++matches_.found;
        if (use != nullptr && use->count++ == 0) {
            use->image = image;
            use->row = row;
        }
    }

    void note(const RuleUse& use, const std::string& rule) {
        if (use.count > 0) {
            matches_.notes.push_back(formatCount(use.count) + (use.count == 1 ? " name is" : " names are") +
                                     " found when " + rule + ": '" + images_[use.image] + "' is taken for '" +
                                     names_.name(use.row) + "'");
        }
    }

    const ImageNames& names_;
    const std::vector<std::string>& images_;
    const NameMatchOptions& options_;
    std::vector<std::size_t> imageOf_;
    NameMatches matches_;
};

}  // namespace

NameMatches matchNames(const ImageNames& names, const std::vector<std::string>& images,
                       const NameMatchOptions& options) {
    return Matching(names, images, options).run();
}

std::string missingText(const ImageNames& names, const std::vector<std::string>& missing,
                        const std::string& things) {
    const std::string nearest = nearestName(names.names(), missing.front());
    return formatCount(missing.size()) + (missing.size() == 1 ? " image is" : " images are") +
           " not among the " + formatCount(names.size()) + " " + things + ": " + firstNames(missing) +
           (nearest.empty() ? "" : "; the nearest name to '" + missing.front() + "' is '" + nearest + "'");
}

}  // namespace pf
