// The one loaded model that the pages of a window share, lent to whoever works with it.
#pragma once

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "core/session/control.h"
#include "core/session/model/face_model.h"
#include "core/session/model/uncertainty_cache.h"

namespace pf::ui {

/// Keeps the last used FaceModel loaded and lends it to one worker at a time: loading takes a second, using
/// it twice at once is not allowed. Every method is for worker threads.
class ModelService : public std::enable_shared_from_this<ModelService> {
  public:
    /// The right to use the model until it is destroyed.
    class Lease {
      public:
        Lease(std::shared_ptr<ModelService> service, FaceModel* model)
            : service_(std::move(service)), model_(model) {}
        ~Lease() {
            if (model_ != nullptr) {
                service_->giveBack();
            }
        }
        Lease(Lease&& other) noexcept
            : service_(std::move(other.service_)), model_(std::exchange(other.model_, nullptr)) {}
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        Lease& operator=(Lease&&) = delete;

        /// False when a stop was asked for before the model was free.
        explicit operator bool() const { return model_ != nullptr; }
        FaceModel& operator*() const { return *model_; }
        FaceModel* operator->() const { return model_; }
        /// modelIdentity of the loaded model.
        const std::string& identity() const { return service_->loadedKey_; }

      private:
        std::shared_ptr<ModelService> service_;
        FaceModel* model_;
    };

    /// Waits until the model is free (or `control` stops), loads it when another one is loaded or its
    /// checkpoint has changed on disk since. Throws: what FaceModel's constructor throws; the service stays
    /// usable.
    Lease borrow(const std::filesystem::path& model, RunControl& control);

    /// What was computed with any model in this session.
    UncertaintyCache& uncertainties() { return uncertainties_; }

  private:
    friend class Lease;
    void giveBack();

    std::mutex mutex_;
    std::condition_variable_any freed_;
    bool lent_ = false;
    std::string loadedKey_;
    std::unique_ptr<FaceModel> model_;
    UncertaintyCache uncertainties_;
};

}  // namespace pf::ui
