#include "core/base/system_faults.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace pf {
namespace {

TEST(SystemFaults, WhatMayPassIsNoFaultOfTheFile) {
    for (const int fault : {EIO, ESTALE, EMFILE, EINTR, EBUSY, ETXTBSY, EUCLEAN, EBADMSG, EOVERFLOW, ENOKEY,
                            EKEYEXPIRED, EKEYREVOKED, EKEYREJECTED}) {
        EXPECT_TRUE(isMachineFault(fault)) << fault;
    }
    for (const int own : {ENOENT, ENOTDIR, EACCES, EPERM, ELOOP, EISDIR, EINVAL}) {
        EXPECT_FALSE(isMachineFault(own)) << own;
    }
}

TEST(SystemFaults, RightsAreAKindOfTheirOwn) {
    EXPECT_TRUE(isForbidden(EACCES));
    EXPECT_TRUE(isForbidden(EPERM));
    EXPECT_FALSE(isForbidden(ENOENT));
    EXPECT_FALSE(isForbidden(EKEYEXPIRED));
}

}  // namespace
}  // namespace pf
