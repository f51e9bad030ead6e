#include "core/eval/templates/template_rows.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace pf {

TemplateRows templateRows(const ImageNames& names, const IjbSplit& split) {
    TemplateRows found;
    found.rows.resize(split.templates.size());
    std::vector<std::string> images;
    std::vector<std::size_t> templateOf;  // in which an image stands first
    std::unordered_map<std::string_view, std::size_t> numbers;
    for (std::size_t t = 0; t < split.templates.size(); ++t) {
        for (const auto& image : split.templates[t].images) {
            if (numbers.try_emplace(image, images.size()).second) {
                images.push_back(image);
                templateOf.push_back(t);
            }
        }
    }
    NameMatchOptions options;
    options.place = [&](std::size_t image) {
        return split.name + ", template " + std::to_string(split.templates[templateOf[image]].id);
    };
    NameMatches matches = matchNames(names, images, options);
    found.notes = std::move(matches.notes);
    for (std::size_t t = 0; t < split.templates.size(); ++t) {
        for (const auto& image : split.templates[t].images) {
            const auto row = matches.rows[numbers.at(image)];
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
