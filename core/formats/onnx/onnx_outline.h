// What an ONNX file says of itself, read without its weights: the one reader of the format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pf {

struct OnnxType {
    std::string_view name;  ///< "float32"
    std::uint64_t bytes;    ///< of one value; 0: of no fixed size
};
/// A data type by ONNX's number; nothing for one that is not known.
std::optional<OnnxType> onnxType(std::int64_t number);

/// A named array of a graph. Sizes that the file leaves open are -1.
struct OnnxValue {
    std::string name;
    std::vector<std::int64_t> shape;
    std::vector<std::string> sides = {};  ///< as the file has them: "batch", "3", "?"
    std::int64_t type = 0;                ///< ONNX's number of the data type

    /// "x [?, 3, 112, 112]".
    std::string text() const;
};

/// How many values a tensor holds in each of the places where ONNX lets them be.
struct OnnxStored {
    std::uint64_t floats = 0;
    std::uint64_t int32s = 0;
    std::uint64_t int64s = 0;
    std::uint64_t doubles = 0;
    std::uint64_t others = 0;
    std::optional<std::uint64_t> rawBytes = {};
    std::uint64_t bytesBesides = 0;  ///< that the values in all places but the raw bytes take
    bool isElsewhere = false;        ///< in another file

    /// Values in the place that belongs to a type.
    std::uint64_t typed(std::int64_t type) const;
    std::uint64_t all() const { return floats + int32s + int64s + doubles + others; }
};

/// A constant of the graph, usually weights.
struct OnnxConstant {
    std::string name;
    std::vector<std::int64_t> shape;
    std::int64_t type = 0;  ///< ONNX's number of the data type; 1 is float32, 9 bool
    OnnxStored stored = {};
    std::optional<bool> truth = {};  ///< of one truth value
};

/// A parameter of an operator, as far as the checks need it.
struct OnnxAttribute {
    std::string name;
    std::vector<std::int64_t> integers;  ///< of an integer or a list of them
    std::vector<OnnxConstant> tensors;   ///< of a tensor or a list of them
};

/// One operation of the graph.
struct OnnxNode {
    std::string operation;  ///< "Conv"; with its domain in front when that is not ONNX's own
    std::string name;       ///< may be empty
    std::vector<std::string> inputs;
    std::vector<std::string> outputs;
    std::vector<OnnxAttribute> attributes;

    /// "Conv (node 'conv1')".
    std::string title() const;
    const OnnxAttribute* find(const std::string& attribute) const;
};

struct OnnxOutline {
    std::string producer;                 ///< "pytorch 1.13.1"; may be empty
    std::vector<OnnxValue> inputs;        ///< without those that are constants
    std::vector<OnnxValue> outputs;       ///< in the file's order
    std::vector<OnnxNode> nodes;          ///< in the file's order: each uses what earlier ones made
    std::vector<OnnxConstant> constants;  ///< initialisers
    /// Versions and the file's own properties, in its order.
    std::vector<std::pair<std::string, std::string>> metadata;
    std::set<std::string> otherFiles;  ///< that hold values of tensors
    /// The first thing in the file that OpenCV cannot run, as far as reading it shows; usually empty.
    std::string unusable;
};

/// Reads a file's graph without its weights and checks all that OpenCV trusts: that the message is whole,
/// that every constant has as many values as its shape says, that every input of a node exists, and that
/// sizes of kernels, strides and the like are possible. Throws: Error(Data) naming `where` and what is wrong.
/// Cost: linear in the file; allocates names and shapes only.
OnnxOutline readOnnxOutline(std::span<const std::byte> file, const std::string& where);

/// The same without the checks, for whoever only looks at a file: it must be a whole message with a graph.
/// Cost: the weights are skipped, whatever their size. Throws: also Error(Io) when it is unreadable.
OnnxOutline readUncheckedOnnxOutline(const std::filesystem::path& file);
OnnxOutline readUncheckedOnnxOutline(std::span<const std::byte> file, const std::string& where);

}  // namespace pf
