#include "core/base/views/view_source.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"

namespace pf {

ViewSequence viewBatches(std::int64_t count, std::int64_t batchSize,
                         std::function<View(std::int64_t)> viewAt) {
    throwIf(batchSize < 1, ErrorCode::Config, "a batch needs at least 1 image");
    return [count, batchSize, viewAt = std::move(viewAt),
            at = std::int64_t{0}]() mutable -> std::optional<std::vector<View>> {
        std::vector<View> views;
        for (const std::int64_t end = std::min(count, at + batchSize); at < end; ++at) {
            views.push_back(viewAt(at));
        }
        return views.empty() ? std::nullopt : std::optional(std::move(views));
    };
}

}  // namespace pf
