// The matchers of GoogleMock that tests of messages and lists use, and the message of an error.
#pragma once

#include <gmock/gmock.h>

#include "tests/support/bytes.h"

namespace pf::matchers {

using test::errorOf;
using testing::AllOf;
using testing::AnyOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::EndsWith;
using testing::FloatNear;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
using testing::UnorderedElementsAre;

}  // namespace pf::matchers
