// A desktop in a language that writes "0,01": LC_NUMERIC and the global std::locale, as long as the object
// lives.
#pragma once

#include <clocale>
#include <cstdlib>
#include <locale>
#include <string>

#include "tests/support/temporary_folder.h"

namespace pf::test {

/// German, French and many others.
inline constexpr const char* kComma = "<U002C>";
/// Persian, Pashto: a decimal point of two bytes.
inline constexpr const char* kArabicSeparator = "<U066B>";

class CommaLocale {
  public:
    /// Has `localedef` make a locale of the decimal point, and of points between thousands.
    explicit CommaLocale(const std::string& decimalPoint = kComma) {
        const auto source = folder_.write(
            "source", "comment_char %\nescape_char /\nLC_NUMERIC\ndecimal_point \"" + decimalPoint +
                          "\"\nthousands_sep \"<U002E>\"\ngrouping 3;3\n"
                          "END LC_NUMERIC\n");
        // It warns of the categories that are missing and makes the one that is there.
        const std::string command = "localedef -c --no-archive -i '" + source.string() + "' -f UTF-8 '" +
                                    (folder_ / "comma.UTF-8").string() + "' >/dev/null 2>&1";
        if (std::system(command.c_str()) >= 0) {
            ::setenv("LOCPATH", folder_.path().c_str(), 1);
            std::setlocale(LC_NUMERIC, "comma.UTF-8");
            ::unsetenv("LOCPATH");
        }
        std::locale::global(std::locale(std::locale::classic(), new Comma));
    }
    ~CommaLocale() {
        std::locale::global(before_);
        std::setlocale(LC_ALL, "C");
    }
    CommaLocale(const CommaLocale&) = delete;
    CommaLocale& operator=(const CommaLocale&) = delete;

    /// Whether LC_NUMERIC follows too. Else only the global std::locale does, and a test should say that it
    /// saw half of what it is for.
    bool installed() const { return std::string(std::localeconv()->decimal_point) != "."; }

  private:
    class Comma : public std::numpunct<char> {
        char do_decimal_point() const override { return ','; }
        char do_thousands_sep() const override { return '.'; }
        std::string do_grouping() const override { return "\3"; }
    };

    TemporaryFolder folder_;
    std::locale before_;
};

inline constexpr const char* kNoCommaLocale =
    "LC_NUMERIC was not tried: no locale could be made (apt-get install locales)";

}  // namespace pf::test
