// Finding images among embeddings by their names, as lists, protocols and quality files give them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

/// Finds the row of an image by its name. A leading "./" does not count. Tried in this order, and within each
/// step a row with the same extension goes before one with another, as aligned faces are often stored as
/// another type (.png for .jpg):
/// 1. the row has the image's full name;
/// 2. the row's path ends with the image's ("/data/lfw/Ann/Ann_0001.jpg" for "Ann/Ann_0001.jpg"), by whole
///    components;
/// 3. the image's path ends with the row's; the longest such row wins.
/// Cost: O(N log N) to build, O(log N) to find; one 4-byte number a row.
class ImageNames {
  public:
    /// Keeps views of the names, which must outlive it.
    explicit ImageNames(std::span<const std::string> names);

    /// The row, or nothing when there is none. `where` names the list in errors.
    /// Throws: Error(Data) when the image fits more than one row equally well.
    std::optional<std::uint32_t> find(std::string_view image, const std::string& where) const;

    std::size_t size() const { return names_.size(); }
    const std::string& name(std::uint32_t row) const { return names_[row]; }

  private:
    using Rows = std::span<const std::uint32_t>;

    Rows named(std::string_view stem) const;
    Rows endingWith(std::string_view stem) const;
    std::uint32_t choose(Rows rows, std::string_view image, const std::string& where) const;

    std::span<const std::string> names_;
    std::vector<std::uint32_t> byEnd_;  ///< rows sorted by their stems read backwards
};

/// Finds rows and sees to it that no two images share one.
class ImageRows {
  public:
    /// `names` must outlive it.
    explicit ImageRows(const ImageNames& names);

    /// As ImageNames::find; the same image may be asked for again. The image's name must outlive this object.
    /// Throws: Error(Data) also when another image took the row before.
    std::optional<std::uint32_t> find(std::string_view image, const std::string& where);

  private:
    const ImageNames& names_;
    std::vector<std::string_view> imageOfRow_;
};

/// "'a', 'b', 'c' and 4 more", for messages.
std::string firstNames(const std::vector<std::string>& names);

}  // namespace pf
