// Which embedding belongs to which image of a template protocol.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/eval/embedding_set.h"
#include "core/eval/ijb.h"

namespace pf {

/// The rows of the images of a split.
struct TemplateRows {
    std::vector<std::vector<std::uint32_t>> rows;  ///< [template][image that was found]
    std::vector<std::string> missing;              ///< one entry for every image that was not, in order
};

/// Finds images among embeddings by their names: by the full name, and else without the extension, as aligned
/// faces are often stored as another type. A leading "./" does not count.
class RowNames {
  public:
    /// Keeps views of the names: the embeddings must outlive it.
    explicit RowNames(const EmbeddingSet& embeddings);

    /// The rows of every template's images. Throws: Error(Data) when an image fits two embeddings, or an
    /// embedding two images.
    TemplateRows rowsOf(const IjbSplit& split) const;

  private:
    using Rows = std::unordered_map<std::string_view, std::uint32_t>;

    const std::uint32_t* find(std::string_view image, const std::string& where) const;

    const EmbeddingSet& embeddings_;
    Rows full_;
    Rows stems_;
};

}  // namespace pf
