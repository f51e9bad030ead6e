// The method table: trains the presets asked for, evaluates them on the same sets and lays their numbers side
// by side.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/config/options.h"
#include "core/results/method_table.h"
#include "core/session/evaluate/evaluation.h"

namespace pf {

/// The columns that are not sets of pairs: templates (IJB) and identification (BLUFR).
struct ProtocolSources {
    std::filesystem::path ijb;         ///< folder of IJB-A, IJB-B or IJB-C lists; empty: no such column
    std::filesystem::path blufr;       ///< folder of BLUFR's .mat files; likewise
    std::filesystem::path imagesRoot;  ///< where the images are that both name
    double templateFar = 1e-3;         ///< at which TAR is read
    double identificationFar = 1e-2;   ///< at which DIR is read

    bool empty() const { return ijb.empty() && blufr.empty(); }
};

struct ComparisonRequest {
    Options base;                      ///< data, backbone and recipe; each preset is laid over it
    std::vector<std::string> presets;  ///< methodPreset names or .yaml files, one row each
    std::vector<NamedSource> models;   ///< further rows: models that are trained already
    std::vector<NamedSource> sets;     ///< columns
    ProtocolSources protocols;         ///< further columns, in the first table
    std::vector<TableMetric> metrics;  ///< one table each
    EvaluationRequest evaluation;
    std::filesystem::path
        out;  ///< runs/PRESET, METHOD/SET/report.json ..., table.md, .tex, .csv, report.html
};

struct Comparison {
    std::vector<MethodTable> tables;  ///< by metric
    bool interrupted = false;         ///< a stop was asked for: the tables are missing
};

/// The options of a preset's row: the base with the preset laid over it, named after the preset.
Options optionsOfPreset(const Options& base, const std::string& preset);

/// Trains what is not trained yet under `out`/runs (an interrupted call continues where it ended), evaluates
/// every row on every set and writes the tables. "base" is compared by cosine, any other method by MLS.
/// Throws: Error(Config) (no rows, sets or metrics, two rows of one name, a run directory of other options,
/// protocols without the images' folder), as readIjbProtocol and readBlufr, both before anything is trained,
/// and what trainHead and evaluateModel throw, naming the row.
Comparison compareMethods(const ComparisonRequest& request, RunControl& control,
                          const ProgressObserver& observer);

}  // namespace pf
