// Names of images without what tools change about them: slashes, accents, capitals, zeros, a crop's ending.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace pf {

/// How much of a name's spelling is ignored; each includes those before it.
enum class NameFold {
    None,
    Slashes,  ///< "faces\\Ann\\1.jpg" is "faces/Ann/1.jpg"
    Accents,  ///< "é" is "e" with an accent behind it, as macOS stores it
    Case,
    Zeros,  ///< "Ann_0001" is "Ann_1"
    Crop,   ///< "Ann_0001_0" is "Ann_0001"
};

inline constexpr std::array<NameFold, 5> kNameFolds = {NameFold::Slashes, NameFold::Accents, NameFold::Case,
                                                       NameFold::Zeros, NameFold::Crop};

/// The name without what the fold ignores: two names are one to it when this is the same. Bytes that are not
/// UTF-8 count as Latin-1.
std::string foldedName(std::string_view name, NameFold fold);

/// What a fold ignores, for messages: "capital letters are ignored".
std::string_view nameFoldText(NameFold fold);

/// The extension with its dot: ".jpg". "frame.0001" and "lfw.bin#12" have none, or all their images would be
/// one.
std::string_view extensionOfName(std::string_view name);

}  // namespace pf
