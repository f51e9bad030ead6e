// One model or one file of embeddings, measured by any of the protocols: what `probface evaluate`, the window
// and the table of methods ask for.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "core/results/embedding_set.h"
#include "core/session/control.h"
#include "core/session/evaluate/evaluation.h"
#include "core/session/evaluate/report_files.h"
#include "core/session/model/face_model.h"

namespace pf {

/// Whose faces are measured: images that a model embeds, or else ready embeddings.
struct FaceSource {
    FaceModel* model = nullptr;
    const EmbeddingSet* ready = nullptr;
    std::filesystem::path file = {};  ///< of the ready ones; its stem names their set
};

/// What is measured.
struct EvaluationTask {
    std::optional<EvaluationRequest> pairs;
    std::vector<NamedSource> sets;  ///< of pairs, for a model: ready embeddings are their own set
    std::filesystem::path blufr;    ///< folder of BLUFR's .mat files; empty: no open-set identification
    OpenSetOptions openSet;
    std::filesystem::path ijb;  ///< folder of IJB-A, IJB-B or IJB-C lists; empty: no templates
    TemplateReportOptions templates;
    std::filesystem::path imagesRoot;  ///< where a model finds the images that both protocols name
    /// Where every set's files go (see evaluateModel) and the embeddings that a model made for the protocols
    /// (openset-embeddings.npz, templates-embeddings.npz); empty: nowhere.
    std::filesystem::path out;
};

/// Measures all of it; ends early, with what is done, when a stop is asked for. Open-set searches need every
/// image: one that cannot be read is an error; of templates the missing ones are listed.
/// Throws: as evaluateModel, evaluateSet, readBlufr, reportOpenSet, readIjbProtocol and reportTemplates.
EvaluationReports evaluateTask(const FaceSource& source, const EvaluationTask& task, RunControl& control,
                               const ProgressObserver& observer);

}  // namespace pf
