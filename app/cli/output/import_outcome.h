// What an import of weights did, said the same way whatever was imported.
#pragma once

#include "core/session/exchange/weight_import.h"

namespace pf::cli {

void print(const ImportOutcome& outcome);

}  // namespace pf::cli
