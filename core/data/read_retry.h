// Telling a lost image from data that is away for a while.
#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "core/base/error.h"
#include "core/data/face_set.h"

namespace pf {

/// Asked on a working thread when an image cannot be read: true to read it again (after waiting), false to
/// take the error as it is. `attempt` counts the tries of this image from 1.
using ReadRetry =
    std::function<bool(const FaceSet& faces, std::size_t index, const Error& error, int attempt)>;

/// Does `read` for an image of `faces` until it succeeds or `retry` takes its error as it is. Throws: that
/// error.
template <typename Read>
auto readPatiently(const FaceSet& faces, std::size_t index, const ReadRetry& retry, const Read& read) {
    for (int attempt = 1;; ++attempt) {
        try {
            return read();
        } catch (const Error& error) {
            if (!retry || !retry(faces, index, error, attempt)) {
                throw;
            }
        }
    }
}

/// Why an error that `faces` gave for an image says nothing about the image: the machine failed (Error(Io)),
/// its file and those around it are all gone, as when a folder is moved or a share goes away, or none of them
/// may be read, as when a ticket for the share has run out. Empty when it does. Cost: at most 33 looks at the
/// file system.
std::string whyAway(const FaceSet& faces, std::size_t index, const Error& error);

/// For work that cannot wait: takes what an image's error says of it, and ends the work where whyAway says
/// that it says nothing. Throws: Error(Io) with the reason.
bool refuseAway(const FaceSet& faces, std::size_t index, const Error& error, int attempt);

/// Why an image was left out, without the name that stands beside it: an error's message without its place.
inline std::string skipReason(const Error& error) {
    const std::string text = error.what();
    const std::string prefix = error.where() + ": ";
    return !error.where().empty() && text.starts_with(prefix) ? text.substr(prefix.size()) : text;
}

}  // namespace pf
