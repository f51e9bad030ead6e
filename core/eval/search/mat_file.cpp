#include "core/eval/search/mat_file.h"

#include <algorithm>
#include <cmath>

#include <matio.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/eval/search/mat_structure.h"

namespace pf {
namespace {

/// A row, a column, or nothing at all.
std::size_t requireList(const matvar_t& variable, const std::string& place) {
    failDataIf(variable.rank != 2 || (variable.dims[0] > 1 && variable.dims[1] > 1), place,
               "is not a list, that is one row or one column; is the file of this protocol?");
    return variable.dims[0] * variable.dims[1];
}

template <typename Value>
MatFile::Numbers wholeNumbers(const matvar_t& variable, std::size_t count, const std::string& place) {
    MatFile::Numbers numbers;
    numbers.reserve(count);
    const auto* values = static_cast<const Value*>(variable.data);
    for (std::size_t i = 0; i < count; ++i) {
        const auto value = static_cast<double>(values[i]);
        if (!(value >= 0 && value <= 4294967295.0) || std::floor(value) != value) {
            failData(place, "has the value ", formatNumber(value), " at ", i + 1,
                     "; whole numbers from 0 are needed");
        }
        numbers.push_back(static_cast<std::uint32_t>(value));
    }
    return numbers;
}

MatFile::Numbers numbersOf(const matvar_t& variable, const std::string& place) {
    const std::size_t count = requireList(variable, place);
    if (count == 0) {
        return {};
    }
    failDataIf(variable.data == nullptr, place, "cannot be read; the file is damaged: copy it again");
    static const std::map<matio_classes, decltype(&wholeNumbers<double>)> kReaders = {
        {MAT_C_DOUBLE, wholeNumbers<double>},      {MAT_C_SINGLE, wholeNumbers<float>},
        {MAT_C_INT8, wholeNumbers<std::int8_t>},   {MAT_C_UINT8, wholeNumbers<std::uint8_t>},
        {MAT_C_INT16, wholeNumbers<std::int16_t>}, {MAT_C_UINT16, wholeNumbers<std::uint16_t>},
        {MAT_C_INT32, wholeNumbers<std::int32_t>}, {MAT_C_UINT32, wholeNumbers<std::uint32_t>},
        {MAT_C_INT64, wholeNumbers<std::int64_t>}, {MAT_C_UINT64, wholeNumbers<std::uint64_t>}};
    const auto reader = kReaders.find(variable.class_type);
    failDataIf(reader == kReaders.end(), place, "holds no numbers; is the file of this protocol?");
    return reader->second(variable, count, place);
}

std::string textOf(const matvar_t& variable, const std::string& place) {
    failDataIf(variable.class_type != MAT_C_CHAR || variable.rank != 2 || variable.dims[0] > 1 ||
                   (variable.data_size != 1 && variable.data_size != 2),
               place, "is not a line of text; is the file of this protocol?");
    const std::size_t count = variable.dims[0] * variable.dims[1];
    std::string text;
    for (std::size_t i = 0; i < count && variable.data != nullptr; ++i) {
        const unsigned letter = variable.data_size == 1 ? static_cast<const std::uint8_t*>(variable.data)[i]
                                                        : static_cast<const std::uint16_t*>(variable.data)[i];
        failDataIf(letter < 0x20 || letter > 0x7E, place,
                   "has a character that is not printable ASCII; the protocol's names are plain");
        text.push_back(static_cast<char>(letter));
    }
    return text;
}

}  // namespace

MatFile::MatFile(const std::filesystem::path& file) : file_(file.string()), names_(checkMatStructure(file)) {
    // All at once: looking one up walks over the cells of all before it.
    const std::unique_ptr<mat_t, decltype(&Mat_Close)> opened(Mat_Open(file.c_str(), MAT_ACC_RDONLY),
                                                              &Mat_Close);
    failDataIf(!opened, file_, "cannot be opened as a MATLAB file; copy it again");
    while (matvar_t* next = Mat_VarReadNext(opened.get())) {
        const std::shared_ptr<matvar_t> variable(next, &Mat_VarFree);
        if (variable->name != nullptr) {
            variables_.emplace(variable->name, variable);
        }
    }
}

const matvar_t& MatFile::find(const std::string& name) const {
    const auto found = variables_.find(name);
    if (found == variables_.end()) {
        failData(file_, std::ranges::find(names_, name) != names_.end()
                            ? "variable '" + name + "' cannot be read; the file is damaged: copy it again"
                            : "has no variable '" + name + "'; use the .mat file of the protocol's release");
    }
    return *found->second;
}

/// Calls visit(cell, place) for every cell of a list of them.
template <typename Visit>
void MatFile::forEachCell(const std::string& name, const Visit& visit) const {
    const auto& variable = find(name);
    const std::size_t count = requireList(variable, place(name));
    failDataIf(variable.class_type != MAT_C_CELL || (count > 0 && variable.data == nullptr), place(name),
               "is not a list of cells; is the file of this protocol?");
    for (std::size_t i = 0; i < count; ++i) {
        const auto* cell = static_cast<matvar_t* const*>(variable.data)[i];
        const auto cellPlace = place(name) + ", cell " + std::to_string(i + 1);
        failDataIf(cell == nullptr, cellPlace, "cannot be read; the file is damaged: copy it again");
        visit(*cell, cellPlace);
    }
}

MatFile::Numbers MatFile::numbers(const std::string& name) const {
    return numbersOf(find(name), place(name));
}

std::vector<MatFile::Numbers> MatFile::numberCells(const std::string& name) const {
    std::vector<Numbers> lists;
    forEachCell(name, [&](const matvar_t& cell, const std::string& cellPlace) {
        lists.push_back(numbersOf(cell, cellPlace));
    });
    return lists;
}

std::vector<std::string> MatFile::textCells(const std::string& name) const {
    std::vector<std::string> texts;
    forEachCell(name, [&](const matvar_t& cell, const std::string& cellPlace) {
        texts.push_back(textOf(cell, cellPlace));
    });
    return texts;
}

}  // namespace pf
