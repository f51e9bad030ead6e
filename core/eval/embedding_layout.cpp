#include "core/eval/embedding_layout.h"

#include <cmath>
#include <span>
#include <vector>

#include "core/base/error.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr double kUnitTolerance = 1e-3;

[[noreturn]] void fail(const std::string& file, const std::string& message) {
    throw Error(ErrorCode::Data, message, file);
}

std::string shapeText(std::size_t rows, std::size_t columns) {
    return "[" + std::to_string(rows) + ", " + std::to_string(columns) + "]";
}

/// What keeps values from being one face; "" for nothing.
std::string objection(std::span<const float> mu, std::span<const float> sigmaSq) {
    for (const float value : sigmaSq) {
        if (!std::isfinite(value) || value <= 0) {
            return "sigma_sq " + formatNumber(value) + " (a variance must be positive and finite)";
        }
    }
    double square = 0;
    for (const double value : mu) {
        square += value * value;
    }
    if (!(std::abs(std::sqrt(square) - 1.0) < kUnitTolerance)) {
        return "mu of length " + formatNumber(std::sqrt(square)) + " (rows must be normalised to length 1)";
    }
    return {};
}

/// The same for rows of which the first `embeddingSize` values are mu; names the row.
std::string objection(std::span<const float> values, std::size_t width, std::size_t embeddingSize) {
    for (std::size_t row = 0; row < values.size() / width; ++row) {
        const auto face = values.subspan(row * width, width);
        const auto reason = objection(face.first(embeddingSize), face.subspan(embeddingSize));
        if (!reason.empty()) {
            return "row " + std::to_string(row) + " has " + reason;
        }
    }
    return {};
}

std::size_t divisionOf(std::span<const float> values, std::size_t width, const EmbeddingReadOptions& options,
                       const std::string& file) {
    std::vector<std::size_t> sizes = {width - 1};
    if (width % 2 == 0 && width > 2) {
        sizes.push_back(width / 2);
    }
    if (options.embeddingSize) {
        for (const std::size_t size : sizes) {
            if (size == *options.embeddingSize) {
                return size;
            }
        }
        fail(file, "its rows have " + std::to_string(width) + " columns, but mu of size " +
                       std::to_string(*options.embeddingSize) +
                       " needs one more (a sigma²) or twice as many (a sigma² each)");
    }
    std::vector<std::size_t> fitting;
    std::string objections;
    for (const std::size_t size : sizes) {
        const auto reason = objection(values, width, size);
        if (reason.empty()) {
            fitting.push_back(size);
        } else {
            objections += (objections.empty() ? "" : "; ") + ("with mu of size " + std::to_string(size)) +
                          ", " + reason;
        }
    }
    if (fitting.size() == 2) {
        fail(file, "its rows of " + std::to_string(width) + " columns can be mu of size " +
                       std::to_string(fitting[0]) + " with one sigma² or of size " +
                       std::to_string(fitting[1]) +
                       " with a sigma² each; say which by giving the embedding size");
    }
    if (fitting.empty()) {
        fail(file, "its rows of " + std::to_string(width) + " columns are no mu and sigma²: " + objections +
                       "; store normalised rows and sigma² itself, not its logarithm");
    }
    return fitting.front();
}

}  // namespace

std::vector<float> floatsOf(const NpyArray& values, const std::string& array, const std::string& file) {
    try {
        return values.toFloats();
    } catch (const Error& error) {
        fail(file, "its array " + array + " cannot be used: " + error.what());
    }
}

EmbeddingSet embeddingsFromArrays(const NpyArray& mu, const NpyArray& sigmaSq, const std::string& file) {
    if (mu.shape.size() != 2 || sigmaSq.shape.empty() || sigmaSq.shape.size() > 2) {
        fail(file, "mu must be [N, D] and sigma_sq [N, 1] or [N, D]");
    }
    EmbeddingSet set;
    set.embeddingSize = mu.shape[1];
    set.sigmaSize = sigmaSq.shape.size() == 2 ? sigmaSq.shape[1] : 1;
    if (sigmaSq.shape[0] != mu.shape[0] || set.embeddingSize == 0 ||
        (set.sigmaSize != 1 && set.sigmaSize != set.embeddingSize)) {
        fail(file, "mu is " + shapeText(mu.shape[0], set.embeddingSize) + " and sigma_sq " +
                       shapeText(sigmaSq.shape[0], set.sigmaSize) +
                       "; sigma_sq must be [N, 1] or [N, D] for mu [N, D]");
    }
    set.mu = floatsOf(mu, "mu", file);
    set.sigmaSq = floatsOf(sigmaSq, "sigma_sq", file);
    return set;
}

EmbeddingSet embeddingsFromColumns(NpyArray columns, const EmbeddingReadOptions& options,
                                   const std::string& file) {
    if (columns.shape.size() != 2 || columns.shape[1] < 2) {
        fail(file, "its array must be [N, D + 1] or [N, 2 D]: mu and sigma² side by side");
    }
    if (columns.shape[0] == 0) {
        fail(file, "holds no rows");
    }
    const std::size_t width = columns.shape[1];
    const std::vector<float> values = floatsOf(columns, "of mu and sigma²", file);
    columns.bytes = {};  // large files: twice the values are enough
    EmbeddingSet set;
    set.embeddingSize = divisionOf(values, width, options, file);
    set.sigmaSize = width - set.embeddingSize;
    for (auto row = values.begin(); row != values.end(); row += static_cast<std::ptrdiff_t>(width)) {
        const auto middle = row + static_cast<std::ptrdiff_t>(set.embeddingSize);
        set.mu.insert(set.mu.end(), row, middle);
        set.sigmaSq.insert(set.sigmaSq.end(), middle, row + static_cast<std::ptrdiff_t>(width));
    }
    return set;
}

void finishEmbeddings(EmbeddingSet& set, const EmbeddingReadOptions& options,
                      const std::filesystem::path& file) {
    const std::string where = file.string();
    const std::size_t rows = set.size();
    if (rows == 0) {
        fail(where, "holds no rows");
    }
    if (options.embeddingSize && *options.embeddingSize != set.embeddingSize) {
        fail(where, "its embeddings have size " + std::to_string(set.embeddingSize) + " and not " +
                        std::to_string(*options.embeddingSize) + ", as was said");
    }
    const std::span<const float> mu(set.mu);
    const std::span<const float> sigmaSq(set.sigmaSq);
    for (std::size_t row = 0; row < rows; ++row) {
        const auto reason = objection(mu.subspan(row * set.embeddingSize, set.embeddingSize),
                                      sigmaSq.subspan(row * set.sigmaSize, set.sigmaSize));
        if (!reason.empty()) {
            fail(where, "row " + std::to_string(row) + " has " + reason);
        }
    }
    if (set.names.empty()) {
        for (std::size_t row = 0; row < rows; ++row) {
            set.names.push_back(file.filename().string() + "#" + std::to_string(row));
        }
    }
    if (set.names.size() != rows) {
        fail(where, "files names " + std::to_string(set.names.size()) + " images, mu has " +
                        std::to_string(rows) + " rows");
    }
    if (!set.issame.empty() && set.issame.size() * 2 != rows) {
        fail(where, "issame has " + std::to_string(set.issame.size()) + " pairs, which need " +
                        std::to_string(set.issame.size() * 2) + " rows; mu has " + std::to_string(rows));
    }
    set.labels.assign(rows, -1);
}

}  // namespace pf
