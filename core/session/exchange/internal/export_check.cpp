#include "core/session/exchange/internal/export_check.h"

#include <torch/script.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <opencv2/dnn.hpp>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/data/onnx_network.h"
#include "core/nn/backbones/torchscript_program.h"
#include "core/nn/pch.h"
#include "core/session/model/internal/network.h"

namespace pf {
namespace {

constexpr std::int64_t kBatchSizes[] = {1, 5, 1, 5};
/// Side of the coarse grid whose interpolation gives an image its blotches.
constexpr std::int64_t kGrid = 7;

at::Tensor uniform(at::IntArrayRef shape, Rng& rng) {
    at::Tensor values = at::empty(shape, at::kFloat);
    auto* data = values.data_ptr<float>();
    std::generate(data, data + values.numel(), [&] { return static_cast<float>(rng.uniform()); });
    return values;
}

at::Tensor randomImages(std::int64_t count, const PreprocessOptions& preprocess, Rng& rng) {
    const std::int64_t height = preprocess.inputHeight;
    const std::int64_t width = preprocess.inputWidth;
    const at::Tensor blotches =
        at::upsample_bilinear2d(uniform({count, 3, kGrid, kGrid}, rng), {height, width}, false);
    const at::Tensor levels =
        (blotches * 224 + uniform({count, 3, height, width}, rng) * 32).clamp(0, 255).floor();
    const at::Tensor mean = at::tensor(at::ArrayRef<float>(preprocess.mean)).view({1, 3, 1, 1});
    const at::Tensor std = at::tensor(at::ArrayRef<float>(preprocess.std)).view({1, 3, 1, 1});
    return (levels - mean) / std;
}

double difference(const at::Tensor& exported, const at::Tensor& expected, const char* name) {
    if (exported.sizes() != expected.sizes()) {
        throw Error(ErrorCode::Numeric, c10::str("the exported ", name, " has the shape ", exported.sizes(),
                                                 " where the model gives ", expected.sizes()));
    }
    const at::Tensor relative =
        (exported.to(at::kDouble) - expected).abs() / expected.to(at::kDouble).abs().clamp_min(1.0);
    const double largest = relative.max().item<double>();
    if (!std::isfinite(largest)) {
        throw Error(ErrorCode::Numeric,
                    c10::str("the exported ", name, " is not finite where the model's is"));
    }
    return largest;
}

std::string firstLine(const std::exception& error) {
    const std::string text = error.what();
    return text.substr(0, text.find('\n'));
}

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

std::vector<CheckBatch> checkBatches(LoadedModel& model) {
    const torch::NoGradGuard noGrad;
    const PreprocessOptions preprocess = preprocessFor(model.options, false);
    Rng rng = Rng::stream(1, "export check");
    std::vector<CheckBatch> batches;
    for (const std::int64_t count : kBatchSizes) {
        CheckBatch batch;
        batch.images = randomImages(count, preprocess, rng);
        BackboneOutput output = model.backbone->forward(batch.images.to(model.device));
        batch.sigmaSq = model.head->forward(output.features).exp().to(at::kCPU);
        batch.mu = output.mu.to(at::kCPU);
        batch.features = output.features.to(at::kCPU);
        throwIf(!batch.mu.isfinite().all().item<bool>() || !batch.sigmaSq.isfinite().all().item<bool>(),
                ErrorCode::Numeric, "the model gives values that are not finite for random images",
                model.files.weights.string());
        batches.push_back(std::move(batch));
    }
    return batches;
}

ExportedProgram openExportedTorchScript(const std::filesystem::path& file) {
    try {
        const auto module = std::make_shared<torch::jit::Module>(loadTorchScript(file));
        return [module, file](const at::Tensor& input) {
            try {
                const torch::NoGradGuard noGrad;
                const c10::IValue value = module->forward({input});
                if (value.isTensor()) {
                    return std::vector<at::Tensor>{value.toTensor()};
                }
                const auto& both = value.toTupleRef().elements();
                return std::vector<at::Tensor>{both.at(0).toTensor(), both.at(1).toTensor()};
            } catch (const std::exception& error) {
                failData(file.string(), "does not run (", firstLine(error), ")");
            }
        };
    } catch (const std::exception& error) {
        failData(file.string(), "cannot be opened again (", firstLine(error), ")");
    }
}

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

double largestDifference(const std::vector<CheckBatch>& batches, bool headOnly,
                         const ExportedProgram& program, RunControl& control,
                         const ProgressObserver& observer) {
    double largest = 0;
    for (std::size_t i = 0; i < batches.size() && control.waitWhilePaused(); ++i) {
        const CheckBatch& batch = batches[i];
        const auto outputs = program(headOnly ? batch.features : batch.images);
        if (!headOnly) {
            largest = std::max(largest, difference(outputs.at(0), batch.mu, "mu"));
        }
        largest = std::max(largest, difference(outputs.back(), batch.sigmaSq, "sigma_sq"));
        if (observer) {
            observer({.phase = Phase::Checking,
                      .detail = "what was written",
                      .done = static_cast<long long>(i + 1),
                      .total = static_cast<long long>(batches.size())});
        }
    }
    return largest;
}

}  // namespace pf
