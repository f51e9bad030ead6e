#include "core/eval/embeddings/failed_rows.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/text.h"

namespace pf {
namespace {

/// Keeps `width` values of every row that is kept.
template <typename Values>
void keepRows(Values& values, std::size_t width, const std::vector<std::uint8_t>& keep) {
    if (values.empty()) {
        return;
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (keep[i / width] == 0) {
            continue;
        }
        if (kept != i) {
            values[kept] = std::move(values[i]);
        }
        ++kept;
    }
    values.resize(kept);
}

/// A pair needs both its rows.
void leaveOutPairs(EmbeddingSet& set, std::vector<std::uint8_t>& keep) {
    AbsentPairs& absent = set.absent;
    if (!absent.any()) {
        absent.listed = set.issame.size();
        absent.place.resize(set.issame.size());
        std::iota(absent.place.begin(), absent.place.end(), std::uint32_t{0});
    }
    std::vector<bool> same;
    std::vector<std::uint32_t> place;
    for (std::size_t pair = 0; pair < set.issame.size(); ++pair) {
        const bool isKept = keep[2 * pair] != 0 && keep[2 * pair + 1] != 0;
        keep[2 * pair] = keep[2 * pair + 1] = isKept ? 1 : 0;
        if (!isKept) {
            ++(set.issame[pair] ? absent.genuine : absent.impostor);
            continue;
        }
        same.push_back(set.issame[pair]);
        if (!absent.place.empty()) {
            place.push_back(absent.place[pair]);
        }
    }
    set.issame = std::move(same);
    absent.place = std::move(place);
    settleFolds(absent);
}

}  // namespace

std::string noFaceReason(std::span<const float> mu) {
    if (!std::all_of(mu.begin(), mu.end(), [](float value) { return std::isfinite(value); })) {
        return "its embedding is not a number";
    }
    return std::all_of(mu.begin(), mu.end(), [](float value) { return value == 0; }) ? "its embedding is zero"
                                                                                     : "";
}

void leaveOutNoFaces(EmbeddingSet& set, const std::string& file) {
    const std::size_t rows = set.size();
    const std::span<const float> mu(set.mu);
    std::vector<std::uint8_t> keep(rows, 1);
    std::vector<std::string> failed;
    for (std::size_t row = 0; row < rows; ++row) {
        const auto reason = noFaceReason(mu.subspan(row * set.embeddingSize, set.embeddingSize));
        if (!reason.empty()) {
            keep[row] = 0;
            failed.push_back(set.names[row] + ": " + reason + ", as where no face was found");
        }
    }
    if (failed.empty()) {
        return;
    }
    if (failed.size() == rows) {
        failData(file, "holds no embedding: ", failed.front(),
                 ", and so are all others; embed the images again");
    }
    if (!set.issame.empty()) {
        leaveOutPairs(set, keep);
        set.absent.failed.insert(set.absent.failed.end(), failed.begin(), failed.end());
    }
    keepRows(set.mu, set.embeddingSize, keep);
    keepRows(set.sigmaSq, set.sigmaSize, keep);
    keepRows(set.norms, 1, keep);
    keepRows(set.names, 1, keep);
    set.notes.push_back(formatCount(failed.size()) + " of its " + formatCount(rows) +
                        (failed.size() == 1 ? " embeddings is" : " embeddings are") +
                        " zero or no number, as where no face was found; " +
                        (failed.size() == 1 ? "it is left out" : "they are left out"));
    set.skipped.insert(set.skipped.end(), failed.begin(), failed.end());
}

}  // namespace pf
