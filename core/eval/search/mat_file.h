// The variables of a MATLAB file that protocols are stored in: lists of indices and of texts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace pf {

/// A MATLAB level 5 file in memory, whose structure has been checked. Numbers may be of any type; lists may
/// be rows or columns.
class MatFile {
  public:
    using Numbers = std::vector<std::uint32_t>;

    /// Throws: as checkMatStructure.
    explicit MatFile(std::filesystem::path file);
    ~MatFile();
    MatFile(const MatFile&) = delete;
    MatFile& operator=(const MatFile&) = delete;

    const std::filesystem::path& path() const { return path_; }
    /// Names of the variables, in the file's order.
    const std::vector<std::string>& names() const { return names_; }
    bool has(const std::string& name) const;

    /// A list of whole numbers from 0. Throws: Error(Data), naming file and variable: no such variable, not a
    /// list of numbers, a value that is not whole or is negative or above 2^32 - 1.
    Numbers numbers(const std::string& name) const;
    /// A cell array whose cells are such lists. Throws: as numbers.
    std::vector<Numbers> numberCells(const std::string& name) const;
    /// A cell array of texts. Throws: Error(Data): no such variable, a cell that is not a line of ASCII text.
    std::vector<std::string> textCells(const std::string& name) const;

  private:
    struct Impl;

    std::filesystem::path path_;
    std::vector<std::string> names_;
    std::unique_ptr<Impl> impl_;
};

}  // namespace pf
