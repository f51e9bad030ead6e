// What an action that must fail says.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/error.h"

namespace pf::test {

/// The message (with its place) of the pf::Error that `work` throws, expecting its code; "no error" when
/// none.
template <typename Work>
std::string failure(const Work& work, ErrorCode code = ErrorCode::Data) {
    try {
        work();
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), code) << error.what();
        return error.what();
    }
    return "no error";
}

/// Expects every part to be in the text.
inline void expectContains(const std::string& text, const std::vector<std::string>& parts) {
    for (const auto& part : parts) {
        EXPECT_NE(text.find(part), std::string::npos) << "'" << part << "' is not in: " << text;
    }
}

}  // namespace pf::test
