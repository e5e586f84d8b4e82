#include "trust/archive/names_internal.h"
#include "trust/archive/version_internal.h"

namespace gongwen::archive {
namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

/// Elements of DA/T 46-2009 by name and number; what is not known is left out, never guessed.
class Elements {
 public:
  void open(std::string_view name, std::string_view number) {
    line("<" + std::string(name) + " 编号=\"" + std::string(number) + "\">");
    ++depth_;
  }
  void close(std::string_view name) {
    --depth_;
    line("</" + std::string(name) + ">");
  }
  void put(std::string_view name, std::string_view number, std::string_view value) {
    if (value.empty()) return;
    line("<" + std::string(name) + " 编号=\"" + std::string(number) + "\">" + escaped(value) + "</" + std::string(name) + ">");
  }
  void line(const std::string& text) { out_ += std::string(depth_ * 2, ' ') + text + "\n"; }
  void indent(int by) { depth_ = static_cast<std::size_t>(static_cast<int>(depth_) + by); }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
  std::size_t depth_ = 0;
};

std::string format_of(const File& file) {
  const std::string extension = extension_of(file.name);
  if (extension == "pdf") {
    const std::string version = file.bytes.starts_with("%PDF-") ? file.bytes.substr(5, 3) : std::string{};
    return "格式名称：PDF，" + (version.empty() ? std::string{} : "格式版本：" + version + "，") + "MIME媒体类型：application/pdf";
  }
  if (extension == "docx") {
    return "格式名称：Office Open XML 文字处理，格式版本：ISO/IEC 29500 过渡，MIME媒体类型："
           "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
  }
  if (extension == "ofd") return "格式名称：OFD，格式版本：GB/T 33190-2016，MIME媒体类型：application/ofd";
  return {};
}

void put_documents(Elements& out, const VersionInfo& version, const std::vector<File>& documents) {
  for (const File& file : documents) {
    out.open("电子属性", "M46");
    out.put("格式信息", "M47", format_of(file));
    out.put("计算机文件名", "M48", "data/" + file.name);
    out.put("计算机文件大小", "M49", std::to_string(file.bytes.size()));
    out.put("文档创建程序", "M50", version.render.tool);
    out.close("电子属性");
  }
}

}  // namespace

// Source DA/T 46-2009: element names and their numbers.
std::string write_metadata(const VersionInfo& version, const std::vector<File>& documents) {
  const Metadata& m = version.metadata;
  Elements out;
  out.line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
  out.line("<文件实体元数据 标准=\"DA/T 46-2009\">");
  out.indent(1);
  out.put("聚合层次", "M1", "文件");
  out.put("电子文件号", "M7", version.record_id + "@" + std::to_string(version.number));
  out.put("档号", "M8", m.archive_number);
  out.put("保管期限", "M12", m.retention);
  out.open("内容描述", "M21");
  out.put("题名", "M22", m.title);
  out.put("文件编号", "M31", m.document_number);
  out.put("责任者", "M32", m.responsible);
  out.put("日期", "M33", m.date ? m.date->iso() : std::string{});
  out.put("文种", "M34", m.kind);
  out.put("主送", "M36", m.recipient);
  out.put("密级", "M38", m.secrecy);
  out.close("内容描述");
  out.open("形式特征", "M40");
  out.put("件数", "M42", "1");
  out.put("页数", "M43", m.pages ? std::to_string(*m.pages) : std::string{});
  out.close("形式特征");
  put_documents(out, version, documents);
  out.open("电子签名", "M57");
  out.put("签名规则", "M58", "RFC 5652 分离式签名，签于 tagmanifest-sha256.txt");
  out.put("签名时间", "M59", version.made_at.iso());
  out.put("签名人", "M60", version.organisation);
  out.put("证书引证", "M63", "SHA-256 指纹 " + version.certificate);
  out.put("签名算法标识", "M64", "ECDSA P-256 SHA-256");
  out.close("电子签名");
  out.indent(-1);
  out.line("</文件实体元数据>");
  return out.take();
}

}  // namespace gongwen::archive
