#pragma once

// Papers the office makes of its own accord: notices, receipts, lists.

#include <optional>
#include <string>

#include "app/usecases/filing.h"

namespace gongwen::usecases {

/// Opens the press of a shipped template. Null with the reasons in `out`.
std::shared_ptr<const Press> open_press(Env& env, const House& house, const std::string& id, const Looks& looks, Diagnostics& out);
/// Fills and prints one record. Nothing with the reasons in `out`.
std::optional<Rendered> print_node(std::shared_ptr<const Press> press, const json::Node& record, const std::set<Format>& formats, Diagnostics& out);
/// A digest in groups of eight digits, as people read it aloud.
std::string in_eights(const std::string& hex);
/// Writes a paper's files into a folder under its own name; returns their paths.
std::vector<fs::path> write_paper(Env& env, const Rendered& rendered, const fs::path& folder);

}  // namespace gongwen::usecases
