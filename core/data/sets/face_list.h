// Text lists of face images.
#pragma once

#include <filesystem>

#include "core/data/face_set.h"

namespace pf {

/// Opens a list with one `path` or `path label` per line; paths are relative to `root`, or to the list's
/// folder or one above it, labels any word. A path may hold spaces, or be put in double quotes; the last word
/// of a line is a label when the whole line is not a file. In .csv files the separator is a comma. A table
/// whose header names the path and maybe the label (readListTable) may have further columns, in any order.
/// Lines of three or more columns between tabs are im2rec's `index label path` or insightface's `1 path
/// label`, of four MagFace's `path 0 label 0`, and `label path` is known where all of the first lines are
/// that; all have the layout of the first one then, and identities are in the order of their numbers. Empty
/// lines and lines that start with '#' are ignored. Missing files and repeated paths are left out and listed
/// with file:line. Throws: Error(Data) naming the list when no line names a file, a line is of no such kind,
/// or when only some of the lines have a label.
FaceSetPtr openFaceList(const std::filesystem::path& list, const std::filesystem::path& root = {});

}  // namespace pf
