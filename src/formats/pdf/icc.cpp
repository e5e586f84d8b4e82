#include "formats/pdf/icc.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace gongwen::pdf {
namespace {

void put16(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value >> 8U & 0xFFU);
  out += static_cast<char>(value & 0xFFU);
}

void put32(std::string& out, std::uint32_t value) {
  put16(out, value >> 16U);
  put16(out, value & 0xFFFFU);
}

/// s15Fixed16Number, from hundred-thousandths.
void put_fixed(std::string& out, std::int64_t hundred_thousandths) {
  const std::int64_t scaled = hundred_thousandths * 65536;
  put32(out, static_cast<std::uint32_t>((scaled >= 0 ? scaled + 50'000 : scaled - 50'000) / 100'000));
}

using Triple = std::array<std::int64_t, 3>;
constexpr Triple kD50 = {96420, 100000, 82490};
// The primaries of IEC 61966-2-1, adapted to D50 with the matrix below (Bradford).
constexpr Triple kRed = {43607, 22249, 1392};
constexpr Triple kGreen = {38515, 71687, 9708};
constexpr Triple kBlue = {14307, 6061, 71410};
constexpr std::array<std::int64_t, 9> kAdaptation = {104788, 2292, -5020, 2959, 99048, -1707, -923, 1508, 75168};

std::string xyz(const Triple& value) {
  std::string out("XYZ \0\0\0\0", 8);
  for (const auto part : value) put_fixed(out, part);
  return out;
}

std::string text(std::string_view ascii) {
  std::string out("mluc\0\0\0\0", 8);
  put32(out, 1);   // one record
  put32(out, 12);  // of 12 bytes
  out += "enUS";
  put32(out, static_cast<std::uint32_t>(ascii.size() * 2));
  put32(out, 28);
  for (const char c : ascii) put16(out, static_cast<unsigned char>(c));
  return out;
}

/// Function type 3: ((x + 0.055) / 1.055)^2.4 above 0.04045, x / 12.92 below.
std::string curve() {
  std::string out("para\0\0\0\0", 8);
  put16(out, 3);
  put16(out, 0);
  for (const std::int64_t part : {240'000, 94'787, 5'213, 7'740, 4'045}) put_fixed(out, part);
  return out;
}

std::string adaptation() {
  std::string out("sf32\0\0\0\0", 8);
  for (const auto part : kAdaptation) put_fixed(out, part);
  return out;
}

std::string header(std::size_t size) {
  std::string out;
  put32(out, static_cast<std::uint32_t>(size));
  put32(out, 0);           // no preferred module
  put32(out, 0x04300000);  // version 4.3
  out += "mntrRGB XYZ ";
  for (const std::uint32_t part : {2023U, 1U, 1U, 0U, 0U, 0U}) put16(out, part);  // when the profile was made
  out += "acsp";
  out.append(28, '\0');    // platform, flags, device, attributes, intent: none
  for (const auto part : kD50) put_fixed(out, part);
  out.resize(128, '\0');
  return out;
}

}  // namespace

std::string srgb_profile() {
  struct Tag { std::string_view name; std::string data; };
  const std::vector<Tag> tags = {{"desc", text("sRGB")},  {"cprt", text("CC0")},   {"wtpt", xyz(kD50)},
                                 {"rXYZ", xyz(kRed)},     {"gXYZ", xyz(kGreen)},   {"bXYZ", xyz(kBlue)},
                                 {"chad", adaptation()},  {"rTRC", curve()}};
  constexpr std::size_t kShared = 2;  // gTRC and bTRC are rTRC's curve
  const std::size_t count = tags.size() + kShared;
  std::size_t at = 128 + 4 + 12 * count;

  std::string table;
  std::string body;
  const auto put_entry = [&](std::string_view name, std::size_t offset, std::size_t size) {
    table += name;
    put32(table, static_cast<std::uint32_t>(offset));
    put32(table, static_cast<std::uint32_t>(size));
  };
  put32(table, static_cast<std::uint32_t>(count));
  std::size_t curve_at = 0;
  for (const auto& [name, data] : tags) {
    put_entry(name, at, data.size());
    curve_at = at;
    body += data;
    body.resize((body.size() + 3) / 4 * 4, '\0');
    at = 128 + 4 + 12 * count + body.size();
  }
  for (const std::string_view name : {"gTRC", "bTRC"}) put_entry(name, curve_at, tags.back().data.size());
  return header(at) + table + body;
}

}  // namespace gongwen::pdf
