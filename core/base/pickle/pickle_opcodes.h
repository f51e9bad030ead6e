// Names of pickle opcodes. Internal to the pickle reader.
#pragma once

#include <cstdint>
#include <string>

namespace pf {

/// The name of an opcode that is refused ("INST", "OBJ", "PERSID" ...), or "0x.." for no opcode at all.
std::string refusedOpcodeName(std::uint8_t opcode);

}  // namespace pf
