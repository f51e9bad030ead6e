// Embeddings and scores that are in files already, and where new ones go.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/results/embedding_set.h"
#include "core/results/score_report.h"
#include "core/results/score_set.h"

namespace pf {

/// Reads ready embeddings (.npz, .npy, .pkl, .csv). `embeddingSize` for a file that leaves open how its
/// columns divide into mu and sigma²; `names`: a text file that names the rows, or empty. Throws: as
/// readEmbeddings.
EmbeddingSet openEmbeddings(const std::filesystem::path& file,
                            std::optional<std::size_t> embeddingSize = std::nullopt,
                            const std::filesystem::path& names = {});

/// Throws: Error(Config) naming .npz, .npy and .csv when `file` ends otherwise; ask before the work whose
/// result goes there.
void requireEmbeddingsName(const std::filesystem::path& file);

/// Throws: Error(Data) for a name that a line of a table cannot hold, when `file` is a .csv; ask before the
/// work.
void requireRowNames(const std::filesystem::path& file, const std::vector<std::string>& names);

/// As writeEmbeddings.
void saveEmbeddings(const std::filesystem::path& file, const EmbeddingSet& embeddings);

/// As writeQuality.
void saveQuality(const std::filesystem::path& file, const EmbeddingSet& embeddings);

/// Measures the scores of an .npz or a table. Throws: as readScores and evaluateScores.
ScoreReport evaluateScoreFile(const std::filesystem::path& file, const ScoreMeaning& meaning,
                              const ScoreReportOptions& options);

}  // namespace pf
