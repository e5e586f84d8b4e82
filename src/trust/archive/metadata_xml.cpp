#include <algorithm>
#include <utility>

#include "trust/archive/bundle_internal.h"
#include "trust/archive/metadata_internal.h"
#include "trust/archive/metadata_scheme.h"
#include "trust/archive/version_internal.h"
#include "trust/sign/digest.h"

namespace gongwen::archive {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\n': case '\r': case '\t': out += ' '; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;   // XML 1.0 has no other control characters
    }
  }
  return out;
}

namespace {

/// Elements in the order of the scheme; what is not known is left out, never guessed.
class Elements {
 public:
  void open(std::string_view name, std::string_view number, std::string_view value = {}) {
    line("<" + std::string(name) + attribute(number) + (value.empty() ? "" : " 值=\"" + escaped(value) + "\"") + ">");
    ++depth_;
  }
  void open_root() {
    out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<" + std::string(kMetadataRoot) + " 标准=\"DA/T 46-2009\">\n";
    ++depth_;
  }
  void close(std::string_view name) {
    --depth_;
    line("</" + std::string(name) + ">");
  }
  void put(std::string_view name, std::string_view number, std::string_view value) {
    if (!value.empty()) line("<" + std::string(name) + attribute(number) + ">" + escaped(value) + "</" + std::string(name) + ">");
  }
  std::string take() { return std::move(out_); }

 private:
  void line(const std::string& text) { out_ += std::string(depth_ * 2, ' ') + text + "\n"; }
  static std::string attribute(std::string_view number) { return number.empty() ? "" : " 编号=\"" + std::string(number) + "\""; }
  std::string out_;
  std::size_t depth_ = 0;
};

void put_source(Elements& out, const MetadataFacts& f) {
  out.open("来源", "M2");
  out.put("档案馆名称", "M3", f.archive.archives);
  out.put("档案馆代码", "M4", f.archive.archives_code);
  out.put("全宗名称", "M5", f.archive.fonds_name);
  out.put("立档单位名称", "M6", f.archive.creator.empty() ? f.version.organisation : f.archive.creator);
  out.close("来源");
}

void put_number(Elements& out, const MetadataFacts& f) {
  const std::string& number = f.archive.archive_number.empty() ? f.version.metadata.archive_number : f.archive.archive_number;
  const std::string& retention = f.archive.retention.empty() ? f.version.metadata.retention : f.archive.retention;
  if (number.empty() && retention.empty()) return;
  out.open("档号", "M8", number);
  const NumberParts& p = f.archive.parts;
  out.put("全宗号", "M9", p.fonds);
  out.put("年度", "M11", p.year);
  out.put("保管期限", "M12", retention);
  out.put("机构或问题", "M13", p.office);
  out.put("类别号", "M14", p.category);
  out.put("室编件号", "M17", p.item);
  out.close("档号");
}

void put_contents(Elements& out, const Metadata& m) {
  out.open("内容描述", "M21");
  out.put("题名", "M22", m.title);
  out.put("文件编号", "M31", m.document_number);
  out.put("责任者", "M32", m.responsible);
  out.put("日期", "M33", m.date ? m.date->iso() : std::string{});
  out.put("文种", "M34", m.kind);
  out.put("紧急程度", "M35", m.urgency);
  out.put("主送", "M36", m.recipient);
  out.put("抄送", "M37", m.copy_to);
  out.put("密级", "M38", m.secrecy);
  out.put("保密期限", "M39", m.secrecy_term);
  out.close("内容描述");
}

void put_form(Elements& out, const MetadataFacts& f) {
  const Metadata& m = f.version.metadata;
  out.open("形式特征", "M40");
  out.put("文件组合类型", "M41", f.version.attachments.empty() ? "单件" : "组合文件");
  out.put("件数", "M42", "1");
  out.put("页数", "M43", m.pages ? std::to_string(*m.pages) : std::string{});
  out.put("语种", "M44", m.language);
  out.put("稿本", "M45", m.draft);
  out.close("形式特征");
}

/// Which system made the documents, as far as it says so itself.
std::string system_of(const RenderInfo& r) {
  if (r.tool.empty()) return {};
  std::string out = r.tool;
  for (const auto& [name, version] : r.libraries) out += "；" + name + " " + version;
  if (!r.template_id.empty()) out += "；模板 " + r.template_id + (r.style.empty() ? "" : "，版式 " + r.style);
  return out;
}

void put_files(Elements& out, const MetadataFacts& f) {
  const RenderInfo& r = f.version.render;
  for (const MetadataFile& file : f.files) {
    out.open("电子属性", "M46");
    out.put("格式信息", "M47", file.format);
    out.put("计算机文件名", "M48", file.path);
    out.put("计算机文件大小", "M49", std::to_string(file.size));
    if (file.made_here) {
      out.put("文档创建程序", "M50", r.tool);
      out.put("信息系统描述", "M51", system_of(r));
    }
    out.close("电子属性");
  }
}

void put_signatures(Elements& out, const MetadataFacts& f) {
  for (const MetadataSignature& s : f.signatures) {
    out.open("电子签名", "M57");
    out.put("签名规则", "M58", s.rule);
    out.put("签名时间", "M59", s.time);
    out.put("签名人", "M60", s.signer);
    out.put("签名结果", "M61", s.result);
    out.put("证书", "M62", s.certificate);
    out.put("证书引证", "M63", s.reference);
    out.put("签名算法标识", "M64", s.algorithm);
    out.close("电子签名");
  }
}

void put_one(Elements& out, std::string_view container, std::string_view container_number, std::string_view name, std::string_view number, const std::string& value) {
  if (value.empty()) return;
  out.open(container, container_number);
  out.put(name, number, value);
  out.close(container);
}

void put_agents(Elements& out, const MetadataFacts& f) {
  std::vector<std::pair<std::string_view, std::string>> agents;
  const auto add = [&](std::string_view kind, const std::string& name) {
    const std::pair<std::string_view, std::string> one{kind, name};
    if (!name.empty() && std::find(agents.begin(), agents.end(), one) == agents.end()) agents.push_back(one);
  };
  add("单位", f.version.organisation);
  add("个人", f.version.actor);
  for (const Event& e : f.events) {
    add("单位", e.organisation);
    add("个人", e.actor);
  }
  for (const auto& [kind, name] : agents) {
    out.open("机构人员", "");
    out.put("机构人员类型", "M76", kind);
    out.put("机构人员名称", "M77", name);
    out.close("机构人员");
  }
}

void put_business(Elements& out, const std::string& what, const std::string& when, const std::string& ground, const std::string& description) {
  out.open("业务", "");
  out.put("业务状态", "M80", "历史行为");
  out.put("业务行为", "M81", what);
  out.put("行为时间", "M82", when);
  out.put("行为依据", "M83", ground);
  out.put("行为描述", "M84", description);
  out.close("业务");
}

void put_events(Elements& out, const MetadataFacts& f) {
  const auto by = [](const std::string& organisation, const std::string& actor, const std::string& why) {
    return organisation + (actor.empty() ? "" : " " + actor) + (why.empty() ? "" : "：" + why);
  };
  const VersionInfo& v = f.version;
  put_business(out, "封存", v.made_at.iso(), "", by(v.organisation, v.actor, v.note));
  for (const Event& e : f.events) put_business(out, std::string(chinese_name_of(e.kind)), e.at.iso(), "", by(e.organisation, e.actor, e.reason));
}

void put_relations(Elements& out, const MetadataFacts& f) {
  const auto relation = [&](const std::string& id, std::string_view type, std::string_view what, const std::string& description) {
    out.open("实体关系", "");
    out.put("实体标识符", "M85", id);
    out.put("关系类型", "M86", type);
    out.put("关系", "M87", what);
    out.put("关系描述", "M88", description);
    out.close("实体关系");
  };
  const VersionInfo& v = f.version;
  if (!v.previous_sha256.empty() && v.number > 1) {
    relation(v.record_id + "@" + std::to_string(v.number - 1), "文件与文件", "前一版", "前一版封存包的 SHA-256：" + v.previous_sha256);
  }
  for (const AttachmentInfo& one : v.attachments) {
    relation(one.path, "正文与附件", "附件", one.name + "（" + std::string(name_of(one.role)) + "），SHA-256：" + one.sha256);
  }
}

}  // namespace

// Source DA/T 46-2009: element names and their numbers; metadata_scheme.h.
std::string write_metadata(const MetadataFacts& f) {
  Elements out;
  out.open_root();
  out.put("聚合层次", "M1", "文件");
  put_source(out, f);
  out.put("电子文件号", "M7", f.version.record_id + "@" + std::to_string(f.version.number));
  put_number(out, f);
  put_contents(out, f.version.metadata);
  put_form(out, f);
  put_files(out, f);
  put_signatures(out, f);
  put_one(out, "存储位置", "M65", "当前位置", "M66", f.location);
  put_one(out, "权限管理", "M70", "控制标识", "M74", f.version.metadata.control);
  out.put("附注", "M75", f.version.note);
  put_agents(out, f);
  put_events(out, f);
  put_relations(out, f);
  out.close(kMetadataRoot);
  return out.take();
}

std::vector<MetadataFile> files_of(const Bundle& bundle, const VersionInfo& version) {
  std::vector<MetadataFile> out;
  for (const File& file : bundle.documents) out.push_back({"data/" + file.name, file.bytes.size(), format_of(file.name, file.bytes), true});
  out.push_back({std::string(kRecord), bundle.record_json.size(), format_of(kRecord, bundle.record_json), true});
  for (std::size_t i = 0; i < bundle.attachments.size(); ++i) {
    const Attachment& one = bundle.attachments[i];
    out.push_back({version.attachments.at(i).path, one.bytes.size(), format_of(one.name, one.bytes), false});
  }
  return out;
}

std::vector<MetadataSignature> signatures_of(const VersionInfo& version, const sign::Identity& identity) {
  const sign::Certificate& certificate = identity.sign.certificate();
  std::vector<MetadataSignature> out;
  out.push_back({std::string("RFC 5652 分离式签名，签于 tagmanifest-sha256.txt") + (identity.time ? "；RFC 3161 时间戳" : ""), version.made_at.iso(), version.organisation, {},
                 sign::base64(certificate.der), "SHA-256 指纹 " + certificate.fingerprint, identity.sign.algorithm() + " SHA-256"});
  if (identity.sm2) {
    const sign::Certificate& own = identity.sm2->certificate();
    out.push_back({"GB/T 32918 签名，签于 signatures/tagmanifest-sm3.txt", version.made_at.iso(), own.organisation, {}, sign::base64(own.der), "SHA-256 指纹 " + own.fingerprint, "SM2 SM3"});
  }
  return out;
}

}  // namespace gongwen::archive
