// The options of a command line as a table: it is parsed by it, and the window prints its commands from it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/config/options.h"

namespace pf {

/// A value that is written as a text: `take` reads it, after every word of the command line is known.
/// Throws: Error(Config).
struct FlagText {
    std::string text;
    std::function<void(const std::string&)> take;
};

/// A list that is written word by word.
struct FlagTexts {
    std::vector<std::string> texts;
    std::function<void(const std::vector<std::string>&)> take;
};

/// Where the value of an option is, inside a request that must outlive the table. An optional text may be
/// left out where the option is given, and is empty then.
using FlagTarget = std::variant<bool*, int*, std::size_t*, double*, std::string*, std::optional<std::string>*,
                                std::vector<std::string>*, std::vector<double>*, FlagText, FlagTexts>;
struct NotNegative {};
/// Bounds of a number.
using FlagRange = std::variant<std::monostate, NotNegative, std::pair<int, int>,
                               std::pair<std::size_t, std::size_t>, std::pair<double, double>>;

/// One option. A name without dashes is of words that stand by themselves; "!--no-x" switches off.
struct Flag {
    std::string name;
    FlagTarget target;
    std::string doc;
    bool required = false;
    bool showsDefault = false;  ///< in --help
    bool isPrinted = false;     ///< in a command even where it is the default
    bool commas = false;        ///< the parts of a list stand in one word
    std::vector<std::string> choices = {};
    FlagRange range = {};
    std::string needs = {};  ///< an option before it, without which it is refused
};

using FlagTable = std::vector<Flag>;

/// One table of several, in their order.
FlagTable joinedFlags(std::initializer_list<FlagTable> parts);

/// The option with one more of its properties.
template <class Value>
Flag with(Flag flag, Value Flag::*property, std::type_identity_t<Value> value) {
    flag.*property = std::move(value);
    return flag;
}
inline Flag required(Flag flag) {
    return with(std::move(flag), &Flag::required, true);
}
/// With its default in --help.
inline Flag shown(Flag flag) {
    return with(std::move(flag), &Flag::showsDefault, true);
}

FlagText flagPath(std::filesystem::path& path);

/// A choice by its name; `names` in the order of the enumeration.
template <class Choice>
FlagText flagChoice(Choice& choice, const std::vector<std::string>& names,
                    Choice (*fromName)(const std::string&)) {
    return {names[static_cast<std::size_t>(choice)],
            [&choice, fromName](const std::string& name) { choice = fromName(name); }};
}

/// --root: the folder of the images that a list among the sources names.
Flag rootFlag(std::vector<std::string>& sources);
Flag rootFlag(FlagTarget root);
/// --set: assignments; `of` says what they change.
Flag settingsFlag(FlagTarget settings, const std::string& of);
/// --model, --set and --backbone of a trained model: where its network is now becomes one of the assignments.
FlagTable modelFlags(FlagTarget model, std::vector<std::string>& settings);

/// KEY=VALUE of each option that differs from `base`, as --set takes it.
std::vector<std::string> changedSettings(const Options& options, const Options& base);

/// The words as a POSIX shell reads them back: quoted where it is needed.
std::string shellText(const std::vector<std::string>& words);

/// `probface VERB ...` with what differs from `plain`, the table of a request as it is made. As words.
std::vector<std::string> commandWords(const std::string& verb, const FlagTable& asked,
                                      const FlagTable& plain);

/// The verb of a request that has but one.
template <class Request, class Text = decltype(Request::kVerb)>
const char* verbOf(const Request& /*request*/) {
    return Request::kVerb;
}

/// The command of a request, which has a table (flagsOf) and a verb (verbOf).
template <class Request>
std::string commandOf(Request request) {
    Request plain;
    return shellText(commandWords(verbOf(request), flagsOf(request), flagsOf(plain)));
}

}  // namespace pf
