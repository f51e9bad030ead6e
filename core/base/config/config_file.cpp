#include "core/base/config/config_file.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>

#include "core/base/atomic_file.h"
#include "core/base/config/field_table.h"
#include "core/base/config/field_value.h"
#include "core/base/error.h"
#include "core/base/list_source.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr int kMaxIncludes = 8;
constexpr std::size_t kMaxConfigBytes = std::size_t{1} << 20;

std::string placeOf(const std::filesystem::path& file, const YAML::Node& node) {
    const YAML::Mark mark = node.Mark();
    return mark.is_null() ? file.string() : file.string() + ":" + std::to_string(mark.line + 1);
}

[[noreturn]] void unknownKey(const std::string& key, const std::string& where) {
    std::vector<std::string> keys;
    std::string ending;
    for (const auto& field : fieldTable()) {
        keys.push_back(field.key);
        // The last word alone often tells what was meant ("learning.rate" has no near key, "momentm" has).
        if (field.key.ends_with("." + key.substr(key.rfind('.') + 1))) {
            ending = field.key;
        }
    }
    std::string near = didYouMean(key, keys);
    near = near.empty() && !ending.empty() ? "; did you mean '" + ending + "'?" : near;
    throw Error(ErrorCode::Config,
                "unknown option '" + key + "'" + near + " (probface validate --list shows all)", where);
}

/// Depth of a file whose includes are passed over.
constexpr int kWithoutIncludes = -1;

void readFile(const std::filesystem::path& file, Options& options, int depth);

void readMap(const std::filesystem::path& file, const YAML::Node& map, const std::string& prefix,
             Options& options, int depth) {
    std::set<std::string> seen;
    for (const auto& entry : map) {
        const std::string name = entry.first.IsScalar() ? entry.first.Scalar() : "";
        const std::string key = prefix.empty() ? name : prefix + "." + name;
        const std::string where = placeOf(file, entry.first);
        const Field* field = findField(key);
        throwIf(!seen.insert(field != nullptr ? field->key : key).second, ErrorCode::Config,
                "'" + key + "' is given twice; keep one", where);
        if (prefix.empty() && name == "include") {
            if (depth != kWithoutIncludes) {
                readFile(file.parent_path() / entry.second.as<std::string>(""), options, depth + 1);
            }
        } else if (prefix.empty() && name == "written_by") {
            continue;  // provenance that a run's config.yaml carries
        } else if (field != nullptr) {
            setFieldNode(*field, options, entry.second, placeOf(file, entry.second));
        } else if (std::ranges::any_of(fieldTable(),
                                       [&](const Field& one) { return one.key.starts_with(key + "."); })) {
            if (entry.second.IsNull()) {
                continue;
            }
            throwIf(!entry.second.IsMap(), ErrorCode::Config,
                    "'" + key + "' is a section; put its options below it, indented", where);
            readMap(file, entry.second, key, options, depth);
        } else {
            unknownKey(key, where);
        }
    }
}

void readText(const std::string& text, const std::filesystem::path& file, Options& options, int depth) {
    YAML::Node root;
    try {
        root = YAML::Load(text);
        if (root.IsNull()) {
            return;
        }
        throwIf(!root.IsMap(), ErrorCode::Config, "holds no options (key: value lines were expected)",
                file.string());
        // An include comes first wherever it stands, so that the including file always wins.
        if (root["include"] && root.begin()->first.Scalar() != "include") {
            throw Error(ErrorCode::Config, "'include' must be the first key", placeOf(file, root["include"]));
        }
        readMap(file, root, "", options, depth);
    } catch (const YAML::Exception& error) {
        throw Error(ErrorCode::Config, "is not valid YAML: " + error.msg,
                    file.string() + ":" + std::to_string(error.mark.line + 1));
    }
}

void readFile(const std::filesystem::path& file, Options& options, int depth) {
    throwIf(depth > kMaxIncludes, ErrorCode::Config, "includes itself, directly or through another file",
            file.string());
    std::error_code unknown;
    throwIf(std::filesystem::is_regular_file(file, unknown) &&
                std::filesystem::file_size(file, unknown) > kMaxConfigBytes,
            ErrorCode::Config, "is too large for a configuration; is it another file?", file.string());
    readText(readTextFile(file, kMaxConfigBytes), file, options, depth);
}

/// The field and entry that "evaluation.sets.lfw" means.
const Field* mapFieldOf(const std::string& key, std::string& entry) {
    for (auto dot = key.rfind('.'); dot != std::string::npos && dot > 0; dot = key.rfind('.', dot - 1)) {
        const Field* field = findField(key.substr(0, dot));
        if (field != nullptr &&
            (field->kind == FieldKind::NamedPaths || field->kind == FieldKind::StepRates)) {
            entry = key.substr(dot + 1);
            return field;
        }
    }
    return nullptr;
}

}  // namespace

Options loadConfig(const std::filesystem::path& file) {
    Options options;
    readFile(file, options, 0);
    return options;
}

void applyPreset(Options& options, const std::filesystem::path& file) {
    readFile(file, options, kWithoutIncludes);
}

std::filesystem::path methodPreset(const std::string& name) {
    std::error_code status;
    if (name.ends_with(".yaml") && std::filesystem::is_regular_file(name, status)) {
        return name;
    }
    std::vector<std::string> methods;
    constexpr std::string_view kPrefix = "method_";
    for (const Preset& preset : presets()) {
        if (preset.name.starts_with(kPrefix)) {
            methods.push_back(preset.name.substr(kPrefix.size()));
            if (methods.back() == name || preset.name == name) {
                return preset.file;
            }
        }
    }
    throw Error(ErrorCode::Config, "'" + name + "' is not a method" + didYouMean(name, methods) +
                                       "; choose one of " + joined(methods) + ", or give a .yaml file");
}

Options parseConfig(const std::string& text, const std::string& where) {
    Options options;
    readText(text, where, options, 0);
    return options;
}

void applySetting(Options& options, const std::string& assignment) {
    const std::string where = "--set " + assignment;
    const auto equals = assignment.find('=');
    throwIf(equals == std::string::npos || equals == 0, ErrorCode::Config,
            "expected KEY=VALUE, e.g. --set train.epochs=3", where);
    const std::string key(trimmed(std::string_view(assignment).substr(0, equals)));
    const std::string value = assignment.substr(equals + 1);
    if (const Field* field = findField(key)) {
        setFieldText(*field, options, value, where);
        return;
    }
    std::string entry;
    if (const Field* field = mapFieldOf(key, entry)) {
        auto& map = *std::get<TextMap*>(field->bind(options));
        Options checked;  // validates the entry by the same rules as a file's
        setFieldText(*field, checked, "{" + yamlScalar(entry) + ": " + yamlScalar(value) + "}", where);
        map[entry] = value;
        return;
    }
    unknownKey(key, where);
}

std::vector<OptionProblem> findProblems(const Options& options) {
    std::vector<OptionProblem> problems;
    const auto addIf = [&](bool isWrong, const char* key, const std::string& message) {
        if (isWrong) {
            problems.push_back({key, message});
        }
    };
    const auto missing = [](const std::string& path) {
        std::error_code status;
        return !path.starts_with("synthetic:") && path != "synthetic" &&
               !std::filesystem::exists(resolveBuiltin(path), status) && !listSourceOf(path);
    };
    addIf(options.data.train.empty(), "data.train",
          "no training faces are named; give a folder with one folder per identity");
    for (const auto& source : options.data.train) {
        addIf(missing(source), "data.train", "'" + source + "' does not exist");
    }
    const std::string& backbone = options.model.backbone.file;
    addIf(backbone.empty(), "model.backbone.file",
          "no backbone is named; give a TorchScript .pt, an .onnx or a native .safetensors file");
    addIf(!backbone.empty() && missing(backbone), "model.backbone.file", "'" + backbone + "' does not exist");
    for (const auto& [name, source] : options.evaluation.sets) {
        addIf(missing(source), "evaluation.sets", name + ": '" + source + "' does not exist");
    }
    constexpr const char* kThreeNumbers = "three numbers are needed, one per channel";
    addIf(options.model.input.mean.size() != 3, "model.input.mean", kThreeNumbers);
    addIf(options.model.input.std.size() != 3, "model.input.std", kThreeNumbers);
    const TrainOptions& train = options.train;
    addIf(train.identitiesPerBatch * train.imagesPerIdentity < 2, "train.images_per_identity",
          "a batch needs at least two images");
    addIf(train.identitiesPerBatch < 2 && options.loss.discriminateKind != "none",
          "train.identities_per_batch",
          "the discriminate term needs at least two identities in a batch; raise it or set "
          "loss.discriminate.kind none");
    const auto& steps = train.schedule.steps;
    addIf(train.schedule.kind == "step" && !steps.contains("0") && !steps.contains("0%"),
          "train.schedule.steps", "the rate from step 0 on is missing");
    addIf(options.evaluation.discard.empty(), "evaluation.discard",
          "at least one fraction is needed, 0 for instance");
    addIf(options.run.name.empty() || options.run.name.find('/') != std::string::npos, "run.name",
          "a plain name without '/' is needed");
    return problems;
}

void checkOptions(const Options& options) {
    const auto problems = findProblems(options);
    if (!problems.empty()) {
        throw Error(ErrorCode::Config, joined(problems, "\n", [](const OptionProblem& problem) {
                        return problem.key + ": " + problem.message;
                    }));
    }
}

std::string configText(const Options& options, bool withDocs) {
    std::string text;
    std::vector<std::string> open;
    for (const auto& field : fieldTable()) {
        auto parts = splitText(field.key, '.');
        const std::string name = parts.back();
        parts.pop_back();
        std::size_t common = 0;
        while (common < parts.size() && common < open.size() && parts[common] == open[common]) {
            ++common;
        }
        for (std::size_t i = common; i < parts.size(); ++i) {
            text += std::string(2 * i, ' ') + parts[i] + ":\n";
        }
        open = parts;
        const std::string indent(2 * parts.size(), ' ');
        if (withDocs) {
            const std::string range = field.rangeText();
            text += indent + "# " + field.doc + (range.empty() ? "" : " (" + range + ")") + "\n";
        }
        const std::string value = fieldText(field, options);
        const bool scalarText = std::holds_alternative<const std::string*>(field.bind(options)) ||
                                (field.kind == FieldKind::Sources || field.kind == FieldKind::Texts);
        const bool raw = !scalarText || value.starts_with('[');
        text += indent + name + ": " + (raw ? value : yamlScalar(value)) + "\n";
    }
    return text;
}

std::vector<Preset> presets() {
    std::vector<Preset> found;
    std::error_code status;
    for (const auto& entry : std::filesystem::directory_iterator(homeDirectory() / "configs", status)) {
        if (entry.path().extension() != ".yaml") {
            continue;
        }
        std::ifstream stream(entry.path());
        std::string title;
        std::getline(stream, title);
        title = title.starts_with("#") ? std::string(trimmed(std::string_view(title).substr(1))) : "";
        found.push_back({entry.path().stem().string(), title, entry.path()});
    }
    std::sort(found.begin(), found.end(), [](const Preset& a, const Preset& b) {
        return std::pair(a.name != "demo", a.name) < std::pair(b.name != "demo", b.name);
    });
    return found;
}

std::filesystem::path homeDirectory() {
    if (const char* home = std::getenv("PROBFACE_HOME"); home != nullptr && *home != '\0') {
        return home;
    }
    std::error_code ignored;
    const auto binary = std::filesystem::read_symlink("/proc/self/exe", ignored);
    for (auto folder = binary.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
        for (const auto& candidate : {folder / "share" / "probface", folder}) {
            if (std::filesystem::is_directory(candidate / "configs", ignored) &&
                std::filesystem::is_directory(candidate / "resources", ignored)) {
                return candidate;
            }
        }
    }
    return binary.parent_path().parent_path() / "share" / "probface";
}

std::filesystem::path resolveBuiltin(const std::string& path) {
    constexpr std::string_view kPrefix = "builtin:";
    return path.starts_with(kPrefix) ? homeDirectory() / "resources" / path.substr(kPrefix.size())
                                     : std::filesystem::path(path);
}

}  // namespace pf
