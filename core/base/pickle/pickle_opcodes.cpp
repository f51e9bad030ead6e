#include "core/base/pickle/pickle_opcodes.h"

#include <array>
#include <cstdio>
#include <utility>

namespace pf {

std::string refusedOpcodeName(std::uint8_t opcode) {
    static constexpr std::array<std::pair<std::uint8_t, const char*>, 14> kNames = {{
        {'P', "PERSID"},
        {'Q', "BINPERSID"},
        {'i', "INST"},
        {'o', "OBJ"},
        {0x81, "NEWOBJ"},
        {0x92, "NEWOBJ_EX"},
        {0x82, "EXT1"},
        {0x83, "EXT2"},
        {0x84, "EXT4"},
        {0x8f, "EMPTY_SET"},
        {0x90, "ADDITEMS"},
        {0x91, "FROZENSET"},
        {0x97, "NEXT_BUFFER"},
        {0x98, "READONLY_BUFFER"},
    }};
    for (const auto& [code, name] : kNames) {
        if (code == opcode) {
            return name;
        }
    }
    std::array<char, 8> text{};
    std::snprintf(text.data(), text.size(), "0x%02x", static_cast<unsigned>(opcode));
    return text.data();
}

}  // namespace pf
