#include "core/eval/embeddings/embedding_writer.h"

#include <array>
#include <charconv>
#include <span>
#include <string_view>

#include "core/base/atomic_file.h"
#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/numpy/npy.h"
#include "core/base/table_reader.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 20;

std::string suffixOf(const std::filesystem::path& file) {
    return lowerCase(file.extension().string());
}

/// Writes a header and lines in blocks, so that a table of millions of them is never in memory as a whole.
template <typename LineOf>
void writeLines(const std::filesystem::path& file, const std::string& header, std::size_t lines,
                const LineOf& lineOf) {
    writeFileAtomically(file, [&](const ByteSink& sink) {
        std::string text = header + "\n";
        for (std::size_t line = 0; line < lines; ++line) {
            text += lineOf(line) + "\n";
            if (text.size() >= kBlockBytes) {
                sink(std::as_bytes(std::span(text)));
                text.clear();
            }
        }
        sink(std::as_bytes(std::span(text)));
    });
}

/// Nine digits, from which the same float comes back even by way of a double.
std::string floatText(float value) {
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 9).ptr;
    return {text.data(), end};
}

/// A name as a field: in quotes where a reader would otherwise divide or trim it.
std::string nameField(const std::string& name, const std::filesystem::path& file) {
    if (name.find_first_of(std::string_view("\n\r\0", 3)) != std::string::npos) {
        failData(file.string(), "the image '", quotable(name),
                 "' has a line break in its name, which a .csv cannot hold; write a .npz");
    }
    return name.empty() || trimmed(name) != name ? csvQuoted(name) : csvField(name);
}

void writeArchive(const std::filesystem::path& file, const EmbeddingSet& embeddings) {
    NpzArrays arrays;
    arrays["mu"] = NpyArray::fromFloats(embeddings.mu, {embeddings.size(), embeddings.embeddingSize});
    if (embeddings.hasSigma()) {
        arrays["sigma_sq"] =
            NpyArray::fromFloats(embeddings.sigmaSq, {embeddings.size(), embeddings.sigmaSize});
    }
    if (!embeddings.norms.empty()) {
        arrays["norm"] = NpyArray::fromFloats(embeddings.norms, {embeddings.size()});
    }
    arrays["files"] = NpyArray::fromStrings(embeddings.names);
    if (!embeddings.issame.empty()) {
        arrays["issame"] = NpyArray::fromBools(embeddings.issame);
    }
    if (const AbsentPairs& absent = embeddings.absent; absent.any()) {
        const std::vector<std::int64_t> counts = {static_cast<std::int64_t>(absent.genuine),
                                                  static_cast<std::int64_t>(absent.impostor),
                                                  static_cast<std::int64_t>(absent.images)};
        arrays["absent_pairs"] = NpyArray::fromIntegers(counts, {counts.size()});
        arrays["failed"] = NpyArray::fromStrings(absent.failed);
        if (!absent.place.empty()) {
            const std::vector<std::int64_t> places(absent.place.begin(), absent.place.end());
            arrays["pair_place"] = NpyArray::fromIntegers(places, {places.size()});
        }
    }
    writeNpz(file, arrays);
}

void writeArray(const std::filesystem::path& file, const EmbeddingSet& embeddings) {
    const std::span<const float> mu(embeddings.mu);
    const std::span<const float> sigmaSq(embeddings.sigmaSq);
    std::vector<float> columns;
    columns.reserve(mu.size() + sigmaSq.size());
    for (std::size_t row = 0; row < embeddings.size(); ++row) {
        const auto muRow = mu.subspan(row * embeddings.embeddingSize, embeddings.embeddingSize);
        const auto sigmaRow = sigmaSq.subspan(row * embeddings.sigmaSize, embeddings.sigmaSize);
        columns.insert(columns.end(), muRow.begin(), muRow.end());
        columns.insert(columns.end(), sigmaRow.begin(), sigmaRow.end());
    }
    const auto array =
        NpyArray::fromFloats(columns, {embeddings.size(), embeddings.embeddingSize + embeddings.sigmaSize});
    writeFileAtomically(file, [&array](const ByteSink& sink) { sink(npyBytes(array)); });
}

void writeTable(const std::filesystem::path& file, const EmbeddingSet& embeddings) {
    std::string header = "name";
    for (std::size_t i = 0; i < embeddings.embeddingSize; ++i) {
        header += ",mu_" + std::to_string(i);
    }
    for (std::size_t i = 0; i < embeddings.sigmaSize; ++i) {
        header += embeddings.sigmaSize == 1 ? ",sigma_sq" : ",sigma_sq_" + std::to_string(i);
    }
    writeLines(file, header, embeddings.size(), [&](std::size_t row) {
        std::string line = nameField(embeddings.names.at(row), file);
        for (std::size_t i = 0; i < embeddings.embeddingSize; ++i) {
            line += "," + floatText(embeddings.mu[row * embeddings.embeddingSize + i]);
        }
        for (std::size_t i = 0; i < embeddings.sigmaSize; ++i) {
            line += "," + floatText(embeddings.sigmaSq[row * embeddings.sigmaSize + i]);
        }
        return line;
    });
}

}  // namespace

void requireEmbeddingFile(const std::filesystem::path& file) {
    const std::string suffix = suffixOf(file);
    if (suffix != ".npz" && suffix != ".npy" && suffix != ".csv") {
        throw Error(ErrorCode::Config,
                    suffix.empty()
                        ? "has no extension that says how to write embeddings; end it in .npz, .npy or .csv"
                        : "embeddings are not written as " + suffix + "; end it in .npz, .npy or .csv",
                    file.string());
    }
}

void requireNamesForFile(const std::filesystem::path& file, const std::vector<std::string>& names) {
    if (suffixOf(file) == ".csv") {
        for (const std::string& name : names) {
            nameField(name, file);
        }
    }
}

void writeEmbeddings(const std::filesystem::path& file, const EmbeddingSet& embeddings) {
    requireEmbeddingFile(file);
    const std::string suffix = suffixOf(file);
    if (suffix == ".npz") {
        writeArchive(file, embeddings);
    } else if (suffix == ".npy") {
        writeArray(file, embeddings);
    } else {
        writeTable(file, embeddings);
    }
}

void writeQuality(const std::filesystem::path& file, const EmbeddingSet& embeddings) {
    const std::vector<double> sigmaSq = embeddings.sigmaSummary();
    const bool hasNorms = !embeddings.norms.empty();
    writeLines(file, hasNorms ? "name,sigma_sq,quality,norm" : "name,sigma_sq,quality", sigmaSq.size(),
               [&](std::size_t row) {
                   return nameField(embeddings.names.at(row), file) + "," + formatNumber(sigmaSq[row]) + "," +
                          formatNumber(1.0 / sigmaSq[row]) +
                          (hasNorms ? "," + floatText(embeddings.norms[row]) : "");
               });
}

}  // namespace pf
