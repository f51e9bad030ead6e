// Rows of an embedding file for which its program found no face. Internal to readEmbeddings.
#pragma once

#include <span>
#include <string>

#include "core/results/embedding_set.h"

namespace pf {

/// Why a row is not an embedding, as detectors that find no face leave it: values that are not finite, or
/// zeros alone. "" for any other row.
std::string noFaceReason(std::span<const float> mu);

/// Takes the rows without a face out of a set whose rows have names, and keeps account of them as of images
/// that could not be read: in `skipped`, and of a pair set with their pairs in `absent`. `file` is for
/// errors. Throws: Error(Data) when no row is left.
void leaveOutNoFaces(EmbeddingSet& set, const std::string& file);

}  // namespace pf
