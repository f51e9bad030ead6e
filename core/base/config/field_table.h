// The one table of options: it drives the config file, `--set key=value`, `--help` and the window's form.
#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/config/options.h"
#include "core/base/error.h"

namespace pf {

/// Where a field's value lives inside one Options object.
using FieldPointer =
    std::variant<bool*, std::int64_t*, double*, std::string*, TextList*, NumberList*, TextMap*>;
using ConstFieldPointer = std::variant<const bool*, const std::int64_t*, const double*, const std::string*,
                                       const TextList*, const NumberList*, const TextMap*>;

/// Finds a field's value in any Options object.
struct FieldPlace {
    FieldPointer (*in)(Options&);
    ConstFieldPointer (*ofConst)(const Options&);
};

/// How a value should be asked for; its storage type follows from its place.
enum class FieldKind {
    Flag,        ///< bool
    Integer,     ///< std::int64_t
    Number,      ///< double
    Text,        ///< std::string
    Choice,      ///< std::string, one of `choices`
    File,        ///< std::string, a file
    Sources,     ///< TextList of folders, lists, .bin sets or `synthetic:` specs
    Texts,       ///< TextList
    Numbers,     ///< NumberList
    NamedPaths,  ///< TextMap name -> folder, list or .bin
    StepRates,   ///< TextMap first step or percentage -> learning rate
};

/// One option: its key in the file, what it means and what it may be.
struct Field {
    std::string key;  ///< dotted path, e.g. "loss.mls.weight"
    FieldKind kind;
    FieldPlace place;
    std::string doc;                                            ///< one plain sentence
    std::string unit = {};                                      ///< "images", "steps", "px" ... or empty
    double minimum = -std::numeric_limits<double>::infinity();  ///< of every number of the field
    double maximum = std::numeric_limits<double>::infinity();
    std::vector<std::string> choices = {};

    FieldPointer bind(Options& options) const { return place.in(options); }
    ConstFieldPointer bind(const Options& options) const { return place.ofConst(options); }
    /// The part before the first dot: "data", "model", "loss" ...
    std::string section() const;
    /// "1 to 1024 images", "one of a, b, c", or "" when anything goes.
    std::string rangeText() const;
};

/// A value that an option cannot have.
class FieldError : public Error {
  public:
    FieldError(const Field& field, const std::string& problem, const std::string& where)
        : Error(ErrorCode::Config, field.key + ": " + problem, where), problem_(problem) {}

    /// What is wrong, without the key and the place.
    const std::string& problem() const { return problem_; }

  private:
    std::string problem_;
};

/// All fields in the order in which files and forms show them.
const std::vector<Field>& fieldTable();

/// The field of a key, also of one that it had in an earlier version, or nullptr.
const Field* findField(std::string_view key);

/// A one-line title for a section ("loss" -> "Loss terms").
std::string sectionTitle(std::string_view section);

/// The field's value as YAML text on one line ("0.001", "[0, 0.1]", "{lfw: /data/lfw.bin}").
std::string fieldText(const Field& field, const Options& options);

/// Sets a field from YAML text.
/// Throws: FieldError naming key, value, expected type and range; `where` ("file:line" or "--set") leads
/// it.
void setFieldText(const Field& field, Options& options, const std::string& text, const std::string& where);

/// Whether the field still has its default value.
bool isDefault(const Field& field, const Options& options);

}  // namespace pf
