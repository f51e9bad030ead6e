#include "app/cli/options/flag_reader.h"

#include <CLI/CLI.hpp>
#include <type_traits>

namespace pf::cli {
namespace {

/// Lists that are options take one word each time, or parts with commas between them.
void setUpList(CLI::Option* option, const Flag& flag) {
    if (flag.commas) {
        option->delimiter(',');
    } else if (flag.name.starts_with('-')) {
        option->allow_extra_args(false);
    }
}

}  // namespace

FlagReader::FlagReader(CLI::App& command, const FlagTable& flags) {
    for (const Flag& flag : flags) {
        add(command, flag);
    }
}

CLI::Option* FlagReader::addText(CLI::App& command, const Flag& flag, const FlagText& text) {
    // The option writes into the one word that is there, which is also its default.
    auto words = std::make_shared<std::vector<std::string>>(1, text.text);
    CLI::Option* made = command.add_option(flag.name, words->front(), flag.doc);
    texts_.push_back({flag.name, made, std::move(words), text});
    return made;
}

void FlagReader::add(CLI::App& command, const Flag& flag) {
    CLI::Option* option = std::visit(
        [&](const auto& target) -> CLI::Option* {
            using Target = std::decay_t<decltype(target)>;
            if constexpr (std::is_same_v<Target, bool*>) {
                return command.add_flag(flag.name, *target, flag.doc);
            } else if constexpr (std::is_same_v<Target, FlagText>) {
                return addText(command, flag, target);
            } else if constexpr (std::is_same_v<Target, std::optional<std::string>*>) {
                return addText(command, flag, {"", [target](const std::string& text) { *target = text; }})
                    ->expected(0, 1);
            } else if constexpr (std::is_same_v<Target, FlagTexts>) {
                auto words = std::make_shared<std::vector<std::string>>(target.texts);
                CLI::Option* made = command.add_option(flag.name, *words, flag.doc);
                setUpList(made, flag);
                texts_.push_back({flag.name, made, std::move(words), target});
                return made;
            } else {
                CLI::Option* made = command.add_option(flag.name, *target, flag.doc);
                if constexpr (std::is_same_v<Target, std::vector<std::string>*> ||
                              std::is_same_v<Target, std::vector<double>*>) {
                    setUpList(made, flag);
                }
                return made;
            }
        },
        flag.target);
    option->required(flag.required);
    if (flag.showsDefault) {
        option->capture_default_str();
    }
    if (!flag.choices.empty()) {
        option->check(CLI::IsMember(flag.choices));
    }
    std::visit(
        [option](const auto& range) {
            using Range = std::decay_t<decltype(range)>;
            if constexpr (std::is_same_v<Range, NotNegative>) {
                option->check(CLI::NonNegativeNumber);
            } else if constexpr (!std::is_same_v<Range, std::monostate>) {
                option->check(CLI::Range(range.first, range.second));
            }
        },
        flag.range);
    if (!flag.needs.empty()) {
        option->needs(command.get_option(flag.needs));
    }
}

void FlagReader::take() const {
    for (const Text& text : texts_) {
        if (text.option->count() == 0) {
            continue;
        }
        if (const auto* one = std::get_if<FlagText>(&text.target)) {
            one->take(text.words->front());
        } else if (const auto* several = std::get_if<FlagTexts>(&text.target)) {
            several->take(*text.words);
        }
    }
}

std::string FlagReader::given(const std::string& name) const {
    for (const Text& text : texts_) {
        if (text.name == name && text.option->count() > 0) {
            return text.words->front();
        }
    }
    return {};
}

}  // namespace pf::cli
