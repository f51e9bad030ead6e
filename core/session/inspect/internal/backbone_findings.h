// What the numbers of a backbone check mean, in words.
#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <vector>

#include "core/data/input/preprocess.h"
#include "core/session/inspect/backbone_check.h"
#include "core/session/inspect/internal/backbone_pairs.h"

namespace pf {

/// What a sample of images gave. Shapes: one row per image, all on the CPU.
struct SampleView {
    at::Tensor input;         ///< [N, 3, H, W] float32, normalised
    at::Tensor mu;            ///< [N, D] float64
    at::Tensor features;      ///< [N, F]
    at::Tensor norms;         ///< [N] float64, before mu was normalised
    std::vector<int> people;  ///< -1 when unknown
    bool synthetic = false;
};

/// Adds a finding unless it was said already.
void addFinding(std::vector<BackboneFinding>& findings, BackboneFinding::Level level,
                const std::string& text);

/// Says when an image has to change its size, or even its proportions, to fit the input.
void noteImageSize(int width, int height, const PreprocessOptions& preprocess,
                   std::vector<BackboneFinding>& findings);

/// Judges the embeddings and features of the sample: not finite, constant, hardly different, strange input.
void judgeSample(const SampleView& sample, BackboneCheck& check);

/// Judges the accuracies, and names a setting that did clearly better.
void judgePairs(const PairTrials& trials, BackboneCheck& check);

/// A setting of model.input as people write it: "bgr, (x - 127.5) / 128".
std::string inputText(const InputOptions& input);

/// The assignments that make `given` `wanted`: "model.input.channels=bgr" ...
std::vector<std::string> inputAssignments(const InputOptions& wanted, const InputOptions& given);

}  // namespace pf
