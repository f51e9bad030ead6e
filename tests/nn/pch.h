// The precompiled header of the tests that hold tensors; sources still include what they use.
#pragma once

#include "core/nn/pch.h"
#include "tests/support/pch.h"
