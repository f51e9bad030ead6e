#include "core/session/inspect/source_card.h"

#include <algorithm>
#include <array>
#include <exception>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/base/list_source.h"
#include "core/base/numbers.h"
#include "core/base/stand_in.h"
#include "core/base/text.h"
#include "core/base/utf8.h"
#include "core/data/record_io/list_columns.h"
#include "core/session/inspect/source_card_data.h"
#include "core/session/inspect/source_card_models.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

using nlohmann::ordered_json;

/// By SourceKind.
constexpr std::array<std::string_view, 15> kKinds = {
    "faces",     "pairs",    "embeddings", "backbone",  "weights", "model",    "runs",   "config",
    "landmarks", "detector", "pair_list",  "qualities", "scores",  "protocol", "unknown"};
static_assert(kKinds.size() == static_cast<std::size_t>(SourceKind::Unknown) + 1);

/// By SourceUse.
constexpr std::array<std::string_view, 10> kUses = {"train",           "look at in the gallery",
                                                    "evaluate",        "compare",
                                                    "use as backbone", "import",
                                                    "align",           "convert",
                                                    "export",          "open the run"};
static_assert(kUses.size() == static_cast<std::size_t>(SourceUse::OpenRun) + 1);

/// A line of landmarks has ten numbers, with a box and a score fifteen; embeddings have more.
constexpr std::size_t kMostLandmarkNumbers = 24;

/// The first lines of a text file.
std::vector<std::string> firstLines(const fs::path& file, std::size_t count) {
    LineReader reader(file);
    std::string_view line;
    std::vector<std::string> lines;
    while (lines.size() < count && reader.next(line)) {
        lines.emplace_back(line);
    }
    return lines;
}

/// The words of a line, whatever stands between them.
std::vector<std::string_view> wordsOf(std::string& line) {
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == ',' || c == '\t' || c == ';'; }, ' ');
    std::vector<std::string_view> words;
    splitFields(line, ' ', words);
    return words;
}

std::size_t countNumbers(const std::vector<std::string_view>& words) {
    return static_cast<std::size_t>(std::count_if(
        words.begin(), words.end(), [](std::string_view word) { return readNumber(word).has_value(); }));
}

/// What a text table holds, by its first lines.
void describeTable(SourceCard& card, RunControl& control) {
    std::vector<std::string> lines = firstLines(card.path, 2);
    lines.resize(2);
    const bool listsFaces = listLayoutOf(lines[0]).has_value();
    const auto words = wordsOf(lines[0]);
    const std::size_t numbers = countNumbers(words);
    const std::size_t numbersBelow = countNumbers(wordsOf(lines[1]));
    const bool namesMu = std::find(words.begin(), words.end(), "mu_0") != words.end();
    if (namesMu || numbers > kMostLandmarkNumbers) {
        detail::describeEmbeddings(card);
    } else if (words.size() >= 11 && numbers >= 10 && !listsFaces) {
        detail::describeLandmarks(card);
    } else if (!detail::describePairList(card) && !detail::describeScores(card) &&
               !detail::describeQualities(card)) {
        // OFIQ's tables have many numbers below their header too.
        if (numbersBelow > kMostLandmarkNumbers) {
            detail::describeEmbeddings(card);
        } else {
            detail::describeListedFaces(card, control);
        }
    }
}

bool hasWeightsInside(const fs::path& folder) {
    std::error_code failure;
    if (fs::is_regular_file(folder / "checkpoint", failure)) {
        return true;
    }
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, failure)) {
        if (entry.path().extension() == ".index") {
            return true;
        }
    }
    return false;
}

void describeFolder(SourceCard& card, RunControl& control) {
    const fs::path folder = card.path;
    if (detail::isModelFolder(folder)) {
        detail::describeModel(card);
    } else if (hasWeightsInside(folder)) {
        detail::describeWeights(card);
    } else if (!detail::describeProtocol(card) && !detail::describeRuns(card)) {
        detail::describeFaces(card, control);
    }
}

void describeFile(SourceCard& card, RunControl& control) {
    const fs::path file = card.path;
    const std::string extension = lowerCase(file.extension().string());
    const auto isOneOf = [&](std::initializer_list<const char*> extensions) {
        return std::find(extensions.begin(), extensions.end(), extension) != extensions.end();
    };
    failDataIf(fs::is_regular_file(file) && fs::file_size(file) == 0, "", "the file is empty");
    refuseStandIn(file);
    const std::string head = beginningOf(file, 4);
    const bool isArchive = head.starts_with("PK\x03\x04");
    if (isOneOf({".yaml", ".yml"})) {
        detail::describeConfig(card);
    } else if (isOneOf({".npz", ".npy", ".pkl", ".pickle"})) {
        if (extension != ".npz" || !detail::describeScores(card)) {
            detail::describeEmbeddings(card);
        }
    } else if (isOneOf({".safetensors", ".onnx", ".pt", ".pth", ".ts", ".index", ".ckpt"}) || isArchive ||
               file.filename().string().find(".data-") != std::string::npos) {
        detail::describeWeights(card);
    } else if (hasListSuffix(card.path)) {
        describeTable(card, control);
    } else {
        detail::describeFaces(card, control);
    }
}

}  // namespace

void SourceCard::addFact(const std::string& name, const std::string& value) {
    if (!value.empty()) {
        facts.push_back({name, value});
    }
}

void SourceCard::addProblem(const std::string& problem) {
    ++problemCount;
    if (problems.size() < kMaxCardProblems) {
        problems.push_back(problem);
    }
}

SourceCard describeSource(const std::string& path, RunControl& control) {
    SourceCard card;
    card.path = path;
    card.title = "Not recognised";
    try {
        std::error_code failure;
        const fs::file_status status = fs::status(path, failure);
        if (path == "synthetic" || path.starts_with("synthetic:") || listSourceOf(path)) {
            detail::describeFaces(card, control);
        } else if (status.type() == fs::file_type::not_found) {
            throw Error(ErrorCode::Io, "there is no such file or folder", path);
        } else if (fs::is_directory(status)) {
            describeFolder(card, control);
        } else {
            describeFile(card, control);
        }
    } catch (const std::exception& error) {
        card.addProblem(error.what());
    }
    return card;
}

std::string_view sourceUseText(SourceUse use) {
    return kUses.at(static_cast<std::size_t>(use));
}

std::string cardText(const SourceCard& card) {
    std::string text = card.path + ": " + card.title + "\n";
    std::size_t widest = 0;
    for (const SourceFact& fact : card.facts) {
        widest = std::max(widest, utf8CodePoints(fact.name).size());
    }
    for (const SourceFact& fact : card.facts) {
        const std::size_t gap = widest - utf8CodePoints(fact.name).size() + 2;
        text += "  " + fact.name + std::string(gap, ' ') + fact.value + "\n";
    }
    if (card.isProgram) {
        text +=
            "  This file is a program: opening it runs code from it. Open it only if you trust where it "
            "comes from.\n";
    }
    for (const std::string& problem : card.problems) {
        text += "  ! " + problem + "\n";
    }
    if (card.problemCount > card.problems.size()) {
        text += "  ! and " + formatCount(card.problemCount - card.problems.size()) + " more\n";
    }
    if (!card.uses.empty()) {
        text += "  good for: " + joined(card.uses, ", ", sourceUseText) + "\n";
    }
    return text;
}

std::string cardJson(const SourceCard& card) {
    ordered_json json = {
        {"path", card.path}, {"kind", kKinds.at(static_cast<std::size_t>(card.kind))}, {"title", card.title}};
    json["facts"] = ordered_json::object();
    for (const SourceFact& fact : card.facts) {
        json["facts"][fact.name] = fact.value;
    }
    json["problems"] = card.problems;
    json["problem_count"] = card.problemCount;
    json["is_program"] = card.isProgram;
    json["good_for"] = ordered_json::array();
    for (const SourceUse use : card.uses) {
        json["good_for"].push_back(sourceUseText(use));
    }
    // Names of files need not be UTF-8, JSON must.
    return json.dump(2, ' ', false, decltype(json)::error_handler_t::replace) + "\n";
}

}  // namespace pf
