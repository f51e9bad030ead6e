#include "core/eval/template_rows.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/base/error.h"

namespace pf {
namespace {

constexpr std::uint32_t kAmbiguous = std::numeric_limits<std::uint32_t>::max();

std::string_view plainName(std::string_view name) {
    while (name.starts_with("./")) {
        name.remove_prefix(2);
    }
    return name;
}

std::string_view withoutExtension(std::string_view name) {
    const auto dot = name.rfind('.');
    const auto slash = name.rfind('/');
    const std::size_t start = slash == std::string_view::npos ? 0 : slash + 1;
    return dot == std::string_view::npos || dot <= start ? name : name.substr(0, dot);
}

}  // namespace

RowNames::RowNames(const EmbeddingSet& embeddings) : embeddings_(embeddings) {
    const auto add = [](Rows& rows, std::string_view name, std::size_t row) {
        const auto [entry, isNew] = rows.try_emplace(name, static_cast<std::uint32_t>(row));
        if (!isNew) {
            entry->second = kAmbiguous;
        }
    };
    for (std::size_t row = 0; row < embeddings.names.size(); ++row) {
        const auto name = plainName(embeddings.names[row]);
        add(full_, name, row);
        add(stems_, withoutExtension(name), row);
    }
}

const std::uint32_t* RowNames::find(std::string_view image, const std::string& where) const {
    const auto look = [&](const Rows& rows, std::string_view name,
                          const char* manner) -> const std::uint32_t* {
        const auto found = rows.find(name);
        if (found == rows.end()) {
            return nullptr;
        }
        if (found->second == kAmbiguous) {
            throw Error(ErrorCode::Data,
                        "image '" + std::string(image) + "' fits more than one embedding named '" +
                            std::string(name) + "'" + manner + "; embed every image once, under its own name",
                        where);
        }
        return &found->second;
    };
    const auto* row = look(full_, image, "");
    return row != nullptr ? row : look(stems_, withoutExtension(image), " but for the extension");
}

TemplateRows RowNames::rowsOf(const IjbSplit& split) const {
    TemplateRows found;
    found.rows.resize(split.templates.size());
    std::vector<std::string_view> imageOfRow(embeddings_.names.size());
    for (std::size_t t = 0; t < split.templates.size(); ++t) {
        for (const auto& image : split.templates[t].images) {
            const auto where = split.name + ", template " + std::to_string(split.templates[t].id);
            const auto name = plainName(image);
            const auto* row = find(name, where);
            if (row == nullptr) {
                found.missing.push_back(image);
                continue;
            }
            auto& owner = imageOfRow[*row];
            if (!owner.empty() && owner != name) {
                throw Error(ErrorCode::Data,
                            "images '" + std::string(owner) + "' and '" + std::string(name) +
                                "' both fit the embedding '" + embeddings_.names[*row] +
                                "'; embed both, under their own names",
                            where);
            }
            owner = name;
            auto& rows = found.rows[t];
            if (std::find(rows.begin(), rows.end(), *row) == rows.end()) {
                rows.push_back(*row);  // "./a" and "a" are one image, and a template is a set
            }
        }
    }
    return found;
}

}  // namespace pf
