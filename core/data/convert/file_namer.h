// Names for copied images: safe on a disk, unique in their folder, and the same on every attempt.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/data/images/image_header.h"

namespace pf {

/// One component of a path made of any text: separators and control characters become '_', a leading '.' too
/// (it would hide the file, and ".." leave the folder), and no more than 200 bytes are kept, whole UTF-8
/// letters and an image's extension among them. Text that needs none of this stays as it is.
std::string safeFileName(std::string_view text);

/// ".jpg", ".png" ...: the usual ending of a format.
std::string_view imageExtension(ImageFormat format);

/// A folder for each identity, all different, named like the identity where it can be. Numbers that rise from
/// identity to identity get leading zeros, so that folders in byte order are identities in their order.
std::vector<std::string> identityFolders(const std::vector<std::string>& identities);

/// Names images one after the other. An image inside a file ("set.rec#12") is named by its number, any other
/// by the last part of its name; where two of a folder have the same name, the later ones end in _2, _3 ...
/// Determinism: a name depends only on the names asked for before in the same folder.
class FileNamer {
  public:
    struct Name {
        std::string stem;
        std::string extension;  ///< empty: the image's format decides (imageExtension)
        bool renamed = false;   ///< differs from what the image was called
    };

    /// `folderByFolder`: images of one folder follow each other, so that only its names need to be kept.
    explicit FileNamer(bool folderByFolder) : folderByFolder_(folderByFolder) {}

    Name next(int folder, std::string_view image);

  private:
    /// What is in use of one stem.
    struct Stem {
        std::vector<std::string> extensions;  ///< "" takes the stem whatever the extension
        std::size_t nextNumber = 2;
    };
    using Stems = std::unordered_map<std::string, Stem>;

    static bool take(Stems& stems, const Name& name);

    bool folderByFolder_;
    std::unordered_map<int, Stems> used_;
};

}  // namespace pf
