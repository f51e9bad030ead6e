// The one error type of the engine.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace pf {

/// What kind of thing went wrong; decides the exit code and the tone of the message shown.
enum class ErrorCode {
    Config,    ///< the user's options: exit code 2
    Data,      ///< the content of a file or data set
    Shape,     ///< sizes that do not fit together
    Io,        ///< the operating system refused
    Numeric,   ///< a value that is not finite, or a fit that is not possible
    Internal,  ///< our own bug
};

/// An error that names the thing, the place and the remedy.
class Error : public std::runtime_error {
  public:
    /// `message` says what is wrong and what to do; `where` is a file, `file:line` or record (may be empty).
    Error(ErrorCode code, const std::string& message, const std::string& where = {})
        : std::runtime_error(where.empty() ? message : where + ": " + message), code_(code), where_(where) {}

    ErrorCode code() const { return code_; }
    /// File, `file:line`, key or record; empty when the message already says it.
    const std::string& where() const { return where_; }

  private:
    ErrorCode code_;
    std::string where_;
};

/// Refuses what is wrong. The message is made either way: not for inner loops, nor of what is there only
/// then. Throws: Error(code).
template <typename Condition>
void throwIf(const Condition& wrong, ErrorCode code, std::string_view message, std::string_view where = {}) {
    if (wrong) {
        throw Error(code, std::string(message), std::string(where));
    }
}

inline void throwIf(bool wrong, const Error& error) {
    if (wrong) {
        throw error;
    }
}

/// The parts of a message one after the other, whole numbers in decimal.
template <typename... Parts>
std::string messageFrom(const Parts&... parts) {
    std::string message;
    const auto add = [&](const auto& part) {
        using Part = std::decay_t<decltype(part)>;
        static_assert(!std::is_floating_point_v<Part>, "formatNumber writes these without a locale");
        if constexpr (std::is_integral_v<Part> && !std::is_same_v<Part, char>) {
            message += std::to_string(part);
        } else {
            message += part;
        }
    };
    (add(parts), ...);
    return message;
}

/// Throws: Error(Data) at `where` with the message that the parts make.
template <typename... Parts>
[[noreturn]] void failData(const std::string& where, const Parts&... parts) {
    throw Error(ErrorCode::Data, messageFrom(parts...), where);
}

/// The same if `isWrong`; the parts are only put together then.
template <typename... Parts>
void failDataIf(bool isWrong, const std::string& where, const Parts&... parts) {
    if (isWrong) {
        failData(where, parts...);
    }
}

}  // namespace pf
