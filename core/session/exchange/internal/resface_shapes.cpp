#include "core/session/exchange/internal/resface_shapes.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace pf {
namespace {

constexpr std::int64_t kStride = 16;  ///< of all four stages
constexpr std::int64_t kMaxInput = 1024;

std::vector<std::int64_t> shapeOf(const std::string& name, const ResFaceOptions& options) {
    static const std::string kStage = "backbone.stage";
    const std::int64_t last = resFaceChannels(options.width, 3);
    if (!name.starts_with(kStage)) {
        return name == "backbone.fc.weight"
                   ? std::vector<std::int64_t>{options.embeddingSize,
                                               last * resFaceLastSide(options.inputHeight) *
                                                   resFaceLastSide(options.inputWidth)}
                   : std::vector<std::int64_t>{options.embeddingSize};
    }
    const auto stage = static_cast<std::size_t>(name[kStage.size()] - '1');
    const std::int64_t out = resFaceChannels(options.width, stage);
    if (name.find(".conv") == std::string::npos) {
        return {out};
    }
    const bool isEntry = name.find(".block") == std::string::npos;
    const std::int64_t before = stage == 0 ? 3 : resFaceChannels(options.width, stage - 1);
    return {out, isEntry ? before : out, 3, 3};
}

}  // namespace

NamedShapes resFaceShapes(const ResFaceOptions& options) {
    ResFaceOptions tiny;
    tiny.depth = options.depth;
    tiny.width = 1.0 / 64.0;
    tiny.inputHeight = tiny.inputWidth = kStride;
    tiny.embeddingSize = 2;
    NamedShapes shapes;
    for (const auto& [name, tensor] : ResFace(tiny, 0).namedTensors()) {
        shapes.emplace_back(name, shapeOf(name, options));
    }
    return shapes;
}

ResFaceArchitecture parseArchitecture(const std::string& name) {
    ResFaceArchitecture architecture;
    std::string rest = name;
    const auto take = [&rest](const std::string& part) {
        const bool found = rest.starts_with(part);
        rest.erase(0, found ? part.size() : 0);
        return found;
    };
    bool known = false;
    for (const int depth : {20, 36, 64}) {
        if (!known && take("resface" + std::to_string(depth))) {
            architecture.depth = depth;
            known = true;
        }
    }
    architecture.halfWidth = take("s2");
    architecture.multiLayer = take("m");
    throwIf(!known || !rest.empty(), ErrorCode::Config,
            "there is no architecture '" + name +
                "'; resface20, resface36 and resface64 exist, with s2 for half the width and m for features "
                "of several layers (resface64s2m)");
    return architecture;
}

std::optional<double> widthOf(const std::array<std::int64_t, 4>& channels) {
    const double exact = static_cast<double>(channels[3]) / static_cast<double>(kResFaceChannels[3]);
    const auto fitsExactly = [&](std::size_t s) {
        return static_cast<double>(channels[s]) == exact * static_cast<double>(kResFaceChannels[s]);
    };
    if (channels[0] > 0 && fitsExactly(0) && fitsExactly(1) && fitsExactly(2)) {
        return exact;
    }
    double lowest = 0;
    double highest = 1e9;
    for (std::size_t s = 0; s < channels.size(); ++s) {
        const auto unit = static_cast<double>(kResFaceChannels[s]);
        lowest = std::max(lowest, (static_cast<double>(channels[s]) - 0.5) / unit);
        highest = std::min(highest, (static_cast<double>(channels[s]) + 0.5) / unit);
    }
    for (double scale = 1; scale <= 1e6; scale *= 10) {
        const double width = std::ceil(lowest * scale) / scale;
        bool fits = width < highest;
        for (std::size_t s = 0; s < channels.size(); ++s) {
            fits = fits && resFaceChannels(width, s) == channels[s];
        }
        if (fits) {
            return width;
        }
    }
    return std::nullopt;
}

std::optional<std::pair<std::int64_t, std::int64_t>> inputSizeOf(std::int64_t places) {
    for (auto wide = static_cast<std::int64_t>(std::sqrt(static_cast<double>(places)) + 0.5); wide > 0;
         --wide) {
        if (places % wide == 0) {
            const std::int64_t high = places / wide;
            const auto size = std::pair(std::max(high, wide) * kStride, std::min(high, wide) * kStride);
            return size.first > kMaxInput ? std::nullopt : std::optional(size);
        }
    }
    return std::nullopt;
}

}  // namespace pf
