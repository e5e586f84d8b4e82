#include <algorithm>
#include <array>
#include <cctype>

#include "trust/archive/bundle.h"
#include "trust/archive/names_internal.h"

namespace gongwen::archive {
namespace {

constexpr std::array<std::string_view, 4> kRoles{"scan", "evidence", "image", "received"};   // part of the format

bool plain(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Windows opens a device, not a file, whatever comes after the first dot.
bool device_name(std::string_view name) noexcept {
  const std::string stem = fold(name.substr(0, name.find('.')));
  constexpr std::array<std::string_view, 4> fixed{"con", "prn", "aux", "nul"};
  if (std::find(fixed.begin(), fixed.end(), stem) != fixed.end()) return true;
  return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem[3] >= '1' && stem[3] <= '9';
}

bool plain_part(std::string_view part) noexcept {
  return !part.empty() && part.size() <= 100 && part.front() != '.' && part.back() != '.' && std::all_of(part.begin(), part.end(), plain) &&
         !device_name(part);
}

}  // namespace

std::string_view name_of(AttachmentRole role) noexcept { return kRoles[static_cast<std::size_t>(role)]; }

std::optional<AttachmentRole> attachment_role_of(std::string_view name) noexcept {
  for (std::size_t i = 0; i < kRoles.size(); ++i) {
    if (kRoles[i] == name) return static_cast<AttachmentRole>(i);
  }
  return std::nullopt;
}

bool valid_record_id(std::string_view id) noexcept {
  const auto alnum = [](char c) { return plain(c) && c != '-' && c != '_' && c != '.'; };
  return plain_part(id) && alnum(id.front()) && id.find("..") == std::string_view::npos;
}

bool valid_file_name(std::string_view name) noexcept {
  while (!name.empty()) {
    const std::size_t slash = name.find('/');
    if (!plain_part(name.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    name.remove_prefix(slash + 1);
  }
  return false;
}

std::string fold(std::string_view name) {
  std::string out(name);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

std::string extension_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || name.size() - dot > 9 || dot + 1 == name.size()) return {};
  std::string out = fold(name.substr(dot + 1));
  return std::all_of(out.begin(), out.end(), [](char c) { return plain(c) && c != '.'; }) ? out : std::string{};
}

std::string attachment_path(std::size_t index, const Attachment& attachment) {
  const std::string extension = extension_of(attachment.name);
  std::string_view stem = attachment.name;
  if (!extension.empty()) stem = stem.substr(0, stem.size() - extension.size() - 1);
  std::string safe;
  for (const char c : stem) {
    if (plain(c) && c != '.' && safe.size() < 60) safe += c;
  }
  if (safe.empty() || device_name(safe)) safe = name_of(attachment.role);
  const std::string number = std::to_string(index + 1);
  return "data/attachments/" + std::string(number.size() < 2 ? 2 - number.size() : 0, '0') + number + "-" + safe +
         (extension.empty() ? "" : "." + extension);
}

bool already_packed(std::string_view name) {
  constexpr std::array<std::string_view, 12> packed{"pdf", "docx", "ofd", "xlsx", "pptx", "zip", "png", "jpg", "jpeg", "gif", "mp4", "7z"};
  return std::find(packed.begin(), packed.end(), extension_of(name)) != packed.end();
}

std::string padded(std::uint64_t number, std::size_t width) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < width ? width - digits.size() : 0, '0') + digits;
}

}  // namespace gongwen::archive
