// MATLAB files and embeddings for tests of identification.
#pragma once

#include <matio.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/results/embedding_set.h"

namespace pf::test {

/// Writes variables into one new MATLAB file, by the library that many tools use.
class MatWriter {
  public:
    explicit MatWriter(const std::filesystem::path& file,
                       matio_compression compression = MAT_COMPRESSION_ZLIB, mat_ft version = MAT_FT_MAT5)
        : file_(Mat_CreateVer(file.c_str(), nullptr, version)), compression_(compression) {
        if (file_ == nullptr) {
            throw std::runtime_error("cannot create " + file.string());
        }
    }
    ~MatWriter() { Mat_Close(file_); }
    MatWriter(const MatWriter&) = delete;
    MatWriter& operator=(const MatWriter&) = delete;

    MatWriter& ints(const std::string& name, const std::vector<std::int32_t>& values) {
        return write(array(name.c_str(), MAT_C_INT32, MAT_T_INT32, values, false));
    }
    MatWriter& doubles(const std::string& name, const std::vector<double>& values) {
        return write(array(name.c_str(), MAT_C_DOUBLE, MAT_T_DOUBLE, values, true));
    }
    MatWriter& texts(const std::string& name, const std::vector<std::string>& texts) {
        std::vector<matvar_t*> cells;
        for (const auto& text : texts) {
            const std::vector<char> letters(text.begin(), text.end());
            cells.push_back(array(nullptr, MAT_C_CHAR, MAT_T_UTF8, letters, false));
        }
        return write(cellArray(name, cells));
    }
    MatWriter& intCells(const std::string& name, const std::vector<std::vector<std::int32_t>>& lists) {
        std::vector<matvar_t*> cells;
        for (const auto& list : lists) {
            cells.push_back(array(nullptr, MAT_C_INT32, MAT_T_INT32, list, true));
        }
        return write(cellArray(name, cells));
    }

  private:
    template <typename Value>
    static matvar_t* array(const char* name, matio_classes kind, matio_types type, std::vector<Value> values,
                           bool column) {
        size_t dims[2] = {column ? values.size() : 1, column ? 1 : values.size()};
        return Mat_VarCreate(name, kind, type, 2, dims, values.data(), 0);
    }
    static matvar_t* cellArray(const std::string& name, std::vector<matvar_t*> cells) {
        size_t dims[2] = {cells.size(), 1};
        return Mat_VarCreate(name.c_str(), MAT_C_CELL, MAT_T_CELL, 2, dims, cells.data(), 0);
    }
    MatWriter& write(matvar_t* variable) {
        Mat_VarWrite(file_, variable, compression_);
        Mat_VarFree(variable);
        return *this;
    }

    mat_t* file_;
    matio_compression compression_;
};

inline void addPlanarFace(EmbeddingSet& set, const std::string& name, double angle, float sigmaSq = 0.1F) {
    set.embeddingSize = 2;
    set.sigmaSize = 1;
    set.names.push_back(name);
    set.mu.push_back(static_cast<float>(std::cos(angle)));
    set.mu.push_back(static_cast<float>(std::sin(angle)));
    set.sigmaSq.push_back(sigmaSq);
}

}  // namespace pf::test
