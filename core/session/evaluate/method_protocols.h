// The columns of the method table that are not sets of pairs: templates (IJB) and identification (BLUFR).
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/results/method_table.h"
#include "core/results/open_set_report.h"
#include "core/results/template_report.h"
#include "core/session/control.h"
#include "core/session/model/face_model.h"

namespace pf {

struct ProtocolSources {
    std::filesystem::path ijb;         ///< folder of IJB-A, IJB-B or IJB-C lists; empty: no such column
    std::filesystem::path blufr;       ///< folder of BLUFR's .mat files; likewise
    std::filesystem::path imagesRoot;  ///< where the images are that both name
    double templateFar = 1e-3;         ///< at which TAR is read
    double identificationFar = 1e-2;   ///< at which DIR is read

    bool empty() const { return ijb.empty() && blufr.empty(); }
};

/// What one method gave.
struct ProtocolResults {
    std::vector<MethodCell> cells;  ///< by column
    std::shared_ptr<const TemplateReport> templates;
    std::shared_ptr<const OpenSetReport> openSet;
};

class MethodProtocols {
  public:
    /// Reads the protocols, so that a fault of theirs is said before anything is trained. Throws:
    /// Error(Config) when the images' folder is missing; as readIjbProtocol and readBlufr.
    explicit MethodProtocols(ProtocolSources sources);

    const std::vector<ProtocolColumn>& columns() const { return columns_; }
    /// What the columns are, one sentence each.
    const std::vector<std::string>& notes() const { return notes_; }

    /// Embeds the images with the model and measures every column; writes templates.json, openset.json and
    /// the embeddings into `out`. Nothing when a stop was asked for.
    std::optional<ProtocolResults> measure(FaceModel& model, const std::string& score,
                                           const std::filesystem::path& out, RunControl& control,
                                           const ProgressObserver& observer) const;

  private:
    ProtocolSources sources_;
    std::vector<ProtocolColumn> columns_;
    std::vector<std::string> notes_;
};

}  // namespace pf
