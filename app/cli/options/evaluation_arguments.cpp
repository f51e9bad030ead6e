#include "app/cli/options/evaluation_arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "core/base/error.h"
#include "core/base/text.h"

namespace pf::cli {
namespace {

/// NAME=FILE, NAME=FILE:COLUMN, or "norm" for the embeddings' own.
QualitySource qualityOf(const std::string& text, bool higherIsBetter) {
    if (text == "norm") {
        return {text, {}, "", true};
    }
    const auto named = namedSources({text}, "--quality").front();
    QualitySource quality{named.name, named.source, "", higherIsBetter};
    std::error_code status;
    const auto colon = named.source.rfind(':');
    if (colon != std::string::npos && !std::filesystem::exists(named.source, status)) {
        quality.file = named.source.substr(0, colon);
        quality.column = named.source.substr(colon + 1);
    }
    return quality;
}

}  // namespace

void addOldName(CLI::App& command, std::vector<double>& targets) {
    command
        .add_option_function<std::vector<double>>(
            "--far",
            [&targets](const std::vector<double>& given) {
                for (const double target : given) {
                    // A hidden option has no name in the parser's own messages.
                    if (!(target >= 0.0 && target <= 1.0)) {
                        throw CLI::ValidationError("--far",
                                                   "must be between 0 and 1, got " + formatNumber(target));
                    }
                }
                std::fprintf(stderr, "note: --far is called --at-fmr now\n");
                targets.insert(targets.end(), given.begin(), given.end());
            })
        ->delimiter(',')
        ->group("");
}

EvaluationRequest requestOf(const EvaluationArguments& arguments, const EvaluationOptions& defaults) {
    EvaluationRequest request;
    request.evaluation = defaults;
    const bool usual = std::none_of(
        arguments.protocols.begin(), arguments.protocols.end(),
        [](const std::string& protocol) { return protocol != "openset" && protocol != "templates"; });
    request.report.verification = usual || arguments.asks("verification");
    request.report.risk = usual || arguments.asks("risk");
    request.report.roc = usual || arguments.asks("roc");
    request.report.edc = usual || arguments.asks("edc");
    request.report.erc = arguments.asks("erc");
    if (!arguments.discards.empty()) {
        request.evaluation.discard = arguments.discards;
    }
    request.report.discards = request.evaluation.discard;
    if (!arguments.targets.empty()) {
        request.report.rocTargets = arguments.targets;
    }
    if (!arguments.fmrTargets.empty()) {
        request.evaluation.fmrTarget = arguments.fmrTargets.front();
        request.report.fmrTargets = arguments.fmrTargets;
    } else {
        request.report.fmrTargets = {request.evaluation.fmrTarget};
    }
    request.report.bootstrap = arguments.bootstrap;
    request.report.seed = arguments.seed;
    auto& scores = request.scoring.scores;
    scores = fullEvaluation().scoring.scores;
    const auto first = std::find(scores.begin(), scores.end(), pairScoreKindOf(arguments.score));
    std::rotate(scores.begin(), first, first + 1);
    request.scoring.risk = arguments.risk == "add" ? RiskKind::Add : RiskKind::Max;
    for (const auto& quality : arguments.qualities) {
        request.qualities.push_back(qualityOf(quality, arguments.qualityHigherIsBetter));
    }
    throwIf(arguments.qualityHigherIsBetter && arguments.qualities.empty(), ErrorCode::Config,
            "--quality-higher-is-better says how to read --quality, which is not given");
    request.strict = arguments.strict;
    request.pairList = arguments.pairList;
    request.identities = arguments.identities;
    return request;
}

std::vector<NamedSource> namedSources(const std::vector<std::string>& texts, const std::string& option) {
    std::vector<NamedSource> sources;
    for (const auto& text : texts) {
        const auto equals = text.find('=');
        // "synthetic:pairs=600" has an equals sign of its own.
        throwIf(equals == 0 || equals == std::string::npos || text.starts_with("synthetic:"),
                ErrorCode::Config, "expected NAME=PATH, e.g. " + option + " lfw=/data/lfw.bin",
                option + " " + text);
        const std::string name = text.substr(0, equals);
        if (std::any_of(sources.begin(), sources.end(),
                        [&](const auto& each) { return each.name == name; })) {
            throw Error(ErrorCode::Config,
                        "'" + name +
                            "' names two of them, and one would take the other's place in the "
                            "results; give each a name of its own",
                        option + " " + text);
        }
        throwIf(name == "." || name.find('/') != std::string::npos || name.find("..") != std::string::npos,
                ErrorCode::Config, "'" + name + "' is not a plain name; it names a folder of the results",
                option + " " + text);
        sources.push_back({name, text.substr(equals + 1)});
    }
    return sources;
}

}  // namespace pf::cli
