// The losses that train the uncertainty head, as pure functions on tensors.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/nn/losses/pair_matrices.h"
#include "core/nn/named_tensors.h"

namespace pf {

enum class ConstraintKind { None, L1, L2 };

enum class DiscriminateKind { None, TripletSemihard, Contrastive };

enum class Reduction { Sum, Mean };

/// The mutual likelihood term.
struct MlsOptions {
    double weight = 1.0;
};

/// The output constraint, which keeps sigma² of a batch near its mean.
struct ConstraintOptions {
    ConstraintKind kind = ConstraintKind::L2;
    double weight = 0.001;
    Reduction reduction = Reduction::Sum;
};

/// The discriminate term on the matrix of distance terms.
struct DiscriminateOptions {
    DiscriminateKind kind = DiscriminateKind::TripletSemihard;
    double weight = 0.001;
    double margin = 3.0;
};

/// Which pairs of one person's views are genuine.
enum class Positives {
    DifferentPictures,  ///< of two pictures
    Reference,  ///< also a picture's augmented copy with its plain one, where another picture is there
};

struct LossOptions {
    Positives positives = Positives::DifferentPictures;
    MlsOptions mls;
    ConstraintOptions constraint;
    DiscriminateOptions discriminate;
    double weightDecay = 5e-4;

    /// Throws: Error(Config) naming the option when a weight or margin is negative or not finite.
    void check() const;
};

/// Which pairs are positive (same label, i != j) and which negative.
struct PairMasks {
    at::Tensor positive;  ///< bool [N,N]
    at::Tensor negative;  ///< bool [N,N]
    std::int64_t positiveCount = 0;
    std::int64_t negativeCount = 0;
};

/// Masks for integer labels [N], on `device`. With `pictures` [N], equal where two rows are views of one
/// picture, no picture makes a genuine pair with itself: sigma² would learn that all faces are certain, as
/// the distance of a picture from itself is 0. Positives::Reference lets rows i and N/2 + i be such a pair
/// (the augmented and the plain copy of one draw) of a person of whom another picture is there. Source: the
/// reference pairs whatever has the same label, which with people of one picture collapses. Throws:
/// Error(Data) when the batch has no positive or no negative pair: every mean below would be over nothing.
PairMasks pairMasks(const at::Tensor& labels, const c10::Device& device, const at::Tensor& pictures = {},
                    Positives positives = Positives::DifferentPictures);

/// Mean of L over the positive pairs; negative values are normal.
at::Tensor mlsLoss(const at::Tensor& negativeMls, const PairMasks& masks);

/// Mean of A over the positive pairs.
at::Tensor distancePositive(const at::Tensor& distanceTerm, const PairMasks& masks);

/// Mean of A over the negative pairs.
at::Tensor distanceNegative(const at::Tensor& distanceTerm, const PairMasks& masks);

/// Mean over positive pairs (a,p) of max(0, margin + A_ap - A_an) with n the semi-hard negative of (a,p): the
/// smallest A_an > A_ap or, where there is none, the largest A_an. Source: Schroff et al. 2015 as in
/// TensorFlow's triplet_semihard_loss, on distance terms instead of distances. Cost: O(N² log N) time, O(N²)
/// memory: each row's negatives are sorted and searched; no N² x N tile.
at::Tensor tripletSemihardLoss(const at::Tensor& distanceTerm, const PairMasks& masks, double margin);

/// Mean A over positives + mean of max(0, margin - A) over negatives.
at::Tensor contrastiveLoss(const at::Tensor& distanceTerm, const PairMasks& masks, double margin);

/// weight * reduction_i of |sigma²_i/m - 1| or its square, with m = mean(sigma²) held constant.
/// Shapes: logSigmaSq [N,1] or [N,D]; for a vector the D entries of a face are averaged, so that a weight
/// means the same for both sizes (a choice: the reference runs the constraint with scalars only). Kind None
/// gives zero.
at::Tensor constraintLoss(const at::Tensor& logSigmaSq, const ConstraintOptions& options);

/// weightDecay/2 * the sum of squares of all `weights`; zero of `like`'s type and device when there are none.
at::Tensor weightDecayLoss(const std::vector<at::Tensor>& weights, double weightDecay,
                           const at::Tensor& like);

/// The total and what it is made of.
struct LossTerms {
    at::Tensor total;  ///< scalar, differentiable: w_mls*mls + s_Lx + w_disc*atte + regu
    /// Detached scalars sorted by name, as the training log prints them: a, att_neg, att_pos, atte
    /// (unweighted; absent when the kind is None), mls (unweighted), regu, s_L1 or s_L2 (weighted; absent for
    /// None), s_max, s_min.
    NamedTensors terms;

    /// The scalars as numbers. Cost: one transfer from the device.
    std::map<std::string, double> values() const;
};

/// Every loss of a batch.
/// Shapes: mu [N,D] with unit rows (never receives a gradient), logSigmaSq [N,1|D], labels [N] integers (best
/// on the CPU: on a GPU counting the pairs waits for the device), headWeights = the weights under decay,
/// pictures as in pairMasks.
/// Throws: Error(Shape) for sizes, Error(Data) for a batch without a positive or without a negative pair.
/// Determinism: bit-identical for the same input and thread count on a CPU.
LossTerms computeLosses(const at::Tensor& mu, const at::Tensor& logSigmaSq, const at::Tensor& labels,
                        const LossOptions& options, const std::vector<at::Tensor>& headWeights,
                        const at::Tensor& pictures = {});

}  // namespace pf
