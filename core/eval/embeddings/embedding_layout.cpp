#include "core/eval/embeddings/embedding_layout.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/eval/embeddings/row_names.h"

namespace pf {
namespace {

constexpr double kUnitTolerance = 1e-3;

double lengthOf(std::span<const float> mu) {
    double square = 0;
    for (const double value : mu) {
        square += value * value;
    }
    return std::sqrt(square);
}

bool isUnit(double length) {
    return std::abs(length - 1.0) < kUnitTolerance;  // false for NaN
}

/// Why a row is not an embedding, as detectors that find no face leave it: values that are not finite, or
/// zeros alone. "" for any other row.
std::string noFaceReason(std::span<const float> mu) {
    if (!std::ranges::all_of(mu, [](float value) { return std::isfinite(value); })) {
        return "its embedding is not a number";
    }
    return std::ranges::all_of(mu, [](float value) { return value == 0; }) ? "its embedding is zero" : "";
}

/// What keeps values from being one face; "" for nothing.
std::string objection(std::span<const float> mu, std::span<const float> sigmaSq) {
    for (const float value : sigmaSq) {
        if (!std::isfinite(value) || value <= 0) {
            return "sigma_sq " + formatNumber(value) + " (a variance must be positive and finite)";
        }
    }
    if (const double length = lengthOf(mu); !isUnit(length)) {
        return "mu of length " + formatNumber(length) + " (rows must be normalised to length 1)";
    }
    return {};
}

/// Rows of one width, side by side.
struct RowBlock {
    std::span<const float> values;
    std::size_t width = 0;

    std::size_t rows() const { return values.size() / width; }
    std::span<const float> row(std::size_t index) const { return values.subspan(index * width, width); }
    bool hasFace(std::size_t index) const { return noFaceReason(row(index).first(width - 1)).empty(); }
};

/// The same for rows of which the first `embeddingSize` values are mu; names the row. Rows without a face say
/// nothing.
std::string objection(const RowBlock& block, std::size_t embeddingSize) {
    for (std::size_t i = 0; i < block.rows(); ++i) {
        const auto row = block.row(i);
        const auto reason = objection(row.first(embeddingSize), row.subspan(embeddingSize));
        if (!reason.empty() && block.hasFace(i)) {
            return "row " + std::to_string(i) + " has " + reason;
        }
    }
    return {};
}

/// Of the rows that hold a face.
template <typename Test>
bool everyRow(const RowBlock& block, const Test& test) {
    for (std::size_t i = 0; i < block.rows(); ++i) {
        if (block.hasFace(i) && !test(block.row(i))) {
            return false;
        }
    }
    return true;
}

/// Whether a division is meant though something is wrong with it: vectors of length 1 in front, or only
/// positive numbers behind. Embeddings without sigma² have neither.
bool looksMeant(const RowBlock& block, std::size_t embeddingSize) {
    return everyRow(block, [&](auto row) { return isUnit(lengthOf(row.first(embeddingSize))); }) ||
           everyRow(block, [&](auto row) {
               const auto behind = row.subspan(embeddingSize);
               return std::all_of(behind.begin(), behind.end(), [](float value) { return value > 0; });
           });
}

/// Whether a column can be a count or a label: whole numbers that are not all the same.
bool isCount(const RowBlock& block, std::size_t column) {
    constexpr std::size_t kFewRows = 8;  // of so few, zeros and ones may be features
    const float first = block.row(0)[column];
    float highest = first;
    bool differs = false;
    const bool isWhole = everyRow(block, [&](auto row) {
        highest = std::max(highest, row[column]);
        differs = differs || row[column] != first;
        return row[column] >= 0 && row[column] == std::floor(row[column]);
    });
    return isWhole && differs && (highest > 1 || block.rows() >= kFewRows);
}

/// Labels beside embeddings would be taken for a feature, or for sigma².
void refuseLabels(const RowBlock& block, const std::string& file) {
    std::size_t whole = 0;
    for (std::size_t column = 0; column < block.width; ++column) {
        whole += everyRow(block, [&](auto row) { return row[column] == std::floor(row[column]); }) ? 1 : 0;
    }
    const bool isQuantised = 2 * whole >= block.width;
    for (const std::size_t column : {std::size_t{0}, block.width - 1}) {
        failDataIf(!isQuantised && isCount(block, column), file, (column == 0 ? "the first" : "the last"),
                   " of its ", block.width,
                   " columns holds whole numbers only, as labels do, and the others do not; remove it, or "
                   "say what it is by giving the embedding size: ",
                   block.width, " if it belongs to mu",
                   column == 0 ? "" : ", " + std::to_string(block.width - 1) + " if it is sigma²");
    }
}

/// D of rows [D + 1], [2 D] or [D].
std::size_t divisionOf(const RowBlock& block, const EmbeddingReadOptions& options, const std::string& file) {
    const std::size_t width = block.width;
    std::vector<std::size_t> sizes = {width - 1};
    if (width % 2 == 0 && width > 2) {
        sizes.push_back(width / 2);
    }
    if (options.embeddingSize) {
        const bool isKnown = std::find(sizes.begin(), sizes.end(), *options.embeddingSize) != sizes.end();
        if (isKnown || *options.embeddingSize == width) {
            return *options.embeddingSize;
        }
        failData(file, "its rows have ", width, " columns, but mu of size ", *options.embeddingSize,
                 " needs as many (without sigma²), one more (a sigma²) or twice as many (a sigma² each)");
    }
    refuseLabels(block, file);
    std::vector<std::size_t> fitting;
    std::string objections;
    bool isMeant = false;
    for (const std::size_t size : sizes) {
        const auto reason = objection(block, size);
        if (reason.empty()) {
            fitting.push_back(size);
        } else {
            objections += (objections.empty() ? "" : "; ") + ("with mu of size " + std::to_string(size)) +
                          ", " + reason;
            isMeant = isMeant || looksMeant(block, size);
        }
    }
    if (fitting.size() == 2) {
        failData(file, "its rows of ", width, " columns can be mu of size ", fitting[0],
                 " with one sigma² or of size ", fitting[1],
                 " with a sigma² each; say which by giving the embedding size");
    }
    if (fitting.size() == 1) {
        return fitting.front();
    }
    const bool isAllMu =
        !isMeant || everyRow(block, [](std::span<const float> row) { return isUnit(lengthOf(row)); });
    failDataIf(!isAllMu, file, "its rows of ", width, " columns are not mu and sigma²: ", objections,
               "; store normalised rows and sigma² itself, not its logarithm, or say that they are "
               "embeddings without sigma² by giving the embedding size ",
               width);
    return width;
}

std::string rangeText(const std::vector<float>& values) {
    const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
    const auto shown = [](float value) { return formatNumber(std::round(value * 1000.0) / 1000.0); };
    return shown(*lowest) + " to " + shown(*highest);
}

/// The length of an embedding that was normalised (MagFace's quality) looks like a sigma², and means the
/// opposite.
void warnOfLengths(EmbeddingSet& set) {
    if (std::all_of(set.sigmaSq.begin(), set.sigmaSq.end(), [](float value) { return value >= 1; })) {
        set.warnings.push_back("the last column (" + rangeText(set.sigmaSq) +
                               ") is read as sigma²; if it is the length of the embedding, store mu times "
                               "the length instead, or give it as a quality (--quality)");
    }
}

/// Makes rows unit vectors and keeps their lengths, where these tell faces apart.
void normalise(EmbeddingSet& set) {
    const std::size_t rows = set.size();
    std::vector<float> lengths;
    for (std::size_t row = 0; row < rows; ++row) {
        const double length = lengthOf({set.mu.data() + row * set.embeddingSize, set.embeddingSize});
        lengths.push_back(static_cast<float>(length));
    }
    if (std::all_of(lengths.begin(), lengths.end(), isUnit)) {
        return;
    }
    for (std::size_t i = 0; i < set.mu.size(); ++i) {
        set.mu[i] /= lengths[i / set.embeddingSize];
    }
    const std::string range = rangeText(lengths);
    set.norms = std::move(lengths);
    dropEqualNorms(set.norms);
    set.notes.push_back("its embeddings have lengths of " + range + " and were normalised" +
                        (set.norms.empty() ? "" : "; the length is a quality of its own, \"norm\""));
}

/// Takes the rows without a face out of a set whose rows have names, and keeps account of them as of images
/// that could not be read: in `skipped`, and of a pair set with their pairs in `absent`.
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
    failDataIf(failed.size() == rows, file, "holds no embedding: ", failed.front(),
               ", and so are all others; embed the images again");
    if (!set.issame.empty()) {
        // A pair needs both its rows.
        std::vector<std::uint8_t> keepPair;
        std::vector<bool> same;
        for (std::size_t pair = 0; pair < set.issame.size(); ++pair) {
            const bool isKept = keep[2 * pair] != 0 && keep[2 * pair + 1] != 0;
            keepPair.push_back(keep[2 * pair] = keep[2 * pair + 1] = isKept ? 1 : 0);
            if (isKept) {
                same.push_back(set.issame[pair]);
            }
        }
        leaveOut(set.absent, sameFlags(set.issame), keepPair);
        set.issame = std::move(same);
        set.absent.failed.insert(set.absent.failed.end(), failed.begin(), failed.end());
    }
    keepRows(set.mu, keep, set.embeddingSize);
    keepRows(set.sigmaSq, keep, set.sigmaSize);
    keepRows(set.norms, keep);
    keepRows(set.names, keep);
    set.notes.push_back(formatCount(failed.size()) + " of its " + formatCount(rows) +
                        (failed.size() == 1 ? " embeddings is" : " embeddings are") +
                        " zero or no number, as where no face was found; " +
                        (failed.size() == 1 ? "it is left out" : "they are left out"));
    set.skipped.insert(set.skipped.end(), failed.begin(), failed.end());
}

}  // namespace

std::vector<float> floatsOf(const NpyArray& values, const std::string& array, const std::string& file) {
    try {
        return values.toFloats();
    } catch (const Error& error) {
        failData(file, "its array ", array, " cannot be used: ", error.what());
    }
}

EmbeddingSet embeddingsFromArrays(const NpyArray& mu, const NpyArray* sigmaSq, const std::string& file) {
    failDataIf(
        mu.shape.size() != 2 || (sigmaSq != nullptr && (sigmaSq->shape.empty() || sigmaSq->shape.size() > 2)),
        file, "mu must be [N, D] and sigma_sq [N, 1] or [N, D]");
    EmbeddingSet set;
    set.embeddingSize = mu.shape[1];
    if (sigmaSq != nullptr) {
        set.sigmaSize = sigmaSq->shape.size() == 2 ? sigmaSq->shape[1] : 1;
        if (sigmaSq->shape[0] != mu.shape[0] || set.embeddingSize == 0 ||
            (set.sigmaSize != 1 && set.sigmaSize != set.embeddingSize)) {
            failData(file, "mu is [", mu.shape[0], ", ", set.embeddingSize, "] and sigma_sq [",
                     sigmaSq->shape[0], ", ", set.sigmaSize,
                     "]; sigma_sq must be [N, 1] or [N, D] for mu [N, D]");
        }
        set.sigmaSq = floatsOf(*sigmaSq, "sigma_sq", file);
    }
    set.mu = floatsOf(mu, "mu", file);
    return set;
}

EmbeddingSet embeddingsFromColumns(NpyArray columns, const EmbeddingReadOptions& options,
                                   const std::string& file) {
    failDataIf(columns.shape.size() != 2 || columns.shape[1] < 2, file,
               "its array must be [N, D + 1] or [N, 2 D], mu and sigma² side by side, or [N, D] of mu alone");
    failDataIf(columns.shape[0] == 0, file, "holds no rows");
    const std::size_t width = columns.shape[1];
    std::vector<float> values = floatsOf(columns, "of mu and sigma²", file);
    columns.bytes = {};  // large files: twice the values are enough
    EmbeddingSet set;
    set.embeddingSize = divisionOf({values, width}, options, file);
    set.sigmaSize = width - set.embeddingSize;
    if (set.sigmaSize == 0) {
        set.mu = std::move(values);
        return set;
    }
    for (auto row = values.begin(); row != values.end(); row += static_cast<std::ptrdiff_t>(width)) {
        const auto middle = row + static_cast<std::ptrdiff_t>(set.embeddingSize);
        set.mu.insert(set.mu.end(), row, middle);
        set.sigmaSq.insert(set.sigmaSq.end(), middle, row + static_cast<std::ptrdiff_t>(width));
    }
    if (!options.embeddingSize && set.sigmaSize == 1) {
        warnOfLengths(set);
    }
    return set;
}

void finishEmbeddings(EmbeddingSet& set, const EmbeddingReadOptions& options,
                      const std::filesystem::path& file) {
    const std::string where = file.string();
    const std::size_t rows = set.size();
    failDataIf(rows == 0, where, "holds no rows");
    if (options.embeddingSize && *options.embeddingSize != set.embeddingSize) {
        failData(where, "its embeddings have size ", set.embeddingSize, " and not ", *options.embeddingSize,
                 ", as asked");
    }
    if (set.names.empty()) {
        for (std::size_t row = 0; row < rows; ++row) {
            set.names.push_back(madeUpName(file.filename().string(), row));
        }
    }
    failDataIf(set.names.size() != rows, where, "files names ", set.names.size(), " images, mu has ", rows,
               " rows");
    failDataIf(!set.issame.empty() && set.issame.size() * 2 != rows, where, "issame has ", set.issame.size(),
               " pairs, which need ", set.issame.size() * 2, " rows; mu has ", rows);
    failDataIf(!set.norms.empty() && set.norms.size() != rows, where, "norm has ", set.norms.size(),
               " values, mu has ", rows, " rows");
    if (!options.names.empty()) {
        nameRows(set, options.names);
    }
    leaveOutNoFaces(set, where);
    if (!set.hasSigma()) {
        normalise(set);
        set.notes.push_back(
            "it holds no sigma²: MLS, its distance term and what is discarded by sigma² are left out");
    }
    const std::span<const float> mu(set.mu);
    const std::span<const float> sigmaSq(set.sigmaSq);
    for (std::size_t row = 0; row < set.size() && set.hasSigma(); ++row) {
        const auto reason = objection(mu.subspan(row * set.embeddingSize, set.embeddingSize),
                                      sigmaSq.subspan(row * set.sigmaSize, set.sigmaSize));
        failDataIf(!reason.empty(), where, "row ", row, " has ", reason);
    }
    set.labels.assign(set.size(), -1);
}

}  // namespace pf
