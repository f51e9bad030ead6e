// Config files: YAML in, validated Options out, and back.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/config/options.h"

namespace pf {

/// Reads a config over the defaults. `include: other.yaml` at the top reads another file first (relative to
/// this one). Relative paths of data sets and weights stay as written (relative to the working directory).
/// Throws: Error(Config) with file:line and the nearest valid key for unknown or duplicate keys, wrong types
/// and values out of range; Error(Io) when a file cannot be read.
Options loadConfig(const std::filesystem::path& file);

/// Lays a file's own options over `options`; what it includes is passed over, so that a method's few lines
/// change any recipe. Throws: as loadConfig.
void applyPreset(Options& options, const std::filesystem::path& file);

/// The file of a method that comes with the program ("probface": configs/method_probface.yaml), or the .yaml
/// file that `name` is. Throws: Error(Config) naming those there are.
std::filesystem::path methodPreset(const std::string& name);

/// The same from text, without includes; `where` stands for the file in errors.
Options parseConfig(const std::string& text, const std::string& where);

/// Applies one `key=value` as given to --set. `evaluation.sets.lfw=PATH` sets one entry of a map.
void applySetting(Options& options, const std::string& assignment);

/// A problem found by checkOptions.
struct OptionProblem {
    std::string key;
    std::string message;
};

/// Values that are impossible in combination (no training data, a schedule that starts after step 0 ...).
/// Touches the file system only to see whether named files exist.
std::vector<OptionProblem> findProblems(const Options& options);

/// Throws: Error(Config) listing every problem of `findProblems`.
void checkOptions(const Options& options);

/// The whole configuration as YAML; each option is preceded by its description when `withDocs`.
std::string configText(const Options& options, bool withDocs = false);

/// A recipe that comes with the program (configs/*.yaml).
struct Preset {
    std::string name;   ///< file name without .yaml
    std::string title;  ///< first comment line of the file
    std::filesystem::path file;
};

/// Every config that comes with the program, demo first.
std::vector<Preset> presets();

/// Folder with resources/ and configs/: $PROBFACE_HOME, else the first of share/probface and the folder
/// itself that has both, from the program's own folder upwards: its installation, or the tree it was built
/// in. Where there is none, the place in which an installation would have it.
std::filesystem::path homeDirectory();

/// "builtin:NAME" -> homeDirectory()/resources/NAME; any other text is a path as it is.
std::filesystem::path resolveBuiltin(const std::string& path);

}  // namespace pf
