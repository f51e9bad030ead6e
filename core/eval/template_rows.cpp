#include "core/eval/template_rows.h"

#include <algorithm>

namespace pf {

RowNames::RowNames(const EmbeddingSet& embeddings) : names_(embeddings.names) {}

TemplateRows RowNames::rowsOf(const IjbSplit& split) const {
    TemplateRows found;
    found.rows.resize(split.templates.size());
    ImageRows imageRows(names_);
    for (std::size_t t = 0; t < split.templates.size(); ++t) {
        const auto where = split.name + ", template " + std::to_string(split.templates[t].id);
        for (const auto& image : split.templates[t].images) {
            const auto row = imageRows.find(image, where);
            if (!row) {
                found.missing.push_back(image);
                continue;
            }
            auto& rows = found.rows[t];
            if (std::find(rows.begin(), rows.end(), *row) == rows.end()) {
                rows.push_back(*row);  // "./a" and "a" are one image, and a template is a set
            }
        }
    }
    return found;
}

}  // namespace pf
