// Names of images and identities from the .lst that a .rec was made of.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/data/record_io/record_index.h"

namespace pf {

/// The paths of a .lst by image. They stay in the file and are read when asked for. Cost: 8 bytes an image.
class RecordNames {
  public:
    /// Reads the list through. im2rec's `index label path` names the record of that key, insightface's
    /// `1 path label` on line n the record of key n. Labels in `index` are places in `numbers`, where the
    /// lines' labels must stand (-1: not compared). Throws: Error(Data) saying why it is not this file's
    /// list, Error(Io).
    RecordNames(const std::filesystem::path& list, const RecordIndex& index,
                const std::vector<std::int32_t>& numbers);

    /// The path of image `image`. May be called from several threads. Throws: Error(Io).
    std::string at(std::size_t image) const;
    /// The folder of each label's images ("001"); empty when folders do not tell identities apart.
    std::vector<std::string> takeFolders() { return std::move(folders_); }

  private:
    void readLines(const RecordIndex& index, const std::vector<std::int32_t>& numbers);
    void addFolder(std::int32_t label, std::string_view path);
    void settleFolders();

    RandomFile file_;
    std::vector<std::uint64_t> places_;
    std::vector<std::string> folders_;
    bool foldersTell_ = true;
};

}  // namespace pf
