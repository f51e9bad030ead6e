#include "ui/gallery/gallery_job.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <mutex>
#include <numeric>
#include <utility>

#include "core/session/count_meter.h"
#include "core/session/images.h"
#include "ui/kit/background_task.h"
#include "ui/kit/model_service.h"
#include "ui/kit/tick_list.h"

namespace pf::ui {

/// What the worker has to tell.
struct GalleryJob::News {
    std::mutex mutex;
    GalleryDataPtr latest;  ///< nothing new when null

    void tell(GalleryDataPtr data) {
        const std::lock_guard lock(mutex);
        latest = std::move(data);
    }
    GalleryDataPtr take() {
        const std::lock_guard lock(mutex);
        return std::exchange(latest, nullptr);
    }
};

namespace {

using Clock = std::chrono::steady_clock;

/// A picture of the whole is made of what is known: often enough to be seen arriving, seldom enough for a
/// hundred thousand faces.
constexpr auto kBetweenPictures = std::chrono::milliseconds(500);
constexpr std::size_t kSmallestPart = 32;  // a processor takes 16 at a time anyway
constexpr std::size_t kLargestPart = 4096;

/// The model is lent to others afterwards, who want no norms and none of their cost.
class NormsWanted {
  public:
    NormsWanted(FaceModel& model, bool norms) : model_(model) { model_.measureNorms(norms); }
    ~NormsWanted() { model_.measureNorms(false); }
    NormsWanted(const NormsWanted&) = delete;
    NormsWanted& operator=(const NormsWanted&) = delete;

  private:
    FaceModel& model_;
};

/// Measures the images of one gallery, from what is remembered and with the model.
class Measuring {
  public:
    Measuring(GalleryDataPtr images, bool norms, UncertaintyCache& cache)
        : images_(std::move(images)), set_(setKey(images_->pictures)), norms_(norms), cache_(cache) {}

    /// Takes what is remembered of the model with this identity.
    void recall(const std::string& identity) {
        identity_ = identity;
        measured_.faces = cache_.find(identity_, images_->pictures);
        measured_.warnings = cache_.warnings(identity_, set_);
        info_ = cache_.info(identity_);
    }
    bool isComplete() const {
        return info_ && std::all_of(measured_.faces.begin(), measured_.faces.end(),
                                    [this](const FaceUncertainty& face) { return isDone(face); });
    }
    bool knowsSome() const { return info_ && measured_.known() > 0; }
    GalleryDataPtr picture() const { return withMeasurements(images_, measured_, *info_); }
    Progress progress() const {
        const auto left = std::count_if(measured_.faces.begin(), measured_.faces.end(),
                                        [this](const FaceUncertainty& face) { return !isDone(face); });
        return progressAt(static_cast<std::size_t>(left), Phase::Opening);
    }

    /// Computes what is not known, part by part: a part is as large as half a second allows, so that the
    /// first faces come at once and a fast machine is kept busy.
    void compute(const ModelService::Lease& model, RunControl& control, const ProgressObserver& observer,
                 const std::function<void(GalleryDataPtr)>& tell) {
        cache_.keepInfo(model.identity(), model->info());
        recall(model.identity());  // another request may have computed some meanwhile
        const NormsWanted norms(*model, norms_);
        std::vector<std::size_t> wanted = wantedOrder();
        const auto images = static_cast<long long>(images_->size());
        const CountMeter meter(Phase::Embedding, {}, images - std::ssize(wanted));
        Clock::time_point told{};
        std::size_t size = kSmallestPart;
        while (!wanted.empty() && !control.stopRequested()) {
            const auto partStart = Clock::now();
            const std::size_t count = std::min(size, wanted.size());
            const auto end = wanted.begin() + static_cast<std::ptrdiff_t>(count);
            const std::vector<std::size_t> part(wanted.begin(), end);
            const auto show = [&](const Progress& progress) {
                const std::size_t left = wanted.size() - static_cast<std::size_t>(progress.done);
                Progress whole = meter.at(images - static_cast<long long>(left), images);
                whole.phase = progress.phase;
                observer(whole);
            };
            const EmbeddingSet embeddings = model->embed(chosenImages(images_->catalog, part), control, show);
            if (control.stopRequested() && embeddings.size() == 0) {
                break;
            }
            take(part, embeddings);
            wanted.erase(wanted.begin(), end);
            if (norms_ && embeddings.size() > 0 && embeddings.norms.empty()) {
                // The network makes unit vectors itself: there are no norms, and none to wait for.
                norms_ = false;
                model->measureNorms(false);
                std::erase_if(wanted, [this](std::size_t image) { return isDone(measured_.faces[image]); });
            }
            if (Clock::now() - told >= kBetweenPictures) {
                told = Clock::now();
                tell(picture());
            }
            if (Clock::now() - partStart < kBetweenPictures / 2) {
                size = std::min(2 * size, kLargestPart);
            }
        }
        tell(picture());
    }

  private:
    bool isDone(const FaceUncertainty& face) const { return face.isKnown() && (!norms_ || face.hasNorm()); }

    Progress progressAt(std::size_t left, Phase phase) const {
        Progress progress;
        progress.phase = phase;
        progress.total = static_cast<long long>(images_->size());
        progress.done = progress.total - static_cast<long long>(left);
        progress.fraction = static_cast<double>(progress.done) / static_cast<double>(progress.total);
        return progress;
    }

    /// What is not known: first a few from all over the set (whether it is as in training is seen by them),
    /// then from the top of what is seen, which is in the order of the names until sigma² is known.
    std::vector<std::size_t> wantedOrder() const {
        std::vector<std::size_t> wanted(images_->size());
        std::iota(wanted.begin(), wanted.end(), std::size_t{0});
        std::erase_if(wanted, [this](std::size_t image) { return isDone(measured_.faces[image]); });
        std::sort(wanted.begin(), wanted.end(), [this](std::size_t a, std::size_t b) {
            return images_->nameRank[a] < images_->nameRank[b];
        });
        const std::size_t stride = wanted.size() / kSmallestPart;
        for (std::size_t place = 1; stride > 1 && place < kSmallestPart; ++place) {
            std::rotate(wanted.begin() + static_cast<std::ptrdiff_t>(place),
                        wanted.begin() + static_cast<std::ptrdiff_t>(place * stride),
                        wanted.begin() + static_cast<std::ptrdiff_t>(place * stride + 1));
        }
        return wanted;
    }

    void take(const std::vector<std::size_t>& part, const EmbeddingSet& embeddings) {
        const FaceMeasurements measured = measurementsOf(embeddings, part.size());
        for (std::size_t i = 0; i < part.size(); ++i) {
            if (measured.faces[i].isKnown()) {
                measured_.faces[part[i]] = measured.faces[i];
                cache_.keep(identity_, images_->pictures[part[i]], measured.faces[i]);
            }
        }
        measured_.skipped.insert(measured_.skipped.end(), measured.skipped.begin(), measured.skipped.end());
        if (!std::exchange(warned_, true)) {
            measured_.warnings = measured.warnings;
            cache_.keepWarnings(identity_, set_, measured.warnings);
        }
    }

    GalleryDataPtr images_;
    PictureKey set_;
    bool norms_;
    UncertaintyCache& cache_;
    std::string identity_;
    FaceMeasurements measured_;
    std::optional<ModelInfo> info_;
    bool warned_ = false;
};

}  // namespace

GalleryJob::GalleryJob(GalleryRequest request, std::shared_ptr<ModelService> models, QObject* owner)
    : QObject(owner), request_(std::move(request)), news_(std::make_shared<News>()) {
    const QString set = shortSetName(QString::fromStdString(request_.sources.front()));
    const auto end = [this](const QString& error) {
        tell();
        if (!abandoned_) {
            Q_EMIT ended(error, task_ && task_->isStopping());
        }
        deleteLater();
    };
    task_ = runInBackground(
        this, {(request_.model.isEmpty() ? tr("Opening %1") : tr("σ² of %1")).arg(set)},
        [news = news_, models = std::move(models), sources = request_.sources,
         model = request_.model.toStdString(),
         norms = request_.norms](RunControl& control, const ProgressObserver& observer) {
            observer(Progress{});
            const GalleryDataPtr images = makeGalleryData(distinctImages(openImages(sources)));
            news->tell(images);
            if (model.empty() || images->size() == 0) {
                return;
            }
            Measuring measuring(images, norms, models->uncertainties());
            measuring.recall(modelIdentity(model));
            if (measuring.knowsSome()) {
                news->tell(measuring.picture());
            }
            observer(measuring.progress());
            if (!measuring.isComplete()) {
                if (const ModelService::Lease lease = models->borrow(model, control)) {
                    measuring.compute(lease, control, observer,
                                      [&news](GalleryDataPtr data) { news->tell(std::move(data)); });
                }
            }
        },
        [end] { end({}); }, [end](const QString& error) { end(error); });
    connect(task_, &BackgroundTask::progressChanged, this, [this](const Progress& progress) {
        tell();
        if (!abandoned_) {
            Q_EMIT progressChanged(progress);
        }
    });
}

void GalleryJob::abandon() {
    abandoned_ = true;
    if (task_) {
        task_->requestStop();
    }
}

void GalleryJob::tell() {
    const GalleryDataPtr latest = news_->take();
    if (!latest || abandoned_) {
        return;
    }
    if (!std::exchange(opened_, true)) {
        Q_EMIT imagesOpened(latest);
    } else {
        Q_EMIT measured(latest);
    }
}

}  // namespace pf::ui
