// The variables of a MATLAB file that protocols are stored in: lists of indices and of texts.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

struct matvar_t;

namespace pf {

/// A MATLAB level 5 file in memory, whose structure has been checked. Numbers may be of any type; lists may
/// be rows or columns.
class MatFile {
  public:
    using Numbers = std::vector<std::uint32_t>;

    /// Takes a level 5 file (`save -v6` or `-v7`) of numbers, text and cells of them, in two dimensions, of
    /// which every size that it declares is backed by bytes that are there. Throws: Error(Io) (cannot be
    /// read), Error(Data) naming the file and the variable: another format or version, a cut file, sizes that
    /// contradict each other, another kind of variable, more than 64 MiB. Cost: O(bytes) time; memory of the
    /// file and of its largest compressed variable.
    explicit MatFile(const std::filesystem::path& file);

    /// Names of the variables, in the file's order.
    const std::vector<std::string>& names() const { return names_; }
    /// "FILE, variable 'NAME'".
    std::string place(const std::string& name) const { return file_ + ", variable '" + name + "'"; }

    /// A list of whole numbers from 0. Throws: Error(Data), naming file and variable: no such variable, not a
    /// list of numbers, a value that is not whole or is negative or above 2^32 - 1.
    Numbers numbers(const std::string& name) const;
    /// A cell array whose cells are such lists. Throws: as numbers.
    std::vector<Numbers> numberCells(const std::string& name) const;
    /// A cell array of texts. Throws: Error(Data): no such variable, a cell that is not a line of ASCII text.
    std::vector<std::string> textCells(const std::string& name) const;

  private:
    const matvar_t& find(const std::string& name) const;
    template <typename Visit>
    void forEachCell(const std::string& name, const Visit& visit) const;

    std::string file_;
    std::vector<std::string> names_;
    std::map<std::string, std::shared_ptr<matvar_t>> variables_;
};

}  // namespace pf
