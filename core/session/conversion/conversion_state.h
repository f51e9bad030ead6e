// How far a conversion has come, as its working folder keeps it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

struct ConversionState {
    std::string format;       ///< faceFormatNames
    std::string source;       ///< FaceSet::hash
    std::uint64_t total = 0;  ///< images of the source
    std::uint64_t visited = 0;
    std::uint64_t written = 0;
    std::uint64_t bytes = 0;  ///< lengths of the files that grow
    std::uint64_t pairBytes = 0;
    std::uint64_t skippedBytes = 0;
    std::vector<std::uint64_t> skippedAt;  ///< positions in the order of visiting, rising
    std::uint64_t height = 0;              ///< of the first image
    std::uint64_t width = 0;
    bool sizesDiffer = false;
    bool complete = false;  ///< nothing is left but to give the files their names
};

/// Throws: Error(Io).
void writeConversionState(const std::filesystem::path& file, const ConversionState& state);

/// Throws: Error(Io); Error(Data) naming the file when it is damaged or of a newer version.
ConversionState readConversionState(const std::filesystem::path& file);

/// The same of a text; `where` names it in errors.
ConversionState parseConversionState(std::string_view text, const std::string& where);

}  // namespace pf
