#include "core/session/evaluation.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/npz.h"
#include "core/eval/pair_list.h"
#include "core/eval/quality_file.h"
#include "core/eval/report/curve_csv.h"
#include "core/eval/report/html_report.h"
#include "core/session/job_meter.h"
#include "core/session/version.h"

namespace pf {
namespace {

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
        pairs = resolvePairs(readPairList(request.pairList), embeddings);
        card.pairsFrom = request.pairList.string();
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

void writeScores(const std::filesystem::path& file, const ScoredPairs& pairs) {
    const auto floats = [](const std::vector<double>& values) {
        return NpyArray::fromFloats(std::vector<float>(values.begin(), values.end()), {values.size()});
    };
    NpzArrays arrays;
    arrays["score"] = floats(pairs.scores.front().values);
    for (const auto& scores : pairs.scores) {
        arrays[std::string(pairScoreKindName(scores.kind))] = floats(scores.values);
    }
    arrays["risk"] = floats(pairs.risks.front().values);
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

}  // namespace

EvaluationRequest fullEvaluation() {
    EvaluationRequest request;
    request.report.verification = true;
    request.report.risk = true;
    request.report.erc = true;
    request.scoring.scores.push_back(PairScoreKind::NegativeSquaredDistance);
    return request;
}

PairEvaluationPtr evaluateSet(const EmbeddingSet& embeddings, const EvaluationRequest& request,
                              const std::string& name, ProtocolCard card) {
    ScoringOptions scoring = request.scoring;
    for (const auto& quality : request.qualities) {
        scoring.qualities.push_back(
            {quality.name, readQuality(quality.file, embeddings, quality.column), quality.higherIsBetter});
    }
    auto pairs = scorePairSet(embeddings, pairsFor(embeddings, request, name, card), scoring, name);
    card.program = "ProbFace Studio " + programVersion();
    return std::make_shared<const PairEvaluation>(
        evaluatePairSet(std::move(pairs), embeddings, request.evaluation, request.report, std::move(card)));
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
    for (const auto& set : sets) {
        const ProgressObserver named = [&](Progress progress) {
            progress.phase = Phase::Evaluating;
            progress.detail = set.name;
            meter.report(progress);
        };
        const auto embeddings = model.embed(openImages({set.source}), control, named);
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
        card.warnings = embeddings.warnings;
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

PairAnatomy pairAnatomy(const ScoredPairs& pairs, std::size_t pair) {
    PairAnatomy anatomy;
    anatomy.cosine = pairs.scoresOf(PairScoreKind::Cosine).at(pair);
    anatomy.mls = pairs.scoresOf(PairScoreKind::Mls).at(pair);
    anatomy.distanceTerm = -pairs.scoresOf(PairScoreKind::Attention).at(pair);
    anatomy.logVarianceTerm = -anatomy.mls - anatomy.distanceTerm;
    anatomy.sigmaSqA = pairs.sigmaSq.at(pairs.pairs.a.at(pair));
    anatomy.sigmaSqB = pairs.sigmaSq.at(pairs.pairs.b.at(pair));
    return anatomy;
}

}  // namespace pf
