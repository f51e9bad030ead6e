#include "ui/kit/import_request.h"

#include <system_error>

#include "core/session/exchange/state_dict_import.h"
#include "core/session/exchange/tensorflow_import.h"

namespace pf::ui {

bool isTensorFlowCheckpoint(const std::filesystem::path& file) {
    std::error_code ignored;
    const std::string name = file.filename().string();
    const std::string suffix = file.extension().string();
    if (name == "checkpoint" || suffix == ".index" || suffix == ".meta" || suffix.starts_with(".data-")) {
        return true;
    }
    // The prefix that the three files of a checkpoint share is no file itself.
    return std::filesystem::is_regular_file(file / "checkpoint", ignored) ||
           std::filesystem::is_regular_file(file.string() + ".index", ignored);
}

ImportOutcome importWeights(const ImportRequest& request) {
    return request.tensorFlow ? importTensorFlow(request.file, request.architecture, request.out)
                              : importStateDict(request.file, request.architecture, request.byOrder,
                                                request.out, request.conventions);
}

}  // namespace pf::ui
