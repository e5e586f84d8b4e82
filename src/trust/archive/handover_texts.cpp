#include "trust/archive/handover_texts_internal.h"

#include <pugixml.hpp>

#include "foundation/text/encoding.h"
#include "trust/archive/metadata_internal.h"
#include "trust/archive/metadata_scheme.h"

namespace gongwen::archive {
namespace {

std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string years(const Consignment& c) {
  std::string first, last;
  for (const Consignment::Item& item : c.items) {
    const std::string year = !item.parts.year.empty() ? item.parts.year : item.record.date ? std::to_string(item.record.date->year) : "";
    if (year.empty()) continue;
    if (first.empty() || year < first) first = year;
    if (year > last) last = year;
  }
  return first == last ? first : first + "—" + last;
}

std::string numbers(const Consignment& c) {
  std::string first, last;
  for (const Consignment::Item& item : c.items) {
    if (item.record.archive_number.empty()) continue;
    if (first.empty()) first = item.record.archive_number;
    last = item.record.archive_number;
  }
  return first.empty() ? "（未编）" : first == last ? first : first + " 至 " + last;
}

}  // namespace

std::string HandoverTexts::explanation() const {
  const Consignment& c = consignment;
  const std::string maker = options.maker.empty() ? organisation : options.maker;
  const auto& rule = c.numbering;
  std::string out = "说明文件\n\n";
  out += "移交单位：" + (rule && !rule->creator.empty() ? rule->creator : organisation) + "\n";
  if (rule) out += "全宗：" + rule->fonds + (rule->fonds_name.empty() ? "" : "  " + rule->fonds_name) + "\n";
  if (rule && !rule->archives.empty()) out += "接收单位：" + rule->archives + (rule->archives_code.empty() ? "" : "（" + rule->archives_code + "）") + "\n";
  out += "档案库：" + archive_title + "\n制作单位：" + maker + "\n检查单位：" + maker + "（四性检测报告在 其他 文件夹；接收单位的检查另行进行）\n制作日期：" + options.date.iso() + "\n\n";
  out += "内容：" + std::to_string(c.items.size()) + " 件，" + years(c) + " 年度；档号 " + numbers(c) + "\n";
  out += "数量：" + std::to_string(files) + " 个文件，" + std::to_string(bytes) + " 字节（电子档案 文件夹）\n";
  if (!c.left_out.empty()) out += "未移交：" + std::to_string(c.left_out.size()) + " 件，见 其他/未移交清单.CSV\n";
  out += "\n载体编号：\n载体类型：\n（载体编号和类型由移交单位填写，与载体标签一致）\n\n";
  out += "目录结构：\n";
  out += "  说明文件.TXT   本文件\n  文件目录.XML   逐件目录（格式见 其他/文件目录.XSD）\n  电子档案       年度/类别/文件；一件一个文件夹，以档号为名\n  其他           元数据方案、命名和编号规则、核验方法、证书、摘要清单、四性检测报告\n\n";
  out += "软硬件环境：PDF、图片用任意阅读器；DOCX 用 Word、WPS 或 LibreOffice；XML、TXT、JSON 用任意文本编辑器。文件没有加密、没有压缩，不需要专用软件。\n";
  out += "完整性：其他/摘要清单-SHA256.TXT 列出每个文件的摘要；每件的 封存包 是合格的 BagIt 包，带签名，核验方法见 其他/核验方法.TXT。\n";
  out += "个人信息：电子档案按原样完整移交，其中的个人信息没有遮盖，只供档案保管；对外提供前须依法审查。\n";
  return out;
}

std::string HandoverTexts::rules() const {
  std::string out = "命名和编号规则\n\n";
  if (const auto& rule = consignment.numbering) {
    out += "档号：" + rule->pattern + "，如 " + example_number(*rule) + "\n件号在同一年度、保管期限、机构或问题之内从 1 连续编；保管期限代码 Y 永久、D30 30年、D10 10年。\n档号由签名的事件给出，在该件的 事件 文件夹里；归档时已有档号的，写在封存包里。\n";
  } else {
    out += "档号：移交单位没有设定规则；有档号的件以其档号为名，没有的以电子文件号为名。\n";
  }
  out += "\n文件夹：电子档案/年度/类别/档号\n  封存包       封存时的全部文件，原样展开\n  元数据.xml   移交时的元数据（DA/T 46-2009），含封存以后的事件\n  事件         签名的事件：收件、批准、编档号等\n  vNNNN.receipt  归档日志的证明\n";
  out += "封存包内：data/document.pdf、document.docx 为正文；data/attachments/NN-名称 为附件；data/record.json 为数据；gongwen/ 为元数据和模板；signatures/ 为签名。\n";
  out += "文件名只用字母、数字和 - _ .；附件原来的名称在元数据的“关系描述”里。\n";
  return out;
}

std::string HandoverTexts::checking() const {
  std::string out = "核验方法（不需要移交单位的软件）\n\n";
  out += "一、全部文件：在本文件夹的上一级\n    sha256sum -c 其他/摘要清单-SHA256.TXT\n\n";
  out += "二、一件：在该件的 封存包 文件夹里，依次\n";
  out += "    openssl cms -verify -binary -inform DER -in signatures/tagmanifest.p7s -content tagmanifest-sha256.txt -CAfile 证书.pem -out /dev/null\n";
  out += "    sha256sum -c tagmanifest-sha256.txt\n    sha256sum -c manifest-sha256.txt\n";
  out += "证书.pem 应另行取得（或核对指纹）；其他/证据/certificates 里的一份只用于找到它。\n\n";
  out += "三、事件：在 事件 文件夹里，以 0001 为例\n    openssl cms -verify -binary -inform DER -in 0001.json.p7s -content 0001.json -CAfile 证书.pem -out /dev/null\n\n";
  out += "四、归档日志：v0001.receipt 是 C2SP tlog-proof，证明这一版在日志里；移交时的检查点在 其他/证据/checkpoint。\n";
  out += "检查点的根散列（SHA-256）：" + checkpoint_root + "\n";
  return out;
}

std::string HandoverTexts::register_form() const {
  const Consignment& c = consignment;
  const auto& rule = c.numbering;
  std::string out = "电子档案移交与接收登记表\n\n";
  out += "交接工作名称：" + archive_title + " " + years(c) + " 年度电子档案移交\n";
  out += "内容描述：" + std::to_string(c.items.size()) + " 件，档号 " + numbers(c) + "\n";
  out += "移交电子档案数量：" + std::to_string(c.items.size()) + " 件\n移交数据量：" + std::to_string(bytes) + " 字节\n";
  out += "载体起止顺序号：\n移交载体类型、规格：\n";
  out += "检验内容        移交单位：" + (rule && !rule->creator.empty() ? rule->creator : organisation) + "        接收单位：" + (rule ? rule->archives : "") + "\n";
  for (const char* what : {"准确性检验", "完整性检验", "可用性检验", "安全性检验", "载体外观检验", "填表人（签名）", "审核人（签名）", "单位（印章）"}) out += std::string(what) + "：\n";
  return out + "\n（检验结果由双方填写；移交单位所作的检测见 其他/四性检测报告）\n";
}

std::string HandoverTexts::left_out() const {
  std::string out = "编号,档号,题名,原因\n";
  for (const LeftOut& one : consignment.left_out) out += cell(one.record.id) + "," + cell(one.record.archive_number) + "," + cell(one.record.title) + "," + cell(one.why) + "\n";
  return out;
}

std::string write_file_list(const std::vector<ListedFile>& files, bool gb18030) {
  std::string out = std::string("<?xml version=\"1.0\" encoding=\"") + (gb18030 ? "GB18030" : "UTF-8") + "\"?>\n<文件目录>\n";
  std::size_t number = 0;
  for (const ListedFile& f : files) {
    const auto put = [&](const char* name, const std::string& value) { out += std::string("    <") + name + ">" + escaped(value) + "</" + name + ">\n"; };
    out += "  <文件>\n";
    put("顺序号", std::to_string(++number));
    put("档号", f.archive_number);
    put("责任者", f.responsible);
    put("题名", f.title);
    put("日期", f.date);
    put("密级", f.secrecy);
    put("电子档案名称", f.file);
    put("备注", f.remark);
    out += "  </文件>\n";
  }
  out += "</文件目录>\n";
  return gb18030 ? text::to_gb18030(out) : out;
}

std::string file_list_xsd() {
  std::string out = R"(<?xml version="1.0" encoding="UTF-8"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="文件目录">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="文件" maxOccurs="unbounded">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="顺序号" type="xs:positiveInteger"/>
)";
  for (const char* name : {"档号", "责任者", "题名", "日期", "密级", "电子档案名称", "备注"}) out += std::string("              <xs:element name=\"") + name + "\" type=\"xs:string\"/>\n";
  return out + R"(            </xs:sequence>
          </xs:complexType>
        </xs:element>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>
)";
}

std::optional<std::vector<std::string>> read_file_list(std::string_view bytes) {
  const std::string utf8 = bytes.find("encoding=\"GB18030\"") < 60 ? text::decode_as(bytes, text::Encoding::gb18030).utf8 : std::string(bytes);
  pugi::xml_document doc;
  if (!doc.load_buffer(utf8.data(), utf8.size(), pugi::parse_default, pugi::encoding_utf8)) return std::nullopt;
  const pugi::xml_node root = doc.child("文件目录");
  if (!root) return std::nullopt;
  std::vector<std::string> out;
  std::size_t number = 0;
  for (const pugi::xml_node& file : root.children("文件")) {
    if (file.child("顺序号").text().get() != std::to_string(++number) || !file.child("档号") || !file.child("题名")) return std::nullopt;
    out.emplace_back(file.child("电子档案名称").text().get());
  }
  return out;
}

std::string for_windows(const std::string& text, bool gb18030) {
  std::string out;
  for (const char c : text) {
    if (c == '\n') out += '\r';
    out += c;
  }
  return gb18030 ? text::to_gb18030(out) : "\xEF\xBB\xBF" + out;
}

}  // namespace gongwen::archive
