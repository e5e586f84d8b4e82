#pragma once

// The texts of a hand-over: 说明文件, 文件目录 and what lies in 其他/. Pure. Private to the room.

#include <cstdint>
#include <string>
#include <vector>

#include "trust/archive/export.h"

namespace gongwen::archive {

/// One line of 文件目录.XML.
struct ListedFile {
  std::string archive_number, responsible, title, date, secrecy, file, remark;
};

struct HandoverTexts {
  const Consignment& consignment;
  const ExportOptions& options;
  std::string archive_title, organisation, checkpoint_root;
  std::uint64_t files = 0, bytes = 0;   ///< below 电子档案/

  std::string explanation() const;      ///< 说明文件.TXT
  std::string rules() const;            ///< 命名和编号规则.TXT
  std::string checking() const;         ///< 核验方法.TXT
  std::string register_form() const;    ///< 移交登记表.TXT
  std::string left_out() const;         ///< 未移交清单.CSV
};

std::string write_file_list(const std::vector<ListedFile>& files, bool gb18030);
std::string file_list_xsd();
/// What a file list names: 电子档案名称 of each line, in order. Nothing when it is not such a list.
std::optional<std::vector<std::string>> read_file_list(std::string_view bytes);

/// CRLF, and a mark in front of UTF-8, so that Windows' own editor reads it; or GB 18030.
std::string for_windows(const std::string& text, bool gb18030);

}  // namespace gongwen::archive
