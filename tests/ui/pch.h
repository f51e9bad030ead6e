// The precompiled header of the tests of the window; sources still include what they use.
#pragma once

#include <QSignalSpy>
#include <QTest>

#include "tests/support/pch.h"
#include "ui/pch.h"
