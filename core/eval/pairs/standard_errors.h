// Where the standard exceptions of the metrics become errors with a place.
#pragma once

#include <stdexcept>
#include <string>

#include "core/base/error.h"

namespace pf {

/// Runs `work`; the metrics know only standard exceptions, here they get their set's name. Throws:
/// Error(Data) for std::invalid_argument, Error(Numeric) for std::domain_error, anything else as it is.
template <typename Work>
auto atSet(const std::string& setName, const Work& work) {
    try {
        return work();
    } catch (const std::invalid_argument& error) {
        throw Error(ErrorCode::Data, error.what(), setName);
    } catch (const std::domain_error& error) {
        throw Error(ErrorCode::Numeric, error.what(), setName);
    }
}

}  // namespace pf
