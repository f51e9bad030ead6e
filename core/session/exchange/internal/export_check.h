// Whether an exported file does what the model does.
#pragma once

#include <ATen/core/Tensor.h>

#include <filesystem>
#include <functional>
#include <vector>

#include "core/session/control.h"
#include "core/session/model/internal/loaded_model.h"

namespace pf {

/// A batch of random images, and what the model makes of them.
struct CheckBatch {
    at::Tensor images;
    at::Tensor features;
    at::Tensor mu;
    at::Tensor sigmaSq;
};

/// 12 images in batches of 1 and 5, blotchy as photographs are. Determinism: always the same images.
/// Throws: Error(Numeric) when the model gives values that are not finite.
std::vector<CheckBatch> checkBatches(LoadedModel& model);

/// Runs a file: images -> {mu, sigma²}, or features -> {sigma²} when it holds the head alone.
using ExportedProgram = std::function<std::vector<at::Tensor>(const at::Tensor& input)>;

/// Throws: Error(Data) naming the file when it cannot be opened or, on running, does not do as it should.
ExportedProgram openExportedTorchScript(const std::filesystem::path& file);
/// The same of an ONNX file, opened as others would.
ExportedProgram openExportedOnnx(const std::filesystem::path& file, bool headOnly);

/// The largest |difference| of mu and sigma² between the program and the model; of values above 1 relative to
/// them. Reports the batches; ends early when a stop is asked for. Throws: Error(Numeric) when a value is not
/// finite or has another shape.
double largestDifference(const std::vector<CheckBatch>& batches, bool headOnly,
                         const ExportedProgram& program, RunControl& control,
                         const ProgressObserver& observer);

}  // namespace pf
