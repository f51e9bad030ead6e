// Long work on many items, each of which leaves its result on the disk: it can be stopped or killed, and a
// later call goes on where it was.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "core/session/control.h"

namespace pf {

struct WorkItems {
    std::size_t total = 0;
    std::size_t done = 0;  ///< the first ones, by an earlier call
    std::size_t step = 1;  ///< so many neighbours are done together
    int threads = 1;
    std::string detail = {};  ///< of the progress
};

/// What became of an item.
enum class ItemEnd {
    Done,
    WasDone,  ///< an earlier call's result was found: that says nothing about the pace
    Stopped,  ///< nothing was done
};

/// Works on the item of that number, and on its step's neighbours.
using ItemWorker = std::function<ItemEnd(std::size_t item)>;

/// Has the items worked on in their order, by as many threads as are asked for, each with a worker of its
/// own; the calling thread is one of them. Reports after every item. Returns: whether all are done; false
/// when stopped. Throws: what the first worker that failed threw, after all have ended.
bool workThrough(const WorkItems& items, const std::function<ItemWorker()>& makeWorker, RunControl& control,
                 const ProgressObserver& observer);

}  // namespace pf
