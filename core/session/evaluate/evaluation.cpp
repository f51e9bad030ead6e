#include "core/session/evaluate/evaluation.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/numpy/npy.h"
#include "core/eval/embeddings/embedding_files.h"
#include "core/eval/embeddings/embedding_writer.h"
#include "core/eval/embeddings/quality_file.h"
#include "core/eval/pairs/pair_list.h"
#include "core/eval/pairs/pair_report.h"
#include "core/eval/pairs/scored_pairs.h"
#include "core/eval/report/curve_csv.h"
#include "core/eval/report/html_report.h"
#include "core/eval/report/report_json.h"
#include "core/session/job_meter.h"
#include "core/session/version.h"

namespace pf {
namespace {

void writeScores(const std::filesystem::path& file, const ScoredPairs& pairs) {
    // Read back they must give the same curves: in 64 bits where 32 would round.
    const auto exact = [](const std::vector<double>& values) {
        const PairNumbers numbers(values);
        return numbers.isNarrow() ? NpyArray::fromFloats(numbers.floats(), {values.size()})
                                  : NpyArray::fromDoubles(values, {values.size()});
    };
    NpzArrays arrays;
    arrays["score"] = exact(pairs.scores.front().values);
    for (const auto& scores : pairs.scores) {
        arrays[std::string(pairScoreKindName(scores.kind))] = exact(scores.values);
    }
    if (!pairs.risks.empty()) {
        arrays["risk"] = exact(pairs.risks.front().values);
    }
    arrays["same"] = NpyArray::fromBools(std::vector<bool>(pairs.pairs.same.begin(), pairs.pairs.same.end()));
    const auto integers = [&](const char* name, const auto& values) {
        const std::vector<std::int64_t> wide(values.begin(), values.end());
        arrays[name] = NpyArray::fromIntegers(wide, {wide.size()});
    };
    integers("row_a", pairs.pairs.a);
    integers("row_b", pairs.pairs.b);
    if (pairs.pairs.knowsSubjects()) {
        integers("subject_a", pairs.pairs.subjectA);
        integers("subject_b", pairs.pairs.subjectB);
    }
    writeNpz(file, arrays);
}

void append(std::vector<std::string>& target, const std::vector<std::string>& added) {
    target.insert(target.end(), added.begin(), added.end());
}

PairIndex pairsFor(const EmbeddingSet& embeddings, const EvaluationRequest& request, const std::string& name,
                   ProtocolCard& card) {
    PairIndex pairs;
    if (request.pairList.empty()) {
        try {
            pairs = rowPairs(embeddings);
        } catch (const Error& error) {
            throw Error(error.code(), error.what(), name);
        }
        card.pairsFrom = "the set's own pairs";
    } else {
        ResolvedPairs resolved = resolvePairs(readPairList(request.pairList), embeddings, {request.strict});
        pairs = std::move(resolved.pairs);
        card.pairsFrom = request.pairList.string();
        append(card.notes, resolved.notes);
    }
    card.subjectsFrom = !pairs.knowsSubjects()     ? "not known"
                        : request.pairList.empty() ? "the set's labels"
                                                   : request.pairList.string();
    if (!request.identities.empty()) {
        addSubjects(pairs, readPairList(request.identities));
        card.subjectsFrom = request.identities.string();
    }
    return pairs;
}

/// Leaves out the pairs of faces to which the quality gives nothing.
void leaveOutUnmeasured(PairIndex& pairs, const EmbeddingSet& embeddings, const QualityReadings& quality,
                        const std::string& name) {
    if (quality.missing.empty()) {
        return;
    }
    std::vector<std::uint8_t> keep;
    std::set<std::uint32_t> unmeasured;
    std::set<std::uint32_t> needed;
    for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
        bool isMeasured = true;
        for (const std::uint32_t row : {pairs.a[pair], pairs.b[pair]}) {
            needed.insert(row);
            if (quality.missing.contains(row)) {
                unmeasured.insert(row);
                isMeasured = false;
            }
        }
        keep.push_back(isMeasured ? 1 : 0);
    }
    const std::size_t images = pairs.absent.images > 0 ? pairs.absent.images : needed.size();
    leaveOut(pairs, keep);
    pairs.absent.images = pairs.absent.any() ? images : 0;
    for (const std::uint32_t row : unmeasured) {
        pairs.absent.failed.push_back(embeddings.names[row] + ": no quality '" + name +
                                      "': " + quality.missing.at(row));
    }
}

/// The qualities asked for; pairs of faces that have none are left out for all scores and risks, so that
/// every curve is of the same pairs.
std::vector<FaceQuality> qualitiesFor(const EmbeddingSet& embeddings, const EvaluationRequest& request,
                                      const std::string& name, PairIndex& pairs, ProtocolCard& card) {
    std::vector<FaceQuality> qualities;
    for (const QualitySource& source : request.qualities) {
        if (source.file.empty()) {
            failDataIf(embeddings.norms.empty(), name,
                       "the lengths of its embeddings are not known, or all 1, so they are not a quality; "
                       "give embeddings that are not normalised, or a .npz of `probface embed` with a "
                       "network that does not normalise");
            qualities.push_back({"norm", {embeddings.norms.begin(), embeddings.norms.end()}, true});
            continue;
        }
        QualityReadings readings = readQuality(source.file, embeddings, source.column);
        leaveOutUnmeasured(pairs, embeddings, readings, source.name);
        for (const std::string& note : readings.notes) {
            card.notes.push_back(source.name + ": " + note);
        }
        qualities.push_back({source.name, std::move(readings.values), source.higherIsBetter});
    }
    return qualities;
}

}  // namespace

EvaluationRequest fullEvaluation() {
    EvaluationRequest request;
    request.report.verification = true;
    request.report.risk = true;
    request.report.erc = true;
    request.scoring.scores.push_back(PairScoreKind::NegativeSquaredDistance);
    return request;
}

void addOverlap(ProtocolCard& card, const OverlapNote& overlap) {
    card.trainingOverlap = overlap.text;
    card.overlapsTraining = overlap.isWarning;
}

PairEvaluationPtr evaluateSet(const EmbeddingSet& embeddings, const EvaluationRequest& request,
                              const std::string& name, ProtocolCard card) {
    PairIndex pairs = pairsFor(embeddings, request, name, card);
    ScoringOptions scoring = request.scoring;
    scoring.qualities = qualitiesFor(embeddings, request, name, pairs, card);
    if (pairs.absent.any() && (request.strict || pairs.size() == 0)) {
        failData(name, absentText(pairs.absent), ". The first: ", pairs.absent.failed.front(),
                 pairs.size() == 0 ? "; no pair is left" : "; put it right, or let such pairs be left out");
    }
    append(card.warnings, embeddings.warnings);
    append(card.notes, embeddings.notes);
    auto scored = scorePairSet(embeddings, std::move(pairs), scoring, name);
    card.program = "ProbFace Studio " + programVersion();
    return std::make_shared<const PairEvaluation>(
        evaluatePairSet(std::move(scored), embeddings, request.evaluation, request.report, std::move(card)));
}

PairEvaluationPtr evaluateUnlessStopped(const EmbeddingSet& embeddings, EvaluationRequest request,
                                        const std::string& name, ProtocolCard card, RunControl& control) {
    request.report.stop = control.token();
    try {
        auto evaluation = evaluateSet(embeddings, request, name, std::move(card));
        return control.stopRequested() ? nullptr : evaluation;
    } catch (const Error&) {
        if (control.stopRequested()) {
            return nullptr;  // a bootstrap cut short has nothing to say
        }
        throw;
    }
}

PairEvaluationPtr evaluateEmbeddingFile(const std::filesystem::path& file, const EvaluationRequest& request,
                                        const std::string& name, RunControl& control) {
    ProtocolCard card;
    card.source = file.string();
    return evaluateUnlessStopped(readEmbeddings(file), request, name, std::move(card), control);
}

std::vector<PairEvaluationPtr> evaluateModel(FaceModel& model, const std::vector<NamedSource>& sets,
                                             const EvaluationRequest& request,
                                             const std::filesystem::path& out, RunControl& control,
                                             const ProgressObserver& observer) {
    std::vector<PairEvaluationPtr> evaluations;
    JobMeter meter({{Phase::Evaluating, 0, static_cast<double>(sets.size()), 2000}}, observer);
    model.measureNorms(std::any_of(request.qualities.begin(), request.qualities.end(),
                                   [](const QualitySource& quality) { return quality.file.empty(); }));
    for (const auto& set : sets) {
        const ProgressObserver named = [&](Progress progress) {
            progress.phase = Phase::Evaluating;
            progress.detail = set.name;
            meter.report(progress);
        };
        const ImageCatalog images = openImages({set.source});
        const auto embeddings = model.embed(images, control, named);
        if (control.stopRequested()) {
            break;
        }
        const ModelInfo& info = model.info();
        ProtocolCard card;
        card.source = set.source;
        card.model = info.source.string();
        card.modelName = request.modelName;
        card.backbone = info.backbone;
        card.preprocessing = info.preprocessing;
        card.step = info.step;
        const std::int64_t perEpoch = std::max<std::int64_t>(1, info.options.train.stepsPerEpoch);
        card.epoch = (info.step + perEpoch - 1) / perEpoch;
        addOverlap(card, overlapWithTraining(images, info.picturesFolder(), control,
                                             static_cast<int>(info.options.data.loaderThreads)));
        const auto evaluation =
            evaluateUnlessStopped(embeddings, request, set.name, std::move(card), control);
        if (!evaluation) {
            break;
        }
        if (!out.empty()) {
            writeEvaluation(out / set.name, *evaluation);
            writeEmbeddings(out / set.name / "embeddings.npz", embeddings);
        }
        evaluations.push_back(evaluation);
    }
    return evaluations;
}

void writeEvaluation(const std::filesystem::path& directory, const PairEvaluation& evaluation) {
    makeFolder(directory);
    const PairReport& report = evaluation.report;
    writeTextAtomically(directory / "report.json", pairReportText(report));
    for (const auto& [name, text] : curveCsvFiles(report)) {
        writeTextAtomically(directory / name, text);
    }
    ReportContents contents;
    contents.title = report.card.set;
    contents.pairs = {&report};
    writeTextAtomically(directory / "report.html", htmlReport(contents));
    writeScores(directory / "scores.npz", evaluation.pairs);
}

}  // namespace pf
