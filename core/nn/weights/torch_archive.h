// PyTorch's zip files (torch.save since 1.6, TorchScript) as tables of tensors; nothing in them is run.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/pickle/pickle_reader.h"
#include "core/base/zip_reader.h"

namespace pf {

/// One tensor of an archive: its place within a storage, and the entry that holds the storage's bytes.
struct ArchivedTensor {
    std::string name;
    PickleTensor layout;
    const ZipEntry* storage = nullptr;
};

/// An opened archive. Names of nested dicts, lists and modules are joined with dots.
///
/// Which tensors of a saved dict are meant: all of them, when it holds tensors itself. When it holds dicts
/// (a checkpoint), entries of the optimiser, schedulers and moving averages are left out; if then a single
/// entry holds tensors and it is called state_dict, model_state_dict, model, net, network, module or weights,
/// its tensors stand without its name in front, else every name begins with its entry's. `notes` say what
/// was left out.
class TorchArchive {
  public:
    /// Throws: Error(Data) naming the file and what is wrong: no PyTorch file, big-endian, a pickle that
    /// wants to call something, a tensor outside its storage, a storage that is missing or has another size.
    /// A program whose pickles hold more than tensors and modules lists its storages instead.
    explicit TorchArchive(ZipReader zip);

    /// Whether a zip archive has PyTorch's layout (NAME/data.pkl).
    static bool recognises(const ZipReader& zip);

    /// TorchScript: code and parameters.
    bool isProgram() const { return isProgram_; }
    const ZipReader& zip() const { return zip_; }
    /// In the file's order. Empty for a program that could only be listed by its storages.
    const std::vector<ArchivedTensor>& tensors() const { return tensors_; }
    /// Entries of storages that no listed tensor explains, for a program whose pickles were not readable.
    const std::vector<const ZipEntry*>& looseStorages() const { return looseStorages_; }
    /// Numbers and short texts beside the tensors ("epoch": "3").
    const std::vector<std::pair<std::string, std::string>>& facts() const { return facts_; }
    const std::vector<std::string>& notes() const { return notes_; }

  private:
    struct Pickle {
        std::vector<std::byte> bytes;
        std::optional<PickleDocument> document;
    };

    PickleValue parse(const std::string& entry, PickleDialect dialect);
    void readProgram();
    void readStateDict();
    void addTensors(const PickleValue& root, const std::string& prefix, const std::string& folder);
    void addFacts(const PickleValue& root);

    ZipReader zip_;
    std::string folder_;  ///< with its slash
    bool isProgram_ = false;
    std::vector<std::unique_ptr<Pickle>> pickles_;
    std::vector<ArchivedTensor> tensors_;
    std::vector<const ZipEntry*> looseStorages_;
    std::vector<std::pair<std::string, std::string>> facts_;
    std::vector<std::string> notes_;
};

}  // namespace pf
