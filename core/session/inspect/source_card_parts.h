// The cards of each family of sources. Internal to the source card.
#pragma once

#include <string>

#include "core/session/inspect/source_card.h"

namespace pf::detail {

/// Adds a fact, unless its value is empty.
void addFact(SourceCard& card, const std::string& name, const std::string& value);

/// Counts a problem and keeps it while there is room.
void addProblem(SourceCard& card, const std::string& problem);

}  // namespace pf::detail
