// The template protocols IJB-A, IJB-B and IJB-C (1:1 verification): which images form a template, and which
// templates are compared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace pf {

/// The images of one person that are compared as one.
struct IjbTemplate {
    std::int64_t id = 0;
    std::int64_t subject = -1;        ///< -1: the lists do not say (IJB-B and IJB-C)
    std::vector<std::string> images;  ///< each once, as the lists name them ("img/8.jpg")
};

/// Pairs of templates in columns: 9 bytes each, as there can be millions.
struct IjbComparisons {
    std::vector<std::uint32_t> first;  ///< index into the split's templates
    std::vector<std::uint32_t> second;
    std::vector<std::uint8_t> same;  ///< 1 when both show the same person

    std::size_t size() const { return same.size(); }
    void add(std::uint32_t a, std::uint32_t b, bool isSame) {
        first.push_back(a);
        second.push_back(b);
        same.push_back(isSame ? 1 : 0);
    }
};

struct IjbSplit {
    std::string name;                    ///< "split 1"; of IJB-B and IJB-C the protocol's name
    std::vector<IjbTemplate> templates;  ///< in the order in which the lists name them first
    IjbComparisons comparisons;
    std::size_t repeatedImages = 0;  ///< lines that name an image its template already has
};

struct IjbProtocol {
    std::string name;              ///< "IJB-A", "IJB-B" or "IJB-C"
    std::vector<IjbSplit> splits;  ///< by number
    /// FAR at which results are usually reported: {1e-3, 1e-2} for IJB-A, {1e-5 ... 1e-2} for the others.
    std::vector<double> farTargets;
};

/// Reads the protocol in a folder, by the files it finds there:
/// IJB-A: `verify_metadata_N.csv` and `verify_comparisons_N.csv` of every split N, beside each other in the
/// folder or in its subfolders `split*`;
/// IJB-B, IJB-C: `ijbb_` or `ijbc_face_tid_mid.txt` and `..._template_pair_label.txt`, in the folder or in
/// its subfolder `meta`. Throws: Error(Io) (no such folder, a file that cannot be read), Error(Data) (no
/// layout or more than one, half of a split, and as the two readers below).
IjbProtocol readIjbProtocol(const std::filesystem::path& folder);

/// Reads a split of IJB-A. `metadata` is a CSV whose header names the columns TEMPLATE_ID, SUBJECT_ID and
/// FILE (others are not looked at), one line per image; `comparisons` has lines "TEMPLATE_ID,TEMPLATE_ID" and
/// no header. Same person means same SUBJECT_ID. Blank lines do not count. Throws: Error(Io), Error(Data)
/// with file and line: a missing column, a wrong number of columns, a value that is not a number, a template
/// of two subjects, a comparison of an unknown template, an empty file.
IjbSplit readIjbaSplit(const std::filesystem::path& metadata, const std::filesystem::path& comparisons,
                       const std::string& name);

/// Reads the lists of IJB-B or IJB-C: `images` has lines "name template media", `pairs` has lines
/// "template template label" with label 1 for the same person. Blank lines do not count.
/// Throws: as readIjbaSplit, and Error(Data) for a label other than 0 and 1.
/// Cost: 9 bytes and about 0.15 microseconds for a comparison.
IjbSplit readIjbLists(const std::filesystem::path& images, const std::filesystem::path& pairs,
                      const std::string& name);

}  // namespace pf
