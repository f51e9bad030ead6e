#include "core/base/config/field_value.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/base/utf8.h"

namespace pf {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
    using Ts::operator()...;
};

[[noreturn]] void reject(const Field& field, const std::string& given, const std::string& expected,
                         const std::string& where) {
    throw FieldError(field, "'" + given + "' is not possible; expected " + expected, where);
}

/// A whole number, blanks at both ends and a leading '+' allowed.
std::optional<std::int64_t> readWhole(std::string_view text) {
    text = trimmed(text);
    text.remove_prefix(text.starts_with('+') ? 1 : 0);
    std::int64_t value = 0;
    return parseWhole(text, value) ? std::optional(value) : std::nullopt;
}

std::string expectedNumber(const Field& field, const char* kind) {
    const std::string range = field.rangeText();
    return range.empty() ? kind : std::string(kind) + ", " + range;
}

double parseNumber(const Field& field, const std::string& text, const std::string& where) {
    const auto value = readNumber(text);
    if (!value || !std::isfinite(*value) || *value < field.minimum || *value > field.maximum) {
        std::string point = text;
        std::replace(point.begin(), point.end(), ',', '.');
        const bool comma = point != text && readNumber(point);
        Field plain = field;
        if (field.kind == FieldKind::StepRates) {
            plain.unit.clear();  // of the pair, not of the rate
        }
        reject(field, text,
               expectedNumber(plain, "a number") + (comma ? ": write " + point + " with a point" : ""),
               where);
    }
    return *value;
}

std::string scalarText(const Field& field, const YAML::Node& node, const std::string& where) {
    if (node.IsNull()) {
        return "";
    }
    if (!node.IsScalar()) {
        reject(field, YAML::Dump(node), "a single value", where);
    }
    return node.Scalar();
}

void checkStepKey(const Field& field, const std::string& key, const std::string& where) {
    const bool percent = key.ends_with('%');
    const auto value = percent ? readNumber(std::string_view(key).substr(0, key.size() - 1)) : std::nullopt;
    if (percent ? !value || !(*value >= 0 && *value <= 100) : readWhole(key).value_or(-1) < 0) {
        reject(field, key, "a step number (6000) or a percentage of all steps (50%)", where);
    }
}

TextMap parseMap(const Field& field, const YAML::Node& node, const std::string& where) {
    TextMap map;
    if (node.IsNull() || (node.IsScalar() && trimmed(node.Scalar()).empty())) {
        return map;
    }
    if (!node.IsMap()) {
        reject(field, YAML::Dump(node), "name: value pairs, e.g. {lfw: /data/lfw.bin}", where);
    }
    for (const auto& entry : node) {
        const std::string key = scalarText(field, entry.first, where);
        const std::string value = scalarText(field, entry.second, where);
        if (field.kind == FieldKind::StepRates) {
            checkStepKey(field, key, where);
            parseNumber(field, value, where);
        } else if (key.empty() || key.find('/') != std::string::npos || key.find("..") != std::string::npos) {
            reject(field, key, "a plain name (it becomes a folder of the run directory)", where);
        }
        if (!map.emplace(key, value).second) {
            reject(field, key, "each name once", where);
        }
    }
    return map;
}

/// In double quotes, bytes as they are: YAML::Emitter would put U+FFFD where text is not UTF-8, and a path
/// must stay the path. The reader takes such bytes as they come.
std::string rawScalar(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
        constexpr std::string_view kEscaped = "\n\r\t\"\\";
        const std::size_t at = kEscaped.find(c);
        quoted += at == std::string_view::npos ? std::string(1, c) : std::string("\\") + "nrt\"\\"[at];
    }
    return quoted + '"';
}

}  // namespace

std::string yamlScalar(const std::string& text) {
    if (!isUtf8(text)) {
        return rawScalar(text);
    }
    YAML::Emitter out;
    // Inside a flow collection more characters must be quoted; ask for that so the text fits in both places.
    out << YAML::Flow << YAML::BeginSeq << text << YAML::EndSeq;
    const std::string list = out.c_str();
    return list.substr(1, list.size() - 2);
}

void setFieldNode(const Field& field, Options& options, const YAML::Node& node, const std::string& where) {
    const auto items = [&] {
        std::vector<std::string> texts;
        if (node.IsSequence()) {
            for (const auto& item : node) {
                texts.push_back(scalarText(field, item, where));
            }
        } else if (const std::string text = scalarText(field, node, where); !text.empty()) {
            texts.push_back(text);
        }
        return texts;
    };
    std::visit(
        Overloaded{
            [&](bool* value) {
                const std::string text = scalarText(field, node, where);
                const bool yes = text == "true" || text == "yes" || text == "on";
                if (!yes && text != "false" && text != "no" && text != "off") {
                    reject(field, text, "true or false", where);
                }
                *value = yes;
            },
            [&](std::int64_t* value) {
                const std::string text = scalarText(field, node, where);
                const auto parsed = readWhole(text);
                if (!parsed || static_cast<double>(*parsed) < field.minimum ||
                    static_cast<double>(*parsed) > field.maximum) {
                    reject(field, text, expectedNumber(field, "a whole number"), where);
                }
                *value = *parsed;
            },
            [&](double* value) { *value = parseNumber(field, scalarText(field, node, where), where); },
            [&](std::string* value) {
                const std::string text = scalarText(field, node, where);
                if (field.kind == FieldKind::Choice &&
                    std::find(field.choices.begin(), field.choices.end(), text) == field.choices.end()) {
                    const std::string near = nearestWord(text, field.choices);
                    reject(field, text,
                           field.rangeText() + (near.empty() ? "" : " (did you mean " + near + "?)"), where);
                }
                *value = text;
            },
            [&](TextList* value) { *value = items(); },
            [&](NumberList* value) {
                NumberList numbers;
                for (const auto& text : items()) {
                    numbers.push_back(parseNumber(field, text, where));
                }
                *value = numbers;
            },
            [&](TextMap* value) { *value = parseMap(field, node, where); },
        },
        field.bind(options));
}

void setFieldText(const Field& field, Options& options, const std::string& text, const std::string& where) {
    const auto content = trimmed(text);
    const bool isWhole = content.starts_with('[') || content.starts_with('{');
    const bool isMap = field.kind == FieldKind::NamedPaths || field.kind == FieldKind::StepRates;
    const std::string yaml = isWhole || (isMap && content.empty()) ? std::string(content)
                             : isMap                               ? "{" + std::string(content) + "}"
                             : field.kind == FieldKind::Numbers    ? "[" + text + "]"
                                                                   : "";
    try {
        // Else taken as it stands: a path may hold any character that YAML would read as syntax.
        const bool isYaml = isWhole || isMap || field.kind == FieldKind::Numbers;
        setFieldNode(field, options, isYaml ? YAML::Load(yaml) : YAML::Node(std::string(content)), where);
    } catch (const YAML::Exception& error) {
        reject(field, text, std::string("valid YAML (") + error.what() + ")", where);
    }
}

std::string fieldText(const Field& field, const Options& options) {
    return std::visit(Overloaded{
                          [](const bool* value) { return std::string(*value ? "true" : "false"); },
                          [](const std::int64_t* value) { return std::to_string(*value); },
                          [](const double* value) { return formatNumber(*value); },
                          [](const std::string* value) { return *value; },
                          [](const TextList* value) {
                              if (value->size() == 1 && !value->front().starts_with('[')) {
                                  return value->front();
                              }
                              return "[" + joined(*value, ", ", yamlScalar) + "]";
                          },
                          [](const NumberList* value) { return "[" + joined(*value) + "]"; },
                          [](const TextMap* value) {
                              const auto pair = [](const auto& entry) {
                                  return yamlScalar(entry.first) + ": " + yamlScalar(entry.second);
                              };
                              return "{" + joined(*value, ", ", pair) + "}";
                          },
                      },
                      field.bind(options));
}

}  // namespace pf
