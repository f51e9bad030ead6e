// What an ONNX file says of itself, read and checked before OpenCV sees it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pf {

/// A named array of a graph. Sizes that the file leaves open are -1.
struct OnnxValue {
    std::string name;
    std::vector<std::int64_t> shape;
    bool isBytes = false;  ///< its elements are of type uint8

    /// "x [?, 3, 112, 112]".
    std::string text() const;
};

/// A parameter of an operator, as far as the checks need it.
struct OnnxAttribute {
    std::string name;
    std::vector<std::int64_t> integers;  ///< of an integer or a list of them
    std::string text;                    ///< of a string
    std::optional<bool> truth = {};      ///< of a tensor that is one truth value
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

/// A constant of the graph, usually weights.
struct OnnxConstant {
    std::string name;
    std::vector<std::int64_t> shape;
    std::int64_t type = 0;           ///< ONNX's number of the data type; 1 is float32, 9 bool
    std::optional<bool> truth = {};  ///< of one truth value
};

struct OnnxOutline {
    std::string producer;                 ///< "pytorch 1.13.1"; may be empty
    std::int64_t operatorSet = 0;         ///< version of ONNX's own operators
    std::vector<OnnxValue> inputs;        ///< without those that are constants
    std::vector<OnnxValue> outputs;       ///< in the file's order
    std::vector<OnnxNode> nodes;          ///< in the file's order: each uses what earlier ones made
    std::vector<OnnxConstant> constants;  ///< initialisers

    std::size_t parameterCount() const;
};

/// Reads a file's graph without its weights and checks all that OpenCV trusts: that the message is whole,
/// that every constant has as many values as its shape says, that every input of a node exists, and that
/// sizes of kernels, strides and the like are possible. Throws: Error(Data) naming `where` and what is wrong.
/// Cost: linear in the file; allocates names and shapes only.
OnnxOutline readOnnxOutline(std::span<const std::byte> file, const std::string& where);

}  // namespace pf
