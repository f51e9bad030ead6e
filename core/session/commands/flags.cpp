#include "core/session/commands/flags.h"

#include <algorithm>
#include <utility>

#include "core/base/config/field_table.h"
#include "core/base/list_source.h"
#include "core/base/text.h"

namespace pf {
namespace {

/// The value as the words of a command line, one for each time that the option stands there.
struct Words {
    std::vector<std::string> operator()(const bool* value) const { return {*value ? "true" : "false"}; }
    std::vector<std::string> operator()(const int* value) const { return {std::to_string(*value)}; }
    std::vector<std::string> operator()(const std::size_t* value) const { return {std::to_string(*value)}; }
    std::vector<std::string> operator()(const double* value) const { return {formatNumber(*value)}; }
    std::vector<std::string> operator()(const std::string* value) const { return oneOrNone(*value); }
    std::vector<std::string> operator()(const std::optional<std::string>* value) const {
        return *value ? std::vector{**value} : std::vector<std::string>();
    }
    std::vector<std::string> operator()(const std::vector<std::string>* value) const { return *value; }
    std::vector<std::string> operator()(const std::vector<double>* value) const {
        std::vector<std::string> words;
        for (const double number : *value) {
            words.push_back(formatNumber(number));
        }
        return words;
    }
    std::vector<std::string> operator()(const FlagText& value) const { return oneOrNone(value.text); }
    std::vector<std::string> operator()(const FlagTexts& value) const { return value.texts; }

  private:
    static std::vector<std::string> oneOrNone(const std::string& text) {
        return text.empty() ? std::vector<std::string>() : std::vector{text};
    }
};

}  // namespace

FlagTable joinedFlags(std::initializer_list<FlagTable> parts) {
    FlagTable all;
    for (const FlagTable& part : parts) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

FlagText flagPath(std::filesystem::path& path) {
    return {path.string(), [&path](const std::string& text) { path = text; }};
}

Flag rootFlag(std::vector<std::string>& sources) {
    return rootFlag(
        FlagText{"", [&sources](const std::string& root) { sources = withListRoot(sources, root); }});
}

Flag rootFlag(FlagTarget root) {
    return {"--root", std::move(root),
            "Folder that the paths of a list start from, where it is not the list's own or one above; also "
            "LIST@FOLDER, wherever images are named"};
}

Flag settingsFlag(FlagTarget settings, const std::string& of) {
    return {"--set", std::move(settings), "KEY=VALUE: changes " + of};
}

FlagTable modelFlags(FlagTarget model, std::vector<std::string>& settings) {
    const auto useBackbone = [&settings](const std::string& file) {
        settings.push_back("model.backbone.file=" + file);
    };
    return {required({"--model", std::move(model), "Run directory (its best checkpoint) or checkpoint file"}),
            settingsFlag(&settings, "an option the model was trained with, e.g. model.backbone.file=..."),
            {"--backbone", FlagText{"", useBackbone},
             "The model's backbone, when it is no longer where the model was trained: its file, or a folder "
             "in which it is looked for by name and hash"}};
}

std::vector<std::string> changedSettings(const Options& options, const Options& base) {
    std::vector<std::string> settings;
    for (const Field& field : fieldTable()) {
        if (const std::string value = fieldText(field, options); value != fieldText(field, base)) {
            settings.push_back(field.key + "=" + value);
        }
    }
    return settings;
}

std::string shellText(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) {
        text += (text.empty() ? "" : " ") + shellQuoted(word);
    }
    return text;
}

std::vector<std::string> commandWords(const std::string& verb, const FlagTable& asked,
                                      const FlagTable& plain) {
    std::vector<std::string> command = {"probface", verb};
    for (const Flag& flag : asked) {
        const auto same =
            std::find_if(plain.begin(), plain.end(), [&](const Flag& one) { return one.name == flag.name; });
        std::vector<std::string> words = std::visit(Words(), flag.target);
        if (!flag.isPrinted && same != plain.end() && words == std::visit(Words(), same->target)) {
            continue;
        }
        if (std::holds_alternative<bool*>(flag.target)) {
            command.push_back(flag.name.substr(flag.name.starts_with('!') ? 1 : 0));
            continue;
        }
        if (flag.commas && !words.empty()) {
            for (std::size_t i = 1; i < words.size(); ++i) {
                words[0] += "," + words[i];
            }
            words.resize(1);
        }
        for (const std::string& word : words) {
            if (flag.name.starts_with('-')) {
                command.push_back(flag.name);
            }
            if (!word.empty() || !std::holds_alternative<std::optional<std::string>*>(flag.target)) {
                command.push_back(word);
            }
        }
    }
    return command;
}

}  // namespace pf
