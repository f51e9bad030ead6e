#include "core/base/names/system_names.h"

#include <gtest/gtest.h>

namespace pf {
namespace {

TEST(SystemNames, AreWhatNobodyPutThereOnPurpose) {
    for (const char* name : {".ipynb_checkpoints",
                             "._photo.jpg",
                             ".DS_Store",
                             ".Trash-1000",
                             "@eaDir",
                             "@EADIR",
                             "#recycle",
                             "__MACOSX",
                             "lost+found",
                             "LOST.DIR",
                             "$RECYCLE.BIN",
                             "System Volume Information",
                             "Thumbs.db",
                             "Desktop.ini",
                             "found.007",
                             "__pycache__",
                             "Icon\r",
                             ".ipynb_checkpoint\xFF",
                             "TheVolumeSettingsFolder",
                             "@SynoFinder-log",
                             "a.png@SynoEAStream",
                             "a.png:Zone.Identifier",
                             "$Extend",
                             "MSOCache",
                             "@appstore"}) {
        EXPECT_TRUE(isSystemName(name)) << name;
    }
    for (const char* name : {"", ".", "..", "ann", "@handle", "#1", "$ave", "~", "_", "found.jpg",
                             "found.0000", "lost", "Icon", "thumbs.jpg", "synod", "extend"}) {
        EXPECT_FALSE(isSystemName(name)) << name;
    }
}

TEST(SystemNames, AreCountedForOneNote) {
    SystemNames names;
    EXPECT_EQ(names.note(), "");
    EXPECT_FALSE(names.take("faces/ann"));
    EXPECT_TRUE(names.take("faces/ann/._1.jpg"));
    EXPECT_EQ(names.note(),
              "1 hidden or system entry (._1.jpg) does not belong to the data and was left out");
    EXPECT_TRUE(names.take("faces/bob/._1.jpg"));
    EXPECT_TRUE(names.take("faces/@eaDir"));
    EXPECT_EQ(names.note(),
              "3 hidden or system entries (._1.jpg, @eaDir) do not belong to the data and were left out");
}

}  // namespace
}  // namespace pf
