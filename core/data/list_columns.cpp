#include "core/data/list_columns.h"

#include <charconv>
#include <cmath>
#include <cstdint>

#include "core/base/text.h"

namespace pf {
namespace {

std::optional<double> numberIn(std::string_view text) {
    text = trimmed(text);
    double value = 0.0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool isNumber =
        !text.empty() && result.ec == std::errc{} && result.ptr == text.data() + text.size();
    return isNumber && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

/// Column `index`, without the spaces around it; nothing behind the last.
std::optional<std::string_view> column(std::string_view line, std::size_t index) {
    for (; index > 0; --index) {
        const std::size_t tab = line.find('\t');
        if (tab == std::string_view::npos) {
            return std::nullopt;
        }
        line.remove_prefix(tab + 1);
    }
    return trimmed(line.substr(0, line.find('\t')));
}

}  // namespace

std::optional<ListLayout> listLayoutOf(std::string_view line) {
    for (const ListLayout layout : {ListLayout::Im2rec, ListLayout::Insightface}) {
        if (listColumns(line, layout)) {
            return layout;
        }
    }
    return std::nullopt;
}

std::optional<ListColumns> listColumns(std::string_view line, ListLayout layout) {
    const auto first = column(line, 0);
    const auto second = column(line, 1);
    const auto third = column(line, 2);
    const auto key = first ? numberIn(*first) : std::nullopt;
    if (!third || !key || *key < 0.0 || *key != std::floor(*key)) {
        return std::nullopt;
    }
    if (layout == ListLayout::Insightface) {
        return !second->empty() && !numberIn(*second) && numberIn(*third)
                   ? std::optional(ListColumns{*first, *third, *second})
                   : std::nullopt;
    }
    const std::string_view path = trimmed(line.substr(line.rfind('\t') + 1));
    return numberIn(*second) && !path.empty() && !numberIn(path)
               ? std::optional(ListColumns{*first, *second, path})
               : std::nullopt;
}

std::string listLabelName(std::string_view label) {
    const auto value = numberIn(label);
    const bool isWhole = value && *value == std::floor(*value) && std::abs(*value) < 1e15;
    return isWhole ? std::to_string(static_cast<std::int64_t>(*value)) : std::string(trimmed(label));
}

}  // namespace pf
