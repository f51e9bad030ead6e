// PyTorch state_dicts (torch.save since 1.6), read as data: the file can call nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/nn/named_tensors.h"

namespace pf {

struct StateDict {
    /// In the file's order, on the CPU. Tensors that share a storage in the file share it here, with the
    /// strides they were saved with.
    NamedTensors tensors;
    std::vector<std::pair<std::string, std::string>> facts;  ///< numbers and texts beside them: "epoch", "3"
    std::vector<std::string> notes;                          ///< what was left out, which part was chosen
};

/// Of all storages together.
inline constexpr std::uint64_t kMostStateDictBytes = std::uint64_t{16} << 30;

/// Reads the tensors of a state_dict or of the checkpoint around it (which part: TorchArchive).
/// Every size, stride and offset is checked against the file before anything is allocated, every entry's
/// checksum is compared.
/// Throws: Error(Io) when unreadable; Error(Data) naming the file and what is wrong: cut, damaged, of PyTorch
/// before 1.6, a whole module or a program instead of a state_dict, a call that is no tensor's, big-endian, a
/// tensor with more elements than its storage.
StateDict readStateDict(const std::filesystem::path& path, std::uint64_t maxBytes = kMostStateDictBytes);
/// The same from memory; `name` is used in messages.
StateDict readStateDict(std::span<const std::byte> bytes, const std::string& name,
                        std::uint64_t maxBytes = kMostStateDictBytes);

/// Whether a file begins as torch.save wrote it before PyTorch 1.6: a bare pickle.
bool isLegacyTorchFile(std::string_view beginning);
/// What to do about one.
inline constexpr const char* kLegacyTorchRemedy =
    "was saved by PyTorch before 1.6 (or without its zip format), which is not read; load it and save it "
    "again with torch.save in PyTorch 1.6 or newer";

}  // namespace pf
