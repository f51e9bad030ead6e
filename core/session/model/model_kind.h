// Is a file that was given as a model one?
#pragma once

#include <filesystem>

namespace pf {

/// Throws: Error(Data) when a file that was given as a model is a network or other weights without an
/// uncertainty head, saying how to train one. Reads its table only.
void requireHead(const std::filesystem::path& weights);

}  // namespace pf
