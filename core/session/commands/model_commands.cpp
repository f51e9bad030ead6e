#include "core/session/commands/model_commands.h"

#include <utility>

namespace pf {
namespace {

FlagTable evaluationFlags(EvaluationArguments& asked) {
    const auto shares = [](const char* name, std::vector<double>& target, const char* doc) {
        return with(with({name, &target, doc}, &Flag::commas, true), &Flag::range, std::pair(0.0, 1.0));
    };
    return {
        with(with({"--protocol", &asked.protocols,
                   "verification, risk, edc, erc, roc of pairs; openset (--blufr); templates (--ijb). "
                   "Default: verification,risk,edc,roc and what the other options name"},
                  &Flag::commas, true),
             &Flag::choices, {"verification", "risk", "edc", "erc", "roc", "openset", "templates"}),
        shares("--at-fmr", asked.targets,
               "False match rates at which the TMR of pairs is listed, and the TAR and DIR of --ijb and "
               "--blufr, whose literature says FAR (default: of pairs 1e-1 to 1e-8, else the protocol's)"),
        shares("--fmr", asked.fmrTargets, "FMR at which the threshold of EDC and ERC is set (default 1e-3)"),
        shares("--discard", asked.discards,
               "Fractions of the pairs to leave out in risk-controlled accuracy (default 0,0.1,0.2,0.3); the "
               "EDC always has every one"),
        shown(with({"--score", &asked.score,
                    "Score that the report leads with: cosine, mls, distance_term (that of the MLS, which "
                    "files call attention) or negative_squared_distance; the others follow in other_curves"},
                   &Flag::choices,
                   {"cosine", "mls", "distance_term", "negative_squared_distance", "attention"})),
        shown(
            with({"--risk", &asked.risk,
                  "Risk of a pair: the larger uncertainty of its faces (max) or their sum (add). min-quality "
                  "is max by another name: the lower of two qualities is the higher of two risks"},
                 &Flag::choices, {"max", "add", "min-quality"})),
        {"--quality", &asked.qualities,
         "NAME=FILE[:COLUMN]: another risk beside sigma², one number per image, e.g. of OFIQ; or norm: the "
         "length of the embeddings before they were normalised, of which higher is better. May be repeated. "
         "Higher means less certain unless --quality-higher-is-better"},
        {"--quality-higher-is-better", &asked.qualityHigherIsBetter,
         "The columns of --quality (or the risk of --scores) are qualities: the lowest are discarded first"},
        {"--pairs", &asked.pairList,
         "Pair list: LFW's pairs.txt, with or without its first line, or a table 'a b same' by image name "
         "(default: the set's own)"},
        {"--strict", &asked.strict,
         "Refuse an evaluation in which an image is missing, unreadable or without a quality, instead of "
         "leaving its pairs out"},
        {"--identities", &asked.identities,
         "Pair list in the order of the set's pairs that says who is in them, for the bootstrap (pairs.txt "
         "of LFW for lfw.bin)"},
        with({"--bootstrap", &asked.bootstrap,
              "Replicates for 95 % intervals, e.g. 1000; over identities where they are known, else over "
              "pairs"},
             &Flag::range, std::pair(1, 1000000)),
        shown({"--seed", &asked.seed, "Of the bootstrap"}),
    };
}

FlagTable facesFlags(FacesCommand& command, const std::string& kinds) {
    return joinedFlags(
        {modelFlags(&command.model.file, command.model.settings),
         {required({"--images", &command.images, kinds + "; may be repeated"}), rootFlag(&command.root)}});
}

}  // namespace

FlagTable flagsOf(TrainCommand& command) {
    return {{"config", &command.config, "Configuration file (configs/*.yaml; not needed with --resume)"},
            settingsFlag(&command.settings, "one option (with --resume: of evaluation.*); may be repeated"),
            {"--run-dir", &command.runDirectory,
             "Folder of this run (default: run.root/run.name/yyyymmdd-HHMMSS)"},
            {"--resume", &command.resume, "Continue the run in --run-dir from its last checkpoint"},
            with({"--extra-epochs", &command.extraEpochs, "Resume and train this many epochs more"},
                 &Flag::range, NotNegative())};
}

FlagTable flagsOf(EvaluateCommand& command) {
    FlagTable model = modelFlags(&command.model.file, command.model.settings);
    model.front().required = false;
    const FlagTable faces = {
        {"--on", &command.sets, "NAME=PATH of a pair set (with --pairs: of its images); may be repeated"},
        rootFlag(&command.root),
        {"--embeddings", &command.embeddings,
         "Ready embeddings: .npz (mu[, sigma_sq, issame, files, norm]), .npy [N, D+1], [N, 2D] or [N, D], "
         "_feature.pkl, .csv or .txt (name and numbers); without sigma² only what needs none"},
        {"--names", &command.names,
         "Names of the --embeddings that have none (.npy), one a line in their order"},
        {"--embedding-size", &command.embeddingSize, "D, for a .npy whose columns can be read in two ways"},
        {"--scores", &command.scores,
         ".npz or .csv with score and same, one per pair, and risk, subject_a, subject_b where there are"},
        shown(with(
            {"--score-is", &command.scoreIs,
             "What the scores of --scores are: similarity (higher is more alike) or distance (lower is)"},
            &Flag::choices, {"similarity", "distance"})),
        {"--blufr", &command.blufr,
         "Folder of BLUFR's .mat files; rows of the embeddings in the order of its image list"},
        {"--ijb", &command.ijb, "Folder of IJB-A, IJB-B or IJB-C lists; verifies fused templates"},
        {"--images-root", &command.imagesRoot,
         "With --model: folder of the images that --blufr and --ijb name"},
    };
    const FlagTable files = {
        {"--json", &command.json, "Report file to write"},
        {"--html", &command.html, "The report as one page with its charts"},
        {"--charts", &command.charts,
         "Folder for every chart of that page as an SVG file, e.g. SET-roc.svg; charts of an earlier report "
         "there are replaced"},
        {"--out", &command.out,
         "Folder for report.json, report.html and NAME/ with a set's reports, curves (.csv), scores.npz and "
         "embeddings.npz"},
    };
    return joinedFlags({model, faces, evaluationFlags(command.evaluation), files});
}

FlagTable flagsOf(CompareMethodsCommand& command) {
    return joinedFlags(
        {{{"config", &command.config, "Recipe that every preset is laid over (not needed without --presets)"},
          settingsFlag(&command.settings, "one option of CONFIG; may be repeated"),
          with({"--presets", &command.presets, "Methods to train, one row each"}, &Flag::commas, true),
          {"--model", &command.models, "NAME=RUN of a trained model, one row each; may be repeated"},
          {"--on", &command.sets, "NAME=PATH of a pair set, one column each; may be repeated"},
          {"--ijb", &command.ijb,
           "Folder of IJB-A, IJB-B or IJB-C lists: a column of TAR at FAR of fused templates"},
          {"--blufr", &command.blufr,
           "Folder of BLUFR's .mat files: a column of DIR at FAR of open-set identification"},
          {"--images-root", &command.imagesRoot, "Folder of the images that --ijb and --blufr name"},
          shown(with({"--metric", &command.metrics,
                      "accuracy, accuracy@DISCARD, tmr@FMR, eer, pauc@0.2, pauc@0.3 or pauc@1; several make "
                      "several tables"},
                     &Flag::commas, true)),
          required({"--out", &command.out, "Folder for runs, reports and tables"})},
         evaluationFlags(command.evaluation)});
}

FlagTable flagsOf(EmbedCommand& command) {
    return joinedFlags({facesFlags(command, "Folder, list, .rec, .bin pair set or synthetic: spec"),
                        {{"--out", &command.out, "The .npz, .npy or .csv to write"},
                         {"--quality", &command.quality,
                          "A .csv with name, sigma_sq, quality = 1 / sigma² and norm, as tools for face "
                          "image quality read it"},
                         {"--norm", &command.norm,
                          "Also write the embeddings' lengths before they were normalised, a quality of its "
                          "own (a second pass of the network)"},
                         {"--strict", &command.strict,
                          "End when an image is missing or cannot be used, instead of leaving it out"}}});
}

FlagTable flagsOf(GalleryCommand& command) {
    return joinedFlags({facesFlags(command, "Folder, list, .bin or synthetic: spec"),
                        {required({"--out", &command.out, "Folder to write to"}),
                         shown(with({"--people", &command.people, "Identities that by_identity.png shows"},
                                    &Flag::range, std::pair(std::size_t{1}, command.kMostPeople))),
                         {"--norm", &command.norm,
                          "Also measure the embeddings' lengths before they were normalised, a quality of "
                          "its own (takes twice as long)"}}});
}

FlagTable flagsOf(CompareCommand& command) {
    return joinedFlags(
        {{required({"A", &command.left, "First image"}), required({"B", &command.right, "Second image"})},
         modelFlags(&command.model.file, command.model.settings),
         {{"--align", &command.detector,
           "Cut the largest face out of each image that is not what the model was trained on, found by this "
           "YuNet detector (.onnx); without a file the one used last, or one beside the program or in its "
           "data folders"},
          with({"--crops", &command.crops, "Folder that keeps the crops of --align"}, &Flag::needs,
               "--align")}});
}

}  // namespace pf
