#include "core/session/item_work.h"

#include <algorithm>
#include <atomic>
#include <mutex>

#include "core/base/parallel.h"
#include "core/session/count_meter.h"

namespace pf {

bool workThrough(const WorkItems& items, const std::function<ItemWorker()>& makeWorker, RunControl& control,
                 const ProgressObserver& observer) {
    std::atomic<std::size_t> next{items.done};
    std::atomic<bool> failed{false};
    std::mutex mutex;
    std::size_t done = items.done;
    CountMeter meter(Phase::Saving, items.detail, static_cast<long long>(items.done));
    const auto report = [&](ItemEnd end) {
        const std::lock_guard lock(mutex);
        for (std::size_t i = 0; end == ItemEnd::WasDone && i < items.step; ++i) {
            meter.addEarlier();
        }
        done += items.step;
        if (observer) {
            Progress progress = meter.at(static_cast<long long>(done), static_cast<long long>(items.total));
            progress.paused = control.isPaused();
            observer(progress);
        }
    };
    const auto work = [&](std::size_t) {
        try {
            const ItemWorker worker = makeWorker();
            while (!failed && control.waitWhilePaused()) {
                const std::size_t item = next.fetch_add(items.step);
                const ItemEnd end = item < items.total ? worker(item) : ItemEnd::Stopped;
                if (end == ItemEnd::Stopped) {
                    return;
                }
                report(end);
            }
        } catch (...) {
            failed = true;
            throw;
        }
    };
    const std::size_t most = std::max<std::size_t>(1, items.total - items.done);
    onThreads(std::min(static_cast<std::size_t>(items.threads), most), work);
    return done >= items.total;
}

}  // namespace pf
