#include "ui/kit/model_service.h"

namespace pf::ui {

ModelService::Lease ModelService::borrow(const std::filesystem::path& model, RunControl& control) {
    {
        std::unique_lock lock(mutex_);
        if (!freed_.wait(lock, control.token(), [this] { return !lent_; })) {
            return Lease(shared_from_this(), nullptr);
        }
        lent_ = true;
    }
    // From here on this thread owns model_ and loadedKey_; loading must not hold the mutex.
    try {
        const std::string key = modelIdentity(model);
        if (!model_ || key != loadedKey_) {
            model_.reset();
            loadedKey_.clear();
            model_ = std::make_unique<FaceModel>(model);
            loadedKey_ = key;
        }
    } catch (...) {
        giveBack();
        throw;
    }
    return Lease(shared_from_this(), model_.get());
}

void ModelService::giveBack() {
    {
        const std::lock_guard lock(mutex_);
        lent_ = false;
    }
    freed_.notify_one();
}

}  // namespace pf::ui
