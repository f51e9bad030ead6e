#include "core/data/onnx_network.h"

#include <algorithm>
#include <fstream>
#include <mutex>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/numbers.h"
#include "core/base/stand_in.h"
#include "core/base/text.h"
#include "core/formats/onnx/onnx_checks.h"
#include "core/formats/onnx/onnx_training.h"

namespace pf {
namespace {

/// Protocol buffers end there.
constexpr std::uintmax_t kLargestFile = 2147483647;
/// Of all feature maps of one batch together; a hostile file may ask for any amount.
constexpr std::uint64_t kLargestRunBytes = std::uint64_t{4} << 30;

/// OpenCV writes what it then throws to the error stream as well; nothing of that while one of these lives.
class QuietOpenCv {
  public:
    QuietOpenCv() {
        const std::lock_guard lock(mutex);
        if (alive++ == 0) {
            before = cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        }
    }
    ~QuietOpenCv() {
        const std::lock_guard lock(mutex);
        if (--alive == 0) {
            cv::utils::logging::setLogLevel(before);
        }
    }
    QuietOpenCv(const QuietOpenCv&) = delete;
    QuietOpenCv& operator=(const QuietOpenCv&) = delete;

  private:
    inline static std::mutex mutex;
    inline static int alive = 0;
    inline static cv::utils::logging::LogLevel before = cv::utils::logging::LOG_LEVEL_WARNING;
};

/// The text between two marks, or "".
std::string between(const std::string& text, std::string_view start, std::string_view end) {
    const std::size_t first = text.find(start);
    if (first == std::string::npos) {
        return {};
    }
    const std::size_t last = text.find(end, first + start.size());
    return last == std::string::npos ? "" : text.substr(first + start.size(), last - first - start.size());
}

/// What OpenCV found wrong, without its source files and line breaks.
std::string reasonOf(const std::exception& error) {
    std::string text = error.what();
    // The innermost message comes last: "... error: (-215:Assertion failed) reason in function 'f'".
    if (const std::size_t start = text.rfind("error: ("); start != std::string::npos) {
        const std::size_t close = text.find(')', start);
        text = close == std::string::npos ? text.substr(start) : text.substr(close + 1);
    }
    text = text.substr(0, text.rfind(" in function '"));
    std::ranges::replace_if(
        text, [](char c) { return c == '\n' || c == '>'; }, ' ');
    const auto twice = [](char a, char b) { return a == ' ' && b == ' '; };
    text.erase(std::unique(text.begin(), text.end(), twice), text.end());
    return std::string(trimmed(text)).substr(0, 200);
}

/// Why OpenCV, which says "Node [Type@domain]:(onnx_node!name) parse error: reason", did not import a
/// network.
std::string importProblem(const cv::Exception& error, const OnnxOutline& outline) {
    const std::string text = error.what();
    if (text.find("Unsupported data type: FLOAT16") != std::string::npos) {
        return "holds numbers of half precision, which OpenCV does not compute; export it in float32";
    }
    if (const std::string alive = onnxTrainingOperator(outline); !alive.empty()) {
        return "was exported in training mode (" + alive +
               "): call model.eval() before torch.onnx.export, and export it again";
    }
    const auto& shape = outline.inputs.front().shape;
    if (text.find("but got 0") != std::string::npos &&
        std::count_if(shape.begin() + 1, shape.end(), [](std::int64_t side) { return side < 0; }) > 0) {
        return "leaves the sides of its input " + outline.inputs.front().text() +
               " open, and OpenCV must know them: export it for one size, e.g. [1, 3, 112, 112]";
    }
    const std::string type = between(text, "Node [", "@");
    const std::string domain = between(text, "@", "]");
    std::string name = between(text, "]:(", ")");
    for (const std::string_view prefix : {"onnx_node!", "onnx_node_output_0!"}) {
        name = name.starts_with(prefix) ? name.substr(prefix.size()) : name;
    }
    const std::string version =
        "OpenCV " + std::to_string(CV_VERSION_MAJOR) + "." + std::to_string(CV_VERSION_MINOR);
    if (type.empty()) {
        return version + " cannot import the network (" + reasonOf(error) + ")" + detail::kOnnxRemedy;
    }
    const std::string node =
        (domain.empty() || domain == "ai.onnx" ? "" : domain + ".") + type + " (node '" + name + "')";
    if (text.find("Can't create layer") != std::string::npos) {
        return version + " does not know the operator " + node + detail::kOnnxRemedy;
    }
    return version + " cannot import the operator " + node + " as it is used here (" + reasonOf(error) + ")" +
           detail::kOnnxRemedy;
}

FloatArray toFloatArray(const cv::Mat& blob) {
    FloatArray array;
    array.shape.assign(blob.size.p, blob.size.p + blob.dims);
    cv::Mat floats = blob;
    if (blob.depth() != CV_32F || !blob.isContinuous()) {
        blob.convertTo(floats, CV_32F);
    }
    const float* values = floats.ptr<float>();
    array.values.assign(values, values + floats.total());
    return array;
}

}  // namespace

struct OnnxNetwork::Imported {
    cv::dnn::Net net;
    std::vector<std::string> layers;  ///< OpenCV's names
    /// The last input that was found to need a possible amount of memory.
    std::vector<std::int64_t> checkedShape;

    bool hasLayer(const std::string& name) const { return std::ranges::find(layers, name) != layers.end(); }
};

OnnxNetwork::OnnxNetwork(const std::filesystem::path& file) : OnnxNetwork(readOnnxFile(file), file) {}

OnnxNetwork::OnnxNetwork(std::span<const std::byte> bytes, const std::filesystem::path& name)
    : file_(name), imported_(std::make_unique<Imported>()) {
    const std::string where = file_.string();
    outline_ = readOnnxOutline(bytes, where);
    cv::dnn::Net& net = imported_->net;
    const QuietOpenCv quiet;
    try {
        net = cv::dnn::readNetFromONNX(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
        net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
        for (const auto& layer : net.getLayerNames()) {
            imported_->layers.push_back(layer);
        }
    } catch (const cv::Exception& error) {
        throw Error(ErrorCode::Data, importProblem(error, outline_), where);
    } catch (const std::exception& error) {
        // Its protocol buffers throw errors of their own.
        failData(where, "is not an ONNX model that OpenCV can read (", reasonOf(error), ")");
    }
    for (const auto& output : outline_.outputs) {
        outputNames_.push_back(output.name);
        throwIf(layerOf(output.name).empty(), ErrorCode::Data,
                "OpenCV's import lost its output '" + output.name + "'", where);
    }
    Sha256 sum;
    sum.add(bytes);
    sha256_ = sum.hex();
}

OnnxNetwork::~OnnxNetwork() = default;
OnnxNetwork::OnnxNetwork(OnnxNetwork&&) noexcept = default;
OnnxNetwork& OnnxNetwork::operator=(OnnxNetwork&&) noexcept = default;

/// OpenCV's name for a value or operator of the file, or "".
std::string OnnxNetwork::layerOf(const std::string& name) const {
    if (imported_->hasLayer(name)) {
        return name;
    }
    for (const auto& node : outline_.nodes) {
        const std::string output = node.outputs.empty() ? "" : node.outputs.front();
        // OpenCV knows an operator by its name or its first output; further outputs have no name there.
        if (name.empty() || (node.name != name && output != name)) {
            continue;
        }
        for (const auto& candidate :
             {"onnx_node!" + node.name, "onnx_node!" + output, "onnx_node_output_0!" + output}) {
            if (imported_->hasLayer(candidate)) {
                return candidate;
            }
        }
    }
    return {};
}

/// Works the sizes out before anything is allocated for them.
void OnnxNetwork::requireMemoryFor(const std::vector<std::int64_t>& shape, const std::vector<int>& sizes) {
    if (shape == imported_->checkedShape) {
        return;
    }
    std::vector<int> ids;
    std::vector<std::vector<cv::dnn::MatShape>> inputs;
    std::vector<std::vector<cv::dnn::MatShape>> outputs;
    imported_->net.getLayersShapes(sizes, ids, inputs, outputs);
    std::uint64_t bytes = 0;
    for (const auto& layer : outputs) {
        for (const auto& blob : layer) {
            const auto count = detail::checkedCount({blob.begin(), blob.end()});
            bytes += count ? *count * sizeof(float) : kLargestRunBytes + 1;
            failDataIf(bytes > kLargestRunBytes, file_.string(), "needs more than 4 GiB for a batch of ",
                       shapeText(shape), "; its parameters are impossible");
        }
    }
    imported_->checkedShape = shape;
}

std::vector<FloatArray> OnnxNetwork::forward(std::span<const float> input,
                                             const std::vector<std::int64_t>& shape,
                                             const std::vector<std::string>& outputs) {
    const auto count = detail::checkedCount(shape);
    throwIf(shape.size() != 4 || !count || *count == 0 || *count != input.size(), ErrorCode::Shape,
            std::to_string(input.size()) + " values are not a batch of images " + shapeText(shape),
            file_.string());
    std::vector<cv::String> names;
    for (const auto& output : outputs) {
        names.emplace_back(layerOf(output));
        if (names.back().empty()) {
            throw Error(ErrorCode::Config,
                        "the network has no output '" + output + "' that OpenCV can give; its outputs are " +
                            joined(outline_.outputs, ", ", &OnnxValue::text),
                        file_.string());
        }
    }
    const std::vector<int> sizes(shape.begin(), shape.end());
    std::vector<cv::Mat> blobs;
    const QuietOpenCv quiet;
    try {
        requireMemoryFor(shape, sizes);
        // OpenCV only reads from it.
        imported_->net.setInput(cv::Mat(sizes, CV_32F, const_cast<float*>(input.data())));
        imported_->net.forward(blobs, names);
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) {
        imported_->checkedShape.clear();
        throw Error(ErrorCode::Shape,
                    "OpenCV cannot run it on a batch of " + shapeText(shape) + " (" + reasonOf(error) +
                        "); the file states the input " + outline_.inputs.front().text(),
                    file_.string());
    }
    std::vector<FloatArray> results;
    for (const auto& blob : blobs) {
        results.push_back(toFloatArray(blob));
    }
    return results;
}

std::vector<std::byte> readOnnxFile(const std::filesystem::path& file) {
    const std::string where = file.string();
    std::error_code status;
    throwIf(!std::filesystem::is_regular_file(file, status), ErrorCode::Io, "there is no such ONNX file",
            where);
    refuseStandIn(file);
    const std::uintmax_t size = std::filesystem::file_size(file, status);
    std::ifstream stream(file, std::ios::binary);
    throwIf(status || !stream, ErrorCode::Io, "cannot be read", where);
    throwIf(size == 0, ErrorCode::Data, "is empty; an ONNX model was expected", where);
    failDataIf(size > kLargestFile, where, "has ", formatCount(size), " bytes; an ONNX file ends at 2 GiB");
    const std::string magic = beginningOf(file, 4);
    failDataIf(magic.starts_with("PK\x03\x04"), where,
               "is a zip archive, not an ONNX model; if it is a TorchScript network, name it .pt or set "
               "model.backbone.kind=torchscript");
    // Every exporter writes the version of the format first: field 1, a number.
    throwIf(magic.front() != '\x08', ErrorCode::Data,
            "is not an ONNX model (it does not begin with the format's version)", where);
    std::vector<std::byte> bytes(static_cast<std::size_t>(size));
    throwIf(!stream.read(reinterpret_cast<char*>(bytes.data()), static_cast<std::streamsize>(size)),
            ErrorCode::Io, "ended while it was read", where);
    return bytes;
}

void setOpenCvThreads(int threads) {
    cv::setNumThreads(threads);
}

}  // namespace pf
