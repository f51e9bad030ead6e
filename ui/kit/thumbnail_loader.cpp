#include "ui/kit/thumbnail_loader.h"

#include <cmath>
#include <condition_variable>
#include <deque>
#include <exception>
#include <list>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include <QTimer>

namespace pf::ui {

namespace {

using Key = std::pair<std::size_t, int>;  // catalog index, longest side

/// More than any screen shows at once; a scroll through thousands then never queues up behind itself.
constexpr std::size_t kMaxWaiting = 768;
constexpr int kPullIntervalMs = 33;

}  // namespace

QImage toQImage(const RgbImage& image) {
    QImage result(image.width, image.height, QImage::Format_RGB32);
    const std::uint8_t* source = image.pixels.data();
    for (int y = 0; y < image.height; ++y) {
        auto* line = reinterpret_cast<QRgb*>(result.scanLine(y));
        for (int x = 0; x < image.width; ++x, source += 3) {
            line[x] = qRgb(source[0], source[1], source[2]);
        }
    }
    return result;
}

struct ThumbnailLoader::Impl {
    struct Finished {
        Key key;
        QImage image;
        QString error;
    };
    struct Cached {
        QImage image;
        std::list<Key>::iterator place;
    };

    // Shared with the decoders, under the mutex.
    std::mutex mutex;
    std::condition_variable_any wake;
    ImageCatalog catalog;
    int generation = 0;
    std::deque<Key> wishes;  // the latest at the back
    std::set<Key> ordered;   // wishes and those being decoded
    std::vector<Finished> finished;

    // UI thread only.
    std::map<Key, Cached> cache;
    std::list<Key> recent;  // the most recently used in front
    std::size_t bytes = 0;
    std::size_t maxBytes = 0;
    std::map<std::size_t, QString> failures;

    std::vector<std::jthread> threads;

    void decode(const std::stop_token& stop);
    void keep(const Key& key, const QImage& image);
};

void ThumbnailLoader::Impl::decode(const std::stop_token& stop) {
    std::unique_lock lock(mutex);
    while (wake.wait(lock, stop, [this] { return !wishes.empty(); })) {
        const Key key = wishes.back();
        wishes.pop_back();
        const ImageCatalog images = catalog;
        const int startedIn = generation;
        lock.unlock();
        Finished result{key, {}, {}};
        try {
            result.image = toQImage(images.image(key.first, key.second));
        } catch (const std::exception& error) {
            result.error = QString::fromUtf8(error.what());
        }
        lock.lock();
        if (startedIn == generation) {
            finished.push_back(std::move(result));
        }
    }
}

void ThumbnailLoader::Impl::keep(const Key& key, const QImage& image) {
    recent.push_front(key);
    cache[key] = {image, recent.begin()};
    bytes += static_cast<std::size_t>(image.sizeInBytes());
    while (bytes > maxBytes && recent.size() > 1) {
        const auto oldest = cache.find(recent.back());
        bytes -= static_cast<std::size_t>(oldest->second.image.sizeInBytes());
        cache.erase(oldest);
        recent.pop_back();
    }
}

ThumbnailLoader::ThumbnailLoader(QObject* parent, std::size_t maxBytes, int threads)
    : QObject(parent), impl_(std::make_shared<Impl>()), timer_(new QTimer(this)) {
    impl_->maxBytes = maxBytes;
    for (int i = 0; i < threads; ++i) {
        impl_->threads.emplace_back([impl = impl_.get()](std::stop_token stop) { impl->decode(stop); });
    }
    timer_->setInterval(kPullIntervalMs);
    connect(timer_, &QTimer::timeout, this, &ThumbnailLoader::pull);
}

ThumbnailLoader::~ThumbnailLoader() {
    for (std::jthread& thread : impl_->threads) {
        thread.request_stop();
    }
    impl_->threads.clear();  // joins: at most one image each is still being decoded
}

void ThumbnailLoader::setCatalog(const ImageCatalog& catalog) {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->catalog = catalog;
        ++impl_->generation;
        impl_->wishes.clear();
        impl_->ordered.clear();
        impl_->finished.clear();
    }
    impl_->cache.clear();
    impl_->recent.clear();
    impl_->bytes = 0;
    impl_->failures.clear();
}

QImage ThumbnailLoader::thumbnail(std::size_t index, int side) {
    const Key key{index, side};
    if (const auto found = impl_->cache.find(key); found != impl_->cache.end()) {
        impl_->recent.splice(impl_->recent.begin(), impl_->recent, found->second.place);
        return found->second.image;
    }
    if (impl_->failures.contains(index)) {
        return {};
    }
    {
        const std::lock_guard lock(impl_->mutex);
        if (!impl_->ordered.insert(key).second) {
            return {};
        }
        impl_->wishes.push_back(key);
        if (impl_->wishes.size() > kMaxWaiting) {
            impl_->ordered.erase(impl_->wishes.front());
            impl_->wishes.pop_front();
        }
    }
    impl_->wake.notify_one();
    if (!timer_->isActive()) {
        timer_->start();
    }
    return {};
}

FaceTile ThumbnailLoader::tile(std::size_t index, double side, double devicePixelRatio) {
    // Few sizes, so that zooming reuses thumbnails.
    int decoded = 64;
    while (decoded < std::ceil(side * devicePixelRatio)) {
        decoded *= 2;
    }
    FaceTile tile;
    tile.image = thumbnail(index, decoded);
    tile.broken = tile.image.isNull() && failure(index).has_value();
    return tile;
}

std::optional<QString> ThumbnailLoader::failure(std::size_t index) const {
    const auto found = impl_->failures.find(index);
    return found == impl_->failures.end() ? std::nullopt : std::optional(found->second);
}

std::size_t ThumbnailLoader::cachedBytes() const {
    return impl_->bytes;
}

std::size_t ThumbnailLoader::waiting() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->ordered.size();
}

void ThumbnailLoader::pull() {
    std::vector<Impl::Finished> finished;
    bool idle = false;
    {
        const std::lock_guard lock(impl_->mutex);
        finished.swap(impl_->finished);
        for (const Impl::Finished& result : finished) {
            impl_->ordered.erase(result.key);
        }
        idle = impl_->ordered.empty();
    }
    if (idle) {
        timer_->stop();
    }
    if (finished.empty()) {
        return;
    }
    std::vector<std::size_t> broken;
    for (const Impl::Finished& result : finished) {
        if (!result.error.isEmpty()) {
            if (impl_->failures.emplace(result.key.first, result.error).second) {
                broken.push_back(result.key.first);
            }
        } else {
            impl_->keep(result.key, result.image);
        }
    }
    if (!broken.empty()) {
        Q_EMIT failed(broken);
    }
    Q_EMIT loaded();
}

}  // namespace pf::ui
