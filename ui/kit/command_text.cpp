#include "ui/kit/command_text.h"

#include "core/base/config/field_table.h"
#include "core/base/text.h"
#include "core/session/exchange/state_dict_import.h"

namespace pf::ui {

namespace {

using Words = std::vector<std::string>;

void add(Words& words, const std::string& option, const std::string& value) {
    words.push_back(option);
    words.push_back(value);
}

void addSources(Words& words, const std::vector<std::string>& sources) {
    words.insert(words.end(), sources.begin(), sources.end());
}

void addFlag(Words& words, const std::string& option, bool on) {
    if (on) {
        words.push_back(option);
    }
}

/// The name at an enum's place in its list of names.
template <class Choice>
std::string nameOf(const std::vector<std::string>& names, Choice choice) {
    return names[static_cast<std::size_t>(choice)];
}

/// What differs from the defaults of the backbone and its input.
void addSettings(Words& words, const Options& options) {
    for (const Field& field : fieldTable()) {
        const bool ofBackbone =
            field.key.starts_with("model.backbone.") || field.key.starts_with("model.input.");
        if (ofBackbone && !isDefault(field, options)) {
            add(words, "--set", field.key + "=" + fieldText(field, options));
        }
    }
}

}  // namespace

QString shellCommand(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + shellQuoted(word);
    }
    return QString::fromStdString(text);
}

QString inspectCommand(const std::string& path) {
    return shellCommand({"probface", "inspect", path});
}

QString checkCommand(const BackboneCheckRequest& request) {
    Words words = {"probface", "check-backbone"};
    addSettings(words, request.options);
    for (const std::string& images : request.images) {
        add(words, "--images", images);
    }
    if (!request.pairs.empty()) {
        add(words, "--pairs", request.pairs);
    }
    return shellCommand(words);
}

QString alignCommand(const AlignRequest& request) {
    static const AlignRequest kDefaults;
    Words words = {"probface", "align"};
    addSources(words, request.sources);
    if (!request.landmarks.empty()) {
        add(words, "--landmarks", request.landmarks.string());
        if (request.landmarksIn != kDefaults.landmarksIn) {
            add(words, "--landmarks-in", nameOf(landmarksInNames(), request.landmarksIn));
        }
    }
    if (!request.detector.empty()) {
        add(words, "--detector", request.detector.string());
        if (request.minScore != kDefaults.minScore) {
            add(words, "--min-score", formatNumber(request.minScore));
        }
    }
    if (request.manyFaces != kDefaults.manyFaces) {
        add(words, "--many", nameOf(manyFacesNames(), request.manyFaces));
    }
    if (request.height != kDefaults.height || request.width != kDefaults.width) {
        add(words, "--size", std::to_string(request.height) + "x" + std::to_string(request.width));
    }
    if (request.extension != kDefaults.extension) {
        add(words, "--format", request.extension.substr(1));
    }
    addFlag(words, "--resume", request.resume);
    add(words, "--out", request.out.string());
    return shellCommand(words);
}

QString convertCommand(const ConvertRequest& request) {
    Words words = {"probface", "convert"};
    addSources(words, request.sources);
    add(words, "--out", request.out.string());
    add(words, "--to", nameOf(faceFormatNames(), request.format));
    if (!request.pairs.empty()) {
        add(words, "--pairs", request.pairs.string());
    }
    addFlag(words, "--resume", request.resume);
    return shellCommand(words);
}

QString exportCommand(const ExportRequest& request) {
    Words words = {"probface", "export", "--model", request.model.string()};
    for (const std::string& assignment : request.overrides) {
        add(words, "--set", assignment);
    }
    add(words, "--format", nameOf(exportFormatNames(), request.format));
    addFlag(words, "--head-only", request.headOnly);
    addFlag(words, "--replace", request.replace);
    add(words, "--out", request.out.string());
    return shellCommand(words);
}

QString importCommand(const ImportRequest& request) {
    Words words = {"probface", request.tensorFlow ? "import-tensorflow" : "import-weights",
                   request.file.string()};
    add(words, "--arch", request.architecture);
    if (!request.tensorFlow) {
        addFlag(words, "--by-order", request.byOrder);
        addFlag(words, "--same-padding", request.conventions.samePadding);
        if (request.conventions.bnEpsilon != StateDictConventions().bnEpsilon) {
            add(words, "--bn-epsilon", formatNumber(request.conventions.bnEpsilon));
        }
    }
    add(words, "--out", request.out.string());
    return shellCommand(words);
}

}  // namespace pf::ui
