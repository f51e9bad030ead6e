// The shapes of a ResFace's tensors, and the sizes that shapes imply.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/nn/backbones/resface.h"

namespace pf {

using NamedShapes = std::vector<std::pair<std::string, std::vector<std::int64_t>>>;

/// Names and shapes of the network's tensors, in its order, without making the network: shapes of an
/// untrusted file are compared with them before anything large is allocated.
NamedShapes resFaceShapes(const ResFaceOptions& options);

/// "resface64s2m": depth, s2 for half the width, m for features of several layers.
struct ResFaceArchitecture {
    int depth = 64;
    bool halfWidth = false;
    bool multiLayer = false;
};
/// Throws: Error(Config) naming the choices.
ResFaceArchitecture parseArchitecture(const std::string& name);

/// The width for which every stage has these channels: the one that needs no rounding, else the shortest
/// number that rounds to them; nothing when there is none.
std::optional<double> widthOf(const std::array<std::int64_t, 4>& channels);

/// Height and width of the input whose last map has this many places: square, else as nearly square as can
/// be and upright. Nothing when none is between 16 and 1024.
std::optional<std::pair<std::int64_t, std::int64_t>> inputSizeOf(std::int64_t places);

}  // namespace pf
