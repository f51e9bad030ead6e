#include <string>

#include "core/base/error.h"
#include "core/eval/embedding_readers.h"
#include "core/eval/table_reader.h"

namespace pf {
namespace {

using Fields = TableReader::Fields;

/// How many columns from `first` on are called PREFIX0, PREFIX1, ...
std::size_t numberedColumns(const Fields& header, std::size_t first, const std::string& prefix) {
    std::size_t count = 0;
    while (first + count < header.size() && header[first + count] == prefix + std::to_string(count)) {
        ++count;
    }
    return count;
}

void setSizes(EmbeddingSet& set, const Fields& header, const std::string& place) {
    set.embeddingSize = numberedColumns(header, 1, "mu_");
    const std::size_t sigmaColumn = 1 + set.embeddingSize;
    const bool isScalar = sigmaColumn + 1 == header.size() && header.back() == "sigma_sq";
    set.sigmaSize = isScalar ? 1 : numberedColumns(header, sigmaColumn, "sigma_sq_");
    const bool fits = set.sigmaSize == 1 || set.sigmaSize == set.embeddingSize;
    if (columnNamed(header, {"name", "file", "filename"}) != std::size_t{0} || set.embeddingSize == 0 ||
        !fits || sigmaColumn + set.sigmaSize != header.size()) {
        throw Error(ErrorCode::Data,
                    "its header is not 'name,mu_0,...,mu_(D-1),sigma_sq' nor ends in "
                    "'sigma_sq_0,...,sigma_sq_(D-1)'; write these columns in this order",
                    place);
    }
}

}  // namespace

EmbeddingSet readTableOfEmbeddings(const std::filesystem::path& file) {
    TableReader table(file);
    Fields fields;
    EmbeddingSet set;
    if (!table.next(fields)) {
        throw Error(ErrorCode::Data, "has no header; is the file complete?", file.string());
    }
    setSizes(set, fields, table.place());
    const std::vector<std::string> header(fields.begin(), fields.end());
    while (table.next(fields)) {
        set.names.emplace_back(fields[0]);
        for (std::size_t i = 1; i < fields.size(); ++i) {
            double value = 0;
            if (!parseFinite(fields[i], value)) {
                throw Error(ErrorCode::Data,
                            header[i] + " is '" + std::string(fields[i]) + "'; a finite number is needed",
                            table.place());
            }
            (i <= set.embeddingSize ? set.mu : set.sigmaSq).push_back(static_cast<float>(value));
        }
    }
    return set;
}

}  // namespace pf
