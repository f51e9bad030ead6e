// Conversion between YAML nodes and option values; shared by the field table and the config file.
#pragma once

#include <string>

#include "core/base/config/field_table.h"

namespace YAML {
class Node;
}

namespace pf {

/// Sets a field from a parsed node. Throws: Error(Config), led by `where`.
void setFieldNode(const Field& field, Options& options, const YAML::Node& node, const std::string& where);

/// A scalar as YAML writes it: quoted only where it must be.
std::string yamlScalar(const std::string& text);

}  // namespace pf
