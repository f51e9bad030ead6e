#include "core/session/exchange/internal/export_check_onnx.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/from_blob.h>

#include <memory>
#include <opencv2/dnn.hpp>

#include "core/base/error.h"
#include "core/data/onnx_network.h"
#include "core/session/exchange/internal/export_check.h"

namespace pf {
namespace {

at::Tensor tensorOf(const float* values, const std::vector<std::int64_t>& shape) {
    return at::from_blob(const_cast<float*>(values), shape).clone();
}

std::vector<at::Tensor> run(OnnxNetwork& network, const at::Tensor& input) {
    const at::Tensor images = input.contiguous();
    const std::span<const float> values(images.data_ptr<float>(), static_cast<std::size_t>(images.numel()));
    std::vector<at::Tensor> result;
    for (const auto& output : network.forward(values, images.sizes().vec(), {"mu", "sigma_sq"})) {
        result.push_back(tensorOf(output.values.data(), output.shape));
    }
    return result;
}

/// OnnxNetwork takes images only; the head alone takes rows.
ExportedProgram openHead(const std::filesystem::path& file) {
    const auto refuse = [](const std::filesystem::path& which, const cv::Exception& error) {
        return Error(ErrorCode::Data, "OpenCV cannot use it (" + std::string(error.err) + ")",
                     which.string());
    };
    try {
        const auto net = std::make_shared<cv::dnn::Net>(cv::dnn::readNetFromONNX(file.string()));
        return [net, file, refuse](const at::Tensor& input) {
            try {
                const at::Tensor rows = input.contiguous();
                net->setInput(cv::Mat(static_cast<int>(rows.size(0)), static_cast<int>(rows.size(1)), CV_32F,
                                      rows.data_ptr<float>()));
                const cv::Mat output = net->forward("sigma_sq");
                return std::vector<at::Tensor>{
                    tensorOf(output.ptr<float>(), {output.size.p, output.size.p + output.dims})};
            } catch (const cv::Exception& error) {
                throw refuse(file, error);
            }
        };
    } catch (const cv::Exception& error) {
        throw refuse(file, error);
    }
}

}  // namespace

ExportedProgram openExportedOnnx(const std::filesystem::path& file, bool headOnly) {
    if (headOnly) {
        return openHead(file);
    }
    return [network = std::make_shared<OnnxNetwork>(file)](const at::Tensor& input) {
        // Somebody's own graph may take batches of one size only.
        const std::int64_t fixed = network->outline().inputs.front().shape.front();
        if (fixed < 0) {
            return run(*network, input);
        }
        std::vector<at::Tensor> mu;
        std::vector<at::Tensor> sigmaSq;
        for (std::int64_t row = 0; row < input.size(0); ++row) {
            const auto outputs = run(*network, input.narrow(0, row, 1).expand({fixed, -1, -1, -1}));
            mu.push_back(outputs.at(0).narrow(0, 0, 1));
            sigmaSq.push_back(outputs.at(1).narrow(0, 0, 1));
        }
        return std::vector<at::Tensor>{at::cat(mu), at::cat(sigmaSq)};
    };
}

}  // namespace pf
