// The records of a protocol buffer one after the other, so that a large file need not be in memory.
#pragma once

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream.h>

#include <cstdint>
#include <functional>
#include <string>

#include "core/base/error.h"

namespace pf {

/// Reads forward through nested records; every length is checked against the record it lies in.
class ProtoWalk {
  public:
    /// Called at each field's value, which it must read or skip.
    using Field = std::function<void(std::uint32_t field, std::uint32_t tag)>;

    /// `bytes`: the stream's length. `what` begins the message of every error, `where` names the file.
    ProtoWalk(google::protobuf::io::ZeroCopyInputStream& stream, int bytes, std::string what,
              std::string where);

    /// Throws: Error(Data) with the position.
    template <typename... Parts>
    void failIf(bool isWrong, const Parts&... reason) const {
        if (isWrong) {
            failData(where_, what_, ": ", reason..., " (byte ", position(), ")");
        }
    }
    int position() const { return in_.CurrentPosition(); }

    /// All fields up to the end of the current record. Throws (all below): Error(Data).
    void fields(const Field& visit);
    /// The fields of the record at this tag.
    void inside(std::uint32_t tag, const Field& visit);
    void skip(std::uint32_t tag);
    /// Skips the bytes of a record; their number. A record of a single byte is kept in `only`.
    std::uint64_t skipRecord(std::uint32_t tag, std::string* only = nullptr);
    std::uint64_t number(std::uint32_t tag);
    /// One number, or several packed into a record.
    void numbers(std::uint32_t tag, const std::function<void(std::uint64_t)>& visit);
    /// Skips a value of `width` bytes (4 or 8), or several packed into a record; how many there are.
    std::uint64_t skipFixed(std::uint32_t tag, std::uint64_t width);
    std::string text(std::uint32_t tag, int maxBytes);

  private:
    int length(std::uint32_t tag);

    google::protobuf::io::CodedInputStream in_;
    int end_;  ///< of the current record
    std::string what_;
    std::string where_;
};

}  // namespace pf
