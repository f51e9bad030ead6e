#include "core/base/error.h"

namespace pf {

std::string_view errorCodeName(ErrorCode code) {
    switch (code) {
        case ErrorCode::Config:
            return "config";
        case ErrorCode::Data:
            return "data";
        case ErrorCode::Shape:
            return "shape";
        case ErrorCode::Io:
            return "io";
        case ErrorCode::Numeric:
            return "numeric";
        case ErrorCode::Internal:
            return "internal";
    }
    return "internal";
}

Error::Error(ErrorCode code, const std::string& message, std::string where)
    : std::runtime_error(where.empty() ? message : where + ": " + message),
      code_(code),
      where_(std::move(where)) {}

}  // namespace pf
