// The cards of models, weights and runs. Internal to the source card.
#pragma once

#include <filesystem>

#include "core/session/inspect/source_card.h"

namespace pf::detail {

/// Whether a folder is a run or a model that was exported or imported.
bool isModelFolder(const std::filesystem::path& folder);

/// A run directory, an exported folder or a lone checkpoint.
void describeModel(SourceCard& card);

/// Any weight file: a backbone that can be used as it is, or weights to import.
void describeWeights(SourceCard& card);

void describeConfig(SourceCard& card);

/// Whether runs were found below the folder; the card is filled then.
bool describeRuns(SourceCard& card);

}  // namespace pf::detail
