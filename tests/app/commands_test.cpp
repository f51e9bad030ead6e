// What the window prints as a command, a shell and the command line's own parser read back as the same
// request.
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>

#include "app/cli/options/flag_reader.h"
#include "core/base/error.h"
#include "core/session/commands/file_commands.h"
#include "core/session/commands/model_commands.h"

namespace pf::cli {
namespace {

/// The words as the shell hands them to a program, the last one first as CLI11 takes them.
std::vector<std::string> readByShell(const std::string& command) {
    FILE* pipe = ::popen(("printf '%s\\n' " + command).c_str(), "r");
    std::string all;
    std::array<char, 256> part{};
    while (std::fgets(part.data(), static_cast<int>(part.size()), pipe) != nullptr) {
        all += part.data();
    }
    EXPECT_EQ(::pclose(pipe), 0) << command;
    std::vector<std::string> words;
    for (std::size_t at = 0, end = 0; (end = all.find('\n', at)) != std::string::npos; at = end + 1) {
        words.insert(words.begin(), all.substr(at, end - at));
    }
    return words;
}

template <class Request>
Request parsed(const std::string& command, Request request = {}) {
    CLI::App app;
    CLI::App* verb = app.add_subcommand(verbOf(request));
    const FlagReader flags(*verb, flagsOf(request));
    std::vector<std::string> words = readByShell(command);
    EXPECT_EQ(words.back(), "probface");
    words.pop_back();
    app.parse(words);
    EXPECT_TRUE(verb->parsed()) << command;
    flags.take();
    return request;
}

TEST(Commands, AreQuotedForAShell) {
    EXPECT_EQ(shellText({"probface", "inspect", "/data/lfw.bin"}), "probface inspect /data/lfw.bin");
    EXPECT_EQ(commandOf(InspectRequest{{"/my data/it's.rec"}}), "probface inspect '/my data/it'\\''s.rec'");
    EXPECT_EQ(shellText({""}), "''");
    const std::string odd = "a b\\c $HOME `x` \"q\" *?;&|<>(){}[]#~!";
    EXPECT_EQ(parsed<InspectRequest>(commandOf(InspectRequest{{odd}})).paths, std::vector{odd});
}

TEST(Commands, NameWhatDiffersFromTheDefaults) {
    AlignRequest align;
    align.sources = {"photos"};
    align.detector = "yunet.onnx";
    align.out = "crops";
    EXPECT_EQ(commandOf(align), "probface align photos --detector yunet.onnx --out crops");
    BackboneCheckRequest check;
    check.options.model.backbone.file = "net.pt";
    check.options.model.input.channels = "bgr";
    check.options.train.epochs = 77;
    check.pairs = "lfw.bin";
    EXPECT_EQ(commandOf(check),
              "probface check-backbone --set model.backbone.file=net.pt --set model.input.channels=bgr "
              "--pairs lfw.bin");
    ConvertRequest convert;
    convert.sources = {"faces"};
    convert.out = "faces.rec";
    convert.format = FaceFormat::Record;
    EXPECT_EQ(commandOf(convert), "probface convert faces --out faces.rec --to rec");
    ImportRequest imported;
    imported.file = "log/model";
    imported.architecture = "resface64s2";
    imported.tensorFlow = true;
    imported.byOrder = true;
    imported.out = "native";
    EXPECT_EQ(commandOf(imported), "probface import-tensorflow log/model --arch resface64s2 --out native");
    imported.tensorFlow = false;
    imported.conventions.bnEpsilon = 1e-5;
    EXPECT_EQ(commandOf(imported),
              "probface import-weights log/model --arch resface64s2 --out native --by-order --bn-epsilon "
              "1e-05");
    ExportRequest exported;
    exported.model = "runs/demo";
    exported.format = ExportFormat::Onnx;
    exported.out = "demo.onnx";
    exported.headOnly = true;
    EXPECT_EQ(commandOf(exported),
              "probface export --model runs/demo --out demo.onnx --format onnx --head-only");
}

TEST(Commands, InspectComesBack) {
    const InspectRequest asked = {{"a b", "c"}, false, true};
    const auto found = parsed<InspectRequest>(commandOf(asked));
    EXPECT_EQ(found.paths, asked.paths);
    EXPECT_FALSE(found.tensors);
    EXPECT_TRUE(found.json);
    EXPECT_TRUE(parsed<InspectRequest>(commandOf(InspectRequest{{"a"}})).tensors);
}

TEST(Commands, AlignComesBack) {
    AlignRequest asked;
    asked.sources = {"holiday photos", "list.txt@/data"};
    asked.landmarks = "points.txt";
    asked.landmarksIn = LandmarksIn::Stored;
    asked.detector = "yunet.onnx";
    asked.out = "crops";
    asked.width = 96;
    asked.minScore = 0.755;
    asked.manyFaces = ManyFaces::Skip;
    asked.extension = ".png";
    asked.jpegQuality = 80;
    asked.threads = 7;
    asked.resume = true;
    AlignRequest plain;
    plain.sources = {"photos"};
    plain.out = "crops";
    for (const AlignRequest& one : {asked, plain}) {
        const auto found = parsed<AlignRequest>(commandOf(one));
        EXPECT_EQ(found.sources, one.sources);
        EXPECT_EQ(found.landmarks, one.landmarks);
        EXPECT_EQ(found.landmarksIn, one.landmarksIn);
        EXPECT_EQ(found.detector, one.detector);
        EXPECT_EQ(found.out, one.out);
        EXPECT_EQ(found.height, one.height);
        EXPECT_EQ(found.width, one.width);
        EXPECT_EQ(found.minScore, one.minScore);
        EXPECT_EQ(found.manyFaces, one.manyFaces);
        EXPECT_EQ(found.extension, one.extension);
        EXPECT_EQ(found.jpegQuality, one.jpegQuality);
        EXPECT_EQ(found.threads, one.threads);
        EXPECT_EQ(found.resume, one.resume);
    }
}

TEST(Commands, ConvertComesBackAlsoWhereTheNameSaysAnotherFormat) {
    for (const FaceFormat format :
         {FaceFormat::Folder, FaceFormat::List, FaceFormat::Record, FaceFormat::Bin}) {
        for (const char* out : {"faces", "faces.rec", "pairs.bin"}) {
            ConvertRequest asked;
            asked.sources = {"one", "two three"};
            asked.out = out;
            asked.format = format;
            asked.pairs = "pairs.csv";
            asked.strict = format == FaceFormat::Bin;
            asked.resume = format == FaceFormat::List;
            const auto found = parsed<ConvertRequest>(commandOf(asked));
            EXPECT_EQ(found.sources, asked.sources);
            EXPECT_EQ(found.out, asked.out);
            EXPECT_EQ(found.format, asked.format) << commandOf(asked);
            EXPECT_EQ(found.pairs, asked.pairs);
            EXPECT_EQ(found.strict, asked.strict);
            EXPECT_EQ(found.resume, asked.resume);
        }
    }
}

TEST(Commands, ExportComesBack) {
    for (const ExportFormat format : {ExportFormat::Folder, ExportFormat::TorchScript, ExportFormat::Onnx}) {
        ExportRequest asked;
        asked.model = "runs/my run";
        asked.overrides = {"model.backbone.file=other net.pt", "train.seed=3"};
        asked.out = "face.onnx";
        asked.format = format;
        asked.headOnly = format == ExportFormat::Onnx;
        asked.replace = format == ExportFormat::Folder;
        const auto found = parsed<ExportRequest>(commandOf(asked));
        EXPECT_EQ(found.model, asked.model);
        EXPECT_EQ(found.overrides, asked.overrides);
        EXPECT_EQ(found.out, asked.out);
        EXPECT_EQ(found.format, asked.format);
        EXPECT_EQ(found.headOnly, asked.headOnly);
        EXPECT_EQ(found.replace, asked.replace);
    }
}

TEST(Commands, ImportsComeBack) {
    for (const bool tensorFlow : {false, true}) {
        ImportRequest asked;
        asked.file = "weights of others";
        asked.architecture = "resface64m";
        asked.out = "native";
        asked.tensorFlow = tensorFlow;
        asked.byOrder = !tensorFlow;
        asked.conventions.samePadding = !tensorFlow;
        asked.conventions.bnEpsilon = tensorFlow ? StateDictConventions().bnEpsilon : 1e-5;
        ImportRequest kind;
        kind.tensorFlow = tensorFlow;
        const auto found = parsed(commandOf(asked), kind);
        EXPECT_EQ(found.file, asked.file);
        EXPECT_EQ(found.architecture, asked.architecture);
        EXPECT_EQ(found.out, asked.out);
        EXPECT_EQ(found.byOrder, asked.byOrder);
        EXPECT_EQ(found.conventions.samePadding, asked.conventions.samePadding);
        EXPECT_EQ(found.conventions.bnEpsilon, asked.conventions.bnEpsilon);
    }
}

TEST(Commands, ABackboneCheckComesBack) {
    BackboneCheckRequest asked;
    asked.options.model.backbone.file = "my net.onnx";
    asked.options.model.backbone.embeddingOutput = "fc1";
    asked.options.model.input.channels = "bgr";
    asked.options.model.input.mean = {127.5, 127.5, 127.5};
    asked.options.model.input.std = {128, 128, 128};
    asked.images = {"/data/faces", "synthetic:identities=3,images=2"};
    asked.pairs = "lfw.bin";
    asked.imageCount = 16;
    asked.pairCount = 1000;
    const auto found = parsed<BackboneCheckRequest>(commandOf(asked));
    EXPECT_EQ(changedSettings(found.options, Options()), changedSettings(asked.options, Options()));
    EXPECT_EQ(found.images, asked.images);
    EXPECT_EQ(found.pairs, asked.pairs);
    EXPECT_EQ(found.imageCount, asked.imageCount);
    EXPECT_EQ(found.pairCount, asked.pairCount);
}

/// The command is read back as it was asked, a plain one says only what must be said, and `asked` leaves no
/// option of the table but those of `unsaid` out.
template <class Command>
void expectRoundTrip(Command asked, const Command& least, const std::string& leastText,
                     const std::vector<std::string>& unsaid) {
    const std::string text = commandOf(asked);
    EXPECT_TRUE(parsed<Command>(text) == asked) << text << "\n" << commandOf(parsed<Command>(text));
    EXPECT_EQ(commandOf(least), leastText);
    EXPECT_TRUE(parsed<Command>(leastText) == least) << leastText;
    for (const Flag& flag : flagsOf(asked)) {
        if (flag.name.starts_with('-')) {
            EXPECT_EQ((text + " ").find(" " + flag.name + " ") == std::string::npos,
                      std::find(unsaid.begin(), unsaid.end(), flag.name) != unsaid.end())
                << flag.name << " in " << text;
        }
    }
}

EvaluationArguments unusualEvaluation() {
    EvaluationArguments asked;
    asked.protocols = {"roc", "openset"};
    asked.targets = {1e-3, 0.25};
    asked.fmrTargets = {1e-4};
    asked.discards = {0, 0.1, 0.375};
    asked.score = "distance_term";
    asked.risk = "add";
    asked.qualities = {"ofiq=my ofiq.csv:score", "norm"};
    asked.qualityHigherIsBetter = true;
    asked.strict = true;
    asked.pairList = "pairs of mine.txt";
    asked.identities = "people.txt";
    asked.bootstrap = 1000;
    asked.seed = 7;
    return asked;
}

TEST(Commands, TrainingComesBack) {
    TrainCommand asked;
    asked.config = "/my configs/own.yaml";
    asked.settings = {"data.train=[\"/my faces\"]", "train.epochs=3"};
    asked.runDirectory = "runs/one";
    asked.resume = true;
    asked.extraEpochs = 2;
    expectRoundTrip(asked, TrainCommand{.config = "demo.yaml", .settings = {}}, "probface train demo.yaml",
                    {});
    Options changed;
    changed.train.epochs = 3;
    changed.data.train = {"/my faces"};
    EXPECT_EQ(commandOf(TrainCommand{.config = "own.yaml", .settings = changedSettings(changed, Options())}),
              "probface train own.yaml --set 'data.train=/my faces' --set train.epochs=3");
    EXPECT_THROW(parsed<TrainCommand>("probface train own.yaml --extra-epochs -1"), CLI::ParseError);
}

TEST(Commands, AnEvaluationComesBack) {
    EvaluateCommand asked;
    asked.model = {"runs/my run", {"model.backbone.file=other net.pt"}};
    asked.embeddings = "e.npy";
    asked.names = "names.txt";
    asked.embeddingSize = 512;
    asked.scores = "s.npz";
    asked.scoreIs = "distance";
    asked.sets = {"lfw=/data/lfw.bin", "own=my list.txt"};
    asked.root = "/data/my faces";
    asked.blufr = "blufr";
    asked.ijb = "ijba";
    asked.imagesRoot = "crops";
    asked.json = "r.json";
    asked.html = "r.html";
    asked.charts = "charts";
    asked.out = "reports";
    asked.evaluation = unusualEvaluation();
    EvaluateCommand least;
    least.embeddings = "e.npz";
    expectRoundTrip(asked, least, "probface evaluate --embeddings e.npz", {"--backbone"});
    EXPECT_THROW(parsed<EvaluateCommand>("probface evaluate --scores s.npz --fmr 1.5"), CLI::ParseError);
    EXPECT_THROW(parsed<EvaluateCommand>("probface evaluate --scores s.npz --risk min"), CLI::ParseError);
}

TEST(Commands, AComparisonOfMethodsComesBack) {
    CompareMethodsCommand asked;
    asked.config = "own.yaml";
    asked.settings = {"train.epochs=3", "model.backbone.file=my net.pt"};
    asked.presets = {"base", "probface"};
    asked.models = {"a=/runs/a", "b=/runs/my run"};
    asked.sets = {"lfw=/data/lfw.bin"};
    asked.metrics = {"accuracy@0.3", "eer"};
    asked.ijb = "ijba";
    asked.blufr = "blufr";
    asked.imagesRoot = "crops";
    asked.out = "table";
    asked.evaluation = unusualEvaluation();
    CompareMethodsCommand least;
    least.out = "table";
    expectRoundTrip(asked, least, "probface compare-methods --out table", {});
}

TEST(Commands, FacesComeBack) {
    EmbedCommand embed;
    embed.model = {"runs/my run", {"train.seed=3"}};
    embed.images = {"/my faces", "list.txt"};
    embed.root = "/data";
    embed.out = "e.npz";
    embed.norm = true;
    embed.quality = "q.csv";
    embed.strict = true;
    EmbedCommand least;
    least.model.file = "m";
    least.images = {"faces"};
    expectRoundTrip(embed, least, "probface embed --model m --images faces", {"--backbone"});
    GalleryCommand gallery;
    gallery.model = embed.model;
    gallery.images = embed.images;
    gallery.root = "/data";
    gallery.out = "my gallery";
    gallery.norm = true;
    gallery.people = 20;
    GalleryCommand plain;
    plain.model.file = "m";
    plain.images = {"faces"};
    plain.out = "gallery";
    expectRoundTrip(gallery, plain, "probface gallery --model m --images faces --out gallery",
                    {"--backbone"});
    EXPECT_THROW(parsed<GalleryCommand>("probface gallery --model m --images a --out o --people 0"),
                 CLI::ParseError);
}

TEST(Commands, AComparisonComesBackWithAndWithoutADetector) {
    CompareCommand asked;
    asked.left = "my a.jpg";
    asked.right = "b.jpg";
    asked.model = {"m", {"train.seed=3"}};
    asked.detector = "my yunet.onnx";
    asked.crops = "crops";
    const CompareCommand least{.left = "a", .right = "b", .model = {.file = "m"}};
    expectRoundTrip(asked, least, "probface compare a b --model m", {"--backbone"});
    asked.crops.clear();
    asked.detector = "";
    const std::string text = commandOf(asked);
    EXPECT_EQ(text, "probface compare 'my a.jpg' b.jpg --model m --set train.seed=3 --align");
    EXPECT_TRUE(parsed<CompareCommand>(text) == asked);
    EXPECT_THROW(parsed<CompareCommand>("probface compare a b --model m --crops c"), CLI::ParseError);
}

TEST(Commands, WhatAValueCannotBeIsRefusedWithTheChoices) {
    EXPECT_THROW(parsed<AlignRequest>("probface align photos --out crops --many every"), Error);
    EXPECT_THROW(parsed<ExportRequest>("probface export --model m --out o --format zip"), CLI::ParseError);
    EXPECT_THROW(parsed<BackboneCheckRequest>("probface check-backbone net.pt --count 0"), CLI::ParseError);
    EXPECT_THROW(parsed<ConvertRequest>("probface convert faces"), CLI::ParseError);
}

TEST(Commands, RootAndBackboneGoWhereTheyBelong) {
    const std::string list = testing::TempDir() + "commands_test_list.txt";
    std::ofstream(list) << "a.jpg 0\n";
    EXPECT_EQ(parsed<AlignRequest>("probface align " + list + " --root /data --out crops").sources,
              std::vector<std::string>{list + "@/data"});
    EXPECT_THROW(parsed<AlignRequest>("probface align photos --root /data --out crops"), Error);
    EXPECT_EQ(
        parsed<ExportRequest>("probface export --model m --set a=1 --backbone net.pt --out o").overrides,
        (std::vector<std::string>{"a=1", "model.backbone.file=net.pt"}));
    EXPECT_EQ(parsed<ExportRequest>("probface export --model m --out o.pt").format,
              ExportFormat::TorchScript);
    EXPECT_EQ(parsed<ConvertRequest>("probface convert faces --out o.bin").format, FaceFormat::Bin);
}

}  // namespace
}  // namespace pf::cli
