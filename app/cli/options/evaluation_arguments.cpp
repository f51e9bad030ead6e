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

bool EvaluationArguments::asks(const std::string& protocol) const {
    return std::find(protocols.begin(), protocols.end(), protocol) != protocols.end();
}

void addEvaluationOptions(CLI::App& command, EvaluationArguments& arguments) {
    const auto addShares = [&command](const char* name, std::vector<double>& shares, const char* doc) {
        command.add_option(name, shares, doc)->delimiter(',')->check(CLI::Range(0.0, 1.0));
    };
    command
        .add_option("--protocol", arguments.protocols,
                    "verification, risk, edc, erc, roc of pairs; openset (--blufr); templates (--ijb). "
                    "Default: verification,risk,edc,roc and what the other options name")
        ->delimiter(',')
        ->check(CLI::IsMember({"verification", "risk", "edc", "erc", "roc", "openset", "templates"}));
    addShares("--at-fmr", arguments.targets,
              "False match rates at which the TMR of pairs is listed, and the TAR and DIR of --ijb and "
              "--blufr, whose literature says FAR (default: of pairs 1e-1 to 1e-8, else the protocol's)");
    // Its name until 0.1.
    command
        .add_option_function<std::vector<double>>(
            "--far",
            [&arguments](const std::vector<double>& targets) {
                for (const double target : targets) {
                    // A hidden option has no name in the parser's own messages.
                    if (!(target >= 0.0 && target <= 1.0)) {
                        throw CLI::ValidationError("--far",
                                                   "must be between 0 and 1, got " + formatNumber(target));
                    }
                }
                std::fprintf(stderr, "note: --far is called --at-fmr now\n");
                arguments.targets.insert(arguments.targets.end(), targets.begin(), targets.end());
            })
        ->delimiter(',')
        ->group("");
    addShares("--fmr", arguments.fmrTargets,
              "FMR at which the threshold of EDC and ERC is set (default 1e-3)");
    addShares("--discard", arguments.discards,
              "Fractions of the pairs to leave out in risk-controlled accuracy (default 0,0.1,0.2,0.3); the "
              "EDC always has every one");
    command
        .add_option("--score", arguments.score,
                    "Score that the report leads with: cosine, mls, distance_term (that of the MLS, which "
                    "files call attention) or negative_squared_distance; the others follow in other_curves")
        ->check(CLI::IsMember({"cosine", "mls", "distance_term", "negative_squared_distance", "attention"}))
        ->capture_default_str();
    command
        .add_option(
            "--risk", arguments.risk,
            "Risk of a pair: the larger uncertainty of its faces (max) or their sum (add). min-quality is "
            "max by another name: the lower of two qualities is the higher of two risks")
        ->check(CLI::IsMember({"max", "add", "min-quality"}))
        ->capture_default_str();
    command
        .add_option("--quality", arguments.qualities,
                    "NAME=FILE[:COLUMN]: another risk beside sigma², one number per image, e.g. of OFIQ; or "
                    "norm: the length of the embeddings before they were normalised, of which higher is "
                    "better. May be repeated. Higher means less certain unless --quality-higher-is-better")
        ->allow_extra_args(false);
    command.add_flag(
        "--quality-higher-is-better", arguments.qualityHigherIsBetter,
        "The columns of --quality (or the risk of --scores) are qualities: the lowest are discarded first");
    command.add_option("--pairs", arguments.pairList,
                       "Pair list: LFW's pairs.txt, with or without its first line, or a table 'a b same' by "
                       "image name (default: the set's own)");
    command.add_flag("--strict", arguments.strict,
                     "Refuse an evaluation in which an image is missing, unreadable or without a quality, "
                     "instead of leaving its pairs out");
    command.add_option("--identities", arguments.identities,
                       "Pair list in the order of the set's pairs that says who is in them, for the "
                       "bootstrap (pairs.txt of LFW for lfw.bin)");
    command
        .add_option(
            "--bootstrap", arguments.bootstrap,
            "Replicates for 95 % intervals, e.g. 1000; over identities where they are known, else over pairs")
        ->check(CLI::Range(1, 1000000));
    command.add_option("--seed", arguments.seed, "Of the bootstrap")->capture_default_str();
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
