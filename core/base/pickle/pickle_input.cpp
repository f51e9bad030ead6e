#include "core/base/pickle/pickle_input.h"

#include "core/base/numbers.h"
#include "core/base/pickle/pickle_builder.h"

namespace pf {

PickleInput::PickleInput(std::span<const std::byte> bytes, const PickleBuilder& builder)
    : bytes_(reinterpret_cast<const char*>(bytes.data()), bytes.size()), builder_(builder) {}

std::string_view PickleInput::take(std::uint64_t length) {
    if (length > bytes_.size() - at_) {
        builder_.fail("it is cut short or states a length of " + std::to_string(length) + " where " +
                      std::to_string(bytes_.size() - at_) + " bytes are left");
    }
    const std::string_view taken = bytes_.substr(at_, length);
    at_ += length;
    return taken;
}

std::uint64_t PickleInput::little(std::size_t size) {
    const std::string_view raw = take(size);
    std::uint64_t value = 0;
    for (std::size_t i = size; i > 0; --i) {
        value = value << 8 | static_cast<unsigned char>(raw[i - 1]);
    }
    return value;
}

std::string_view PickleInput::line() {
    const std::size_t end = bytes_.find('\n', at_);
    builder_.failIf(end == std::string_view::npos, "a line has no end");
    std::string_view text = take(end - at_);
    ++at_;
    if (!text.empty() && text.back() == '\r') {
        text.remove_suffix(1);
    }
    return text;
}

std::int64_t PickleInput::number(std::string_view text) {
    std::int64_t value = 0;
    if (!parseWhole(text, value)) {
        builder_.fail("'" + std::string(text.substr(0, 40)) + "' is not a 64-bit integer");
    }
    return value;
}

double PickleInput::decimal(std::string_view text) {
    double value = 0;
    if (!parseWhole(text, value)) {
        builder_.fail("'" + std::string(text.substr(0, 40)) + "' is not a number");
    }
    return value;
}

std::int64_t PickleInput::longInteger(std::uint64_t size) {
    const std::string_view raw = take(size);
    if (size > 8) {
        builder_.fail("an integer of " + std::to_string(size) + " bytes is larger than 64 bits");
    }
    if (size == 0) {
        return 0;
    }
    std::uint64_t value = (static_cast<unsigned char>(raw.back()) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
    for (std::size_t i = raw.size(); i > 0; --i) {
        value = value << 8 | static_cast<unsigned char>(raw[i - 1]);
    }
    return static_cast<std::int64_t>(value);
}

}  // namespace pf
