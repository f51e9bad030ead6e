// The property file of a RecordIO set. Internal to record_io.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace pf {

/// "identities,height,width".
struct RecordProperty {
    std::filesystem::path file;
    bool isShared = false;  ///< the folder's `property`, with several .rec files in it
    std::uint64_t identities = 0;
    std::uint64_t height = 0;
    std::uint64_t width = 0;
};

/// Reads NAME.property beside a .rec, else `property` in its folder; nothing when there is none. One that
/// does not have the three numbers is told of in `wrong`.
std::optional<RecordProperty> readRecordProperty(const std::filesystem::path& record,
                                                 std::vector<std::string>& wrong);

}  // namespace pf
