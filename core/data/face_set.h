// A set of face images, wherever they come from: folders, lists, pair files or the synthetic renderer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cv {
class Mat;
}

namespace pf {

/// What is known of one image without decoding it.
struct FaceInfo {
    std::string name;  ///< path, or "file.bin#12" for an image inside a file
    int label = -1;    ///< index into FaceSet::identities(), -1 when unknown
};

/// An image or record that could not be used, and why.
struct SkippedImage {
    std::string name;
    std::string reason;
};

/// What was left out of a set, and what else there is to say of it.
struct SetAccount {
    std::vector<SkippedImage> skipped = {};
    std::vector<std::string> dropped = {};  ///< identities left without any usable image
    std::vector<std::string> notes = {};    ///< what was found and put right ("the index was rebuilt")
};

/// An immutable, thread-safe set of face images.
class FaceSet {
  public:
    virtual ~FaceSet() = default;

    virtual std::size_t size() const = 0;
    /// By value: a set of millions of records makes its names when they are asked for.
    virtual FaceInfo info(std::size_t index) const = 0;
    /// The image as 8-bit RGB (CV_8UC3). May be called from several threads.
    /// Throws: Error(Data) naming the image and what is wrong with it (unreadable, truncated, too large).
    virtual cv::Mat decode(std::size_t index) const = 0;

    /// Whether an image could be decoded, found out as cheaply as the set can; decodes it unless overridden.
    /// Throws: Error(Data) as `decode`.
    virtual void check(std::size_t index) const;

    /// The image's file as it is stored (JPEG, PNG ...), for copying it without loss; a set that has no files
    /// gives its image as PNG. Throws: Error(Data) when the bytes cannot be read; they are not checked.
    virtual std::vector<std::byte> encoded(std::size_t index) const;

    /// Equal for two entries that are the same picture, as pair sets have where a face is in several pairs;
    /// the name unless overridden.
    virtual std::string contentKey(std::size_t index) const { return info(index).name; }

    /// The picture by its bytes, whatever it is called: equal for byte-identical files, never 0 (digestOf). A
    /// set that has no files goes by what they are made from. Throws: as `encoded`.
    virtual std::uint64_t contentDigest(std::size_t index) const;
    /// Where the image's bytes are, how many, and of when: while it is the same they need not be read again.
    /// Empty when that is not known.
    virtual std::string contentStamp(std::size_t) const { return {}; }

    /// The file that holds the image, alone (a JPEG) or among others (a .rec); empty when it lies in none.
    virtual std::filesystem::path file(std::size_t) const { return {}; }
    /// The known degradation in [0, 1] of a synthetic image; nothing for real ones.
    virtual std::optional<double> degradation(std::size_t) const { return std::nullopt; }
    /// SHA-256 over names, labels and pair flags: changes when the set does.
    virtual std::string hash() const;

    /// Names of the identities; labels index into it. Empty when identities are unknown.
    const std::vector<std::string>& identities() const { return identities_; }
    /// For a pair set: issame of pair k, whose images are 2k and 2k + 1. Empty for any other set.
    const std::vector<bool>& pairIsSame() const { return pairIsSame_; }
    const SetAccount& account() const { return account_; }
    const std::vector<SkippedImage>& skipped() const { return account_.skipped; }
    const std::vector<std::string>& notes() const { return account_.notes; }
    const std::vector<std::string>& droppedIdentities() const { return account_.dropped; }

  protected:
    std::vector<std::string> identities_;
    std::vector<bool> pairIsSame_;
    SetAccount account_;
};

using FaceSetPtr = std::shared_ptr<const FaceSet>;

/// A file's path, size and time of change, as contentStamp has them; empty when there is no such file.
std::string imageFileStamp(const std::filesystem::path& file);

}  // namespace pf
