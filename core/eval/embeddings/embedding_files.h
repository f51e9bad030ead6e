// Ready embeddings in the files that programs write.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

#include "core/results/embedding_set.h"

namespace pf {

struct EmbeddingReadOptions {
    /// D, for a file that leaves open how its columns divide into mu and sigma²; checked where it does not.
    std::optional<std::size_t> embeddingSize;
    /// A list of the rows' names, as nameRows reads it; empty: the file's own.
    std::filesystem::path names = {};
};

/// The first eight bytes of a file, or fewer: what its kind is told by. Throws: Error(Io) also for a folder.
std::string firstBytesOf(const std::filesystem::path& file);

/// Reads ready embeddings, by what the file begins with, else by its suffix:
/// - `.npz`: arrays mu [N, D] (also called embeddings or features), optionally sigma_sq [N], [N, 1] or [N,
///   D], issame [N/2], files [N] and norm [N] (what writeEmbeddings writes);
/// - `.npy`: one array [N, D + 1] or [N, 2 D], mu in front of sigma², or [N, D] of mu alone;
/// - `.pkl`, `.pickle`: the reference's `_feature.pkl`, read as data and never run: (mu, sigma_sq) or (mu,
///   sigma_sq, issame), one array as in a .npy, a dict with the keys of an .npz, or a dict of rows by name;
/// - `.csv`, `.tsv`, `.txt`, or any other whose first line has many numbers: a header `name, mu_0 ...
///   mu_{D-1}, sigma_sq` (or sigma_sq_0 ... sigma_sq_{D-1}, or no sigma²), one line an image; or lines of a
///   name and numbers, or of numbers alone, as in a .npy, in front of which any header may stand.
/// Whether an array's rows are [D + 1], [2 D] or [D] is decided by which division leaves rows of length 1 in
/// front of positive values; what has neither is mu alone. Without sigma², mu of other lengths is normalised,
/// and the lengths are kept as norms where they differ. Of a table whose header has numbered columns ("f0",
/// "V1", "0"), only these are read. Rows of zeros or of what is not a number are left out and named in
/// `skipped`, as programs write them where they found no face. Rows without a name are named "FILE#row".
/// sigma² is never read from a logarithm, and mu beside sigma² never normalised. Throws: Error(Io);
/// Error(Data) naming the file (and line) for one of no such kind, a cut or damaged one, arrays whose sizes
/// do not fit, no rows, rows of mu beside sigma² that are not of length 1 (within 1e-3), sigma² that is not
/// positive and finite, a first or last column of whole numbers as labels are, and columns that can be
/// divided in no way or in both ways, the last two without options.embeddingSize. Cost: memory in proportion
/// to the file, allocated only after the file's size confirmed what it states. Source: eval_ijb.py
/// (.npy) and verification_risk.py (.pkl) of KaenChan/ProbFace.
EmbeddingSet readEmbeddings(const std::filesystem::path& file, const EmbeddingReadOptions& options = {});

}  // namespace pf
