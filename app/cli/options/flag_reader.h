// A command's options from the table that the window prints its commands from.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/session/commands/flags.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace pf::cli {

/// Adds the options of a table to a command. The request that the table is of must outlive the reader.
class FlagReader {
  public:
    FlagReader(CLI::App& command, const FlagTable& flags);

    /// Hands over the values that are written as texts. To be called once the command line has been parsed.
    /// Throws: Error(Config) naming the choices of a value that is none of them.
    void take() const;
    /// What a verb does with its request, after take().
    template <class Run>
    auto before(Run run) const {
        return [reader = *this, run](auto& request) {
            reader.take();
            return run(request);
        };
    }
    /// What was given for an option that is written as a text; empty: nothing.
    std::string given(const std::string& name) const;

  private:
    struct Text {
        std::string name;
        CLI::Option* option;
        std::shared_ptr<std::vector<std::string>> words;
        FlagTarget target;
    };
    CLI::Option* addText(CLI::App& command, const Flag& flag, const FlagText& text);
    void add(CLI::App& command, const Flag& flag);

    std::vector<Text> texts_;
};

}  // namespace pf::cli
