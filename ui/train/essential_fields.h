// The options that most trainings are about; the others wait behind "All options".
#pragma once

#include <string>
#include <vector>

#include "core/base/config/field_table.h"

namespace pf::ui {

/// Keys of the essential options.
const std::vector<std::string>& essentialKeys();

bool isEssential(const Field& field);

}  // namespace pf::ui
