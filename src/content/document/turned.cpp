#include "content/document/turned.h"

namespace gongwen::document {

bool stands_turned(const std::vector<Block>& blocks, std::size_t at) noexcept {
  for (; at < blocks.size(); ++at) {
    if (const auto* table = std::get_if<Table>(&blocks[at].content)) return table->landscape;
    const auto* heading = std::get_if<Heading>(&blocks[at].content);
    const auto* paragraph = std::get_if<Paragraph>(&blocks[at].content);
    const bool leads = heading != nullptr ? heading->run_in.empty()
                                          : paragraph != nullptr && (paragraph->role == Role::attachment_label || paragraph->role == Role::attachment_title);
    if (!leads) return false;
  }
  return false;
}

}  // namespace gongwen::document
