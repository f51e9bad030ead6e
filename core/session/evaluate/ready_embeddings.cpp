#include "core/session/evaluate/ready_embeddings.h"

#include "core/eval/embeddings/embedding_files.h"
#include "core/eval/embeddings/embedding_writer.h"
#include "core/eval/pairs/score_report.h"
#include "core/eval/pairs/score_set.h"

namespace pf {

EmbeddingSet openEmbeddings(const std::filesystem::path& file, std::optional<std::size_t> embeddingSize,
                            const std::filesystem::path& names) {
    return readEmbeddings(file, {.embeddingSize = embeddingSize, .names = names});
}

void requireEmbeddingsName(const std::filesystem::path& file) {
    requireEmbeddingFile(file);
}

void requireRowNames(const std::filesystem::path& file, const std::vector<std::string>& names) {
    requireNamesForFile(file, names);
}

void saveEmbeddings(const std::filesystem::path& file, const EmbeddingSet& embeddings) {
    writeEmbeddings(file, embeddings);
}

void saveQuality(const std::filesystem::path& file, const EmbeddingSet& embeddings) {
    writeQuality(file, embeddings);
}

ScoreReport evaluateScoreFile(const std::filesystem::path& file, const ScoreMeaning& meaning,
                              const ScoreReportOptions& options) {
    return evaluateScores(readScores(file, meaning), options);
}

}  // namespace pf
