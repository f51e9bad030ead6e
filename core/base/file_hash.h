// SHA-256: which file it is, by what is in it.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

struct evp_md_ctx_st;

namespace pf {

/// SHA-256 over several pieces, as lower-case hexadecimal.
class Sha256 {
  public:
    Sha256();
    void add(std::span<const std::byte> bytes);
    void add(std::string_view text);
    /// Ends the sum; call once.
    std::string hex();

  private:
    std::unique_ptr<evp_md_ctx_st, void (*)(evp_md_ctx_st*)> context_;
};

/// SHA-256 of one piece of text, as lower-case hexadecimal.
std::string sha256Hex(std::string_view text);

/// SHA-256 of a file. Throws: Error(Io).
std::string fileSha256(const std::filesystem::path& file);
/// Copies a file; returns its SHA-256. Throws: Error(Io).
std::string copyWithSha256(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace pf
