// Finding images among others by their names, as lists, protocols and quality files give them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

/// The rows that an image's name fits.
struct NameFit {
    std::vector<std::uint32_t> rows;  ///< none, one, or several that fit equally well
    bool otherType = false;           ///< only but for the extension
};

/// Finds the row of an image by its name. A leading "./" does not count. Tried in this order, and within each
/// step a row with the same extension goes before one with another, as aligned faces are often stored as
/// another type (.png for .jpg):
/// 1. the row has the image's full name;
/// 2. the row's path ends with the image's ("/data/lfw/Ann/Ann_0001.jpg" for "Ann/Ann_0001.jpg"), by whole
///    components;
/// 3. the image's path ends with the row's; the longest such row wins.
/// Names that only nearly match are the business of matchNames. Cost: O(N log N) to build, O(log N) to find;
/// one 4-byte number a row.
class ImageNames {
  public:
    /// Keeps views of the names, which must outlive it.
    explicit ImageNames(std::span<const std::string> names);

    /// The rows that the image fits by the first of the rules that gives any.
    NameFit fit(std::string_view image) const;

    /// The row, or nothing when there is none. `where` names the list in errors.
    /// Throws: Error(Data) when the image fits more than one row equally well.
    std::optional<std::uint32_t> find(std::string_view image, const std::string& where) const;

    /// The rows whose path shares its last components with the image's, as many as possible and two at least;
    /// one is enough where all rows lie in one folder. For lists with the paths of another computer.
    NameFit fitByEnd(std::string_view image) const;

    std::size_t size() const { return names_.size(); }
    const std::string& name(std::uint32_t row) const { return names_[row]; }
    std::span<const std::string> names() const { return names_; }

  private:
    using Rows = std::span<const std::uint32_t>;

    Rows named(std::string_view stem) const;
    Rows endingWith(std::string_view stem) const;
    NameFit ofSameType(Rows rows, std::string_view image) const;

    std::span<const std::string> names_;
    std::vector<std::uint32_t> byEnd_;  ///< rows sorted by their stems read backwards
    bool inOneFolder_ = false;
};

/// The name without a leading "./".
std::string_view plainName(std::string_view name);

/// Throws Error(Data): the image fits more than one of `names`. `where` names the list.
[[noreturn]] void failAmbiguous(std::span<const std::string> names, const NameFit& fit,
                                std::string_view image, const std::string& where);

/// "'a', 'b', 'c' and 4 more", for messages.
std::string firstNames(const std::vector<std::string>& names);

/// The name that differs from the image's in the fewest letters of its last component; "" when there are no
/// names. Cost: O(N), for messages.
std::string nearestName(std::span<const std::string> names, std::string_view image);

}  // namespace pf
