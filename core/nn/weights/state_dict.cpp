#include "core/nn/weights/state_dict.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/error.h"
#include "core/base/stand_in.h"
#include "core/nn/pch.h"
#include "core/nn/weights/tensor_types.h"
#include "core/nn/weights/torch_archive.h"

namespace pf {
namespace {

constexpr const char* kWhat = "a PyTorch file";
/// Protocol 2, then the number 0x1950a86a20f9469cfc6c of ten bytes.
constexpr std::string_view kLegacyMagic = "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";
static_assert(kLegacyMagic.size() == 14);

/// The bytes of every storage, read when a tensor first needs them.
class Storages {
  public:
    Storages(const ZipReader& zip, std::uint64_t maxBytes) : zip_(zip), left_(maxBytes) {}

    /// Throws: Error(Data) unless every byte is 0 or 1; looks once at each storage.
    void requireFlags(const ArchivedTensor& archived) {
        if (!flags_.insert(archived.storage).second) {
            return;
        }
        const at::Tensor& bytes = bytesOf(*archived.storage);
        const auto* first = static_cast<const unsigned char*>(bytes.data_ptr());
        failDataIf(std::any_of(first, first + bytes.numel(), [](unsigned char b) { return b > 1; }),
                   zip_.name(), "the tensor '", archived.name, "' holds bytes that are not truth values");
    }

    const at::Tensor& bytesOf(const ZipEntry& entry) {
        const auto [place, isNew] = storages_.try_emplace(&entry);
        if (isNew) {
            failDataIf(entry.bytes > left_, zip_.name(), "its tensors have more bytes than are accepted");
            left_ -= entry.bytes;
            place->second = at::empty({static_cast<std::int64_t>(entry.bytes)}, at::kByte);
            zip_.read(entry, {static_cast<std::byte*>(place->second.data_ptr()), entry.bytes});
        }
        return place->second;
    }

  private:
    const ZipReader& zip_;
    std::uint64_t left_;
    std::map<const ZipEntry*, at::Tensor> storages_;
    std::set<const ZipEntry*> flags_;
};

at::Tensor tensorOf(const ArchivedTensor& archived, Storages& storages, const std::string& where) {
    const PickleTensor& layout = archived.layout;
    // Expanded dimensions of a small storage would let a small file fill the memory later.
    failDataIf(layout.count() > layout.storageBytes / layout.itemBytes, where, "the tensor '", archived.name,
               "' is expanded from a smaller one; save its contiguous()");
    const at::Tensor& bytes = storages.bytesOf(*archived.storage);
    const at::ScalarType type =
        detail::tensorType(&detail::TensorType::name, std::string_view(layout.type))->type;
    at::Tensor tensor = at::empty({0}, at::TensorOptions().dtype(type));
    tensor.set_(bytes.storage(), static_cast<std::int64_t>(layout.offset), layout.shape, layout.strides);
    if (type == at::kBool) {
        // A bool that is neither 0 nor 1 makes every later use undefined.
        storages.requireFlags(archived);
    }
    return tensor;
}

StateDict readTensors(const TorchArchive& archive, std::uint64_t maxBytes) {
    const std::string& where = archive.zip().name();
    throwIf(archive.isProgram(), ErrorCode::Data,
            "is a TorchScript program, not a state_dict; use it as a backbone as it is", where);
    throwIf(archive.tensors().empty(), ErrorCode::Data, "holds no tensor; save model.state_dict()", where);
    StateDict result;
    Storages storages(archive.zip(), maxBytes);
    for (const ArchivedTensor& tensor : archive.tensors()) {
        result.tensors.emplace_back(tensor.name, tensorOf(tensor, storages, where));
    }
    result.facts = archive.facts();
    result.notes = archive.notes();
    return result;
}

}  // namespace

bool isLegacyTorchFile(std::string_view beginning) {
    return beginning.starts_with(kLegacyMagic);
}

StateDict readStateDict(std::span<const std::byte> bytes, const std::string& name, std::uint64_t maxBytes) {
    if (isLegacyTorchFile({reinterpret_cast<const char*>(bytes.data()), bytes.size()})) {
        throw Error(ErrorCode::Data, kLegacyTorchRemedy, name);
    }
    return readTensors(TorchArchive(ZipReader(bytes, name, kWhat)), maxBytes);
}

StateDict readStateDict(const std::filesystem::path& path, std::uint64_t maxBytes) {
    failDataIf(isLegacyTorchFile(beginningOf(path, kLegacyMagic.size())), path.string(), kLegacyTorchRemedy);
    return readTensors(TorchArchive(ZipReader(path, kWhat)), maxBytes);
}

}  // namespace pf
