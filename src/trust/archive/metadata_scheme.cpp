#include "trust/archive/metadata_scheme.h"

#include <algorithm>
#include <array>

namespace gongwen::archive {
namespace {

using E = MetadataElement;
using K = MetadataElement::Kind;

// Source DA/T 46-2009: names and numbers of the elements. What may stand in one where the standard leaves it open, and the lengths,
// are this program's own.
constexpr std::array kScheme{
    E{"M1", "聚合层次", "", K::choice, true, false, 0, "案卷 文件 组件"},
    E{"M2", "来源", "", K::container},
    E{"M3", "档案馆名称", "来源", K::text, false, false, 100},
    E{"M4", "档案馆代码", "来源", K::text, false, false, 30},
    E{"M5", "全宗名称", "来源", K::text, false, false, 100},
    E{"M6", "立档单位名称", "来源", K::text, true, false, 100},
    E{"M7", "电子文件号", "", K::text, true, false, 110},
    E{"M8", "档号", "", K::container, false, false, 100, {}, true},
    E{"M9", "全宗号", "档号", K::text, false, false, 20},
    E{"M11", "年度", "档号", K::text, false, false, 4},
    E{"M12", "保管期限", "档号", K::choice, false, false, 0, "永久 30年 10年"},
    E{"M13", "机构或问题", "档号", K::text, false, false, 50},
    E{"M14", "类别号", "档号", K::text, false, false, 60},
    E{"M17", "室编件号", "档号", K::text, false, false, 5},
    E{"M21", "内容描述", "", K::container, true},
    E{"M22", "题名", "内容描述", K::text, true, false, 500},
    E{"M31", "文件编号", "内容描述", K::text, false, false, 100},
    E{"M32", "责任者", "内容描述", K::text, true, false, 200},
    E{"M33", "日期", "内容描述", K::date, true},
    E{"M34", "文种", "内容描述", K::text, false, false, 50},
    E{"M35", "紧急程度", "内容描述", K::choice, false, false, 0, "特急 加急 特提 平急"},
    E{"M36", "主送", "内容描述", K::text, false, false, 2000},
    E{"M37", "抄送", "内容描述", K::text, false, false, 2000},
    E{"M38", "密级", "内容描述", K::choice, false, false, 0, "公开 国内 内部 限制 秘密 机密 绝密"},
    E{"M39", "保密期限", "内容描述", K::text, false, false, 20},
    E{"M40", "形式特征", "", K::container, true},
    E{"M41", "文件组合类型", "形式特征", K::choice, true, false, 0, "单件 组合文件"},
    E{"M42", "件数", "形式特征", K::count, true},
    E{"M43", "页数", "形式特征", K::count},
    E{"M44", "语种", "形式特征", K::text, false, false, 50},
    E{"M45", "稿本", "形式特征", K::choice, false, false, 0, "草稿 定稿 手稿 正本 副本 试行本 修订本 影印本"},
    E{"M46", "电子属性", "", K::container, true, true},
    E{"M47", "格式信息", "电子属性", K::text, false, false, 300},
    E{"M48", "计算机文件名", "电子属性", K::text, true, false, 255},
    E{"M49", "计算机文件大小", "电子属性", K::count, true},
    E{"M50", "文档创建程序", "电子属性", K::text, false, false, 100},
    E{"M51", "信息系统描述", "电子属性", K::text, false, false, 1000},
    E{"M57", "电子签名", "", K::container, true, true},
    E{"M58", "签名规则", "电子签名", K::text, true, false, 200},
    E{"M59", "签名时间", "电子签名", K::instant, true},
    E{"M60", "签名人", "电子签名", K::text, true, false, 100},
    E{"M61", "签名结果", "电子签名", K::text, false},
    E{"M62", "证书", "电子签名", K::text, false},
    E{"M63", "证书引证", "电子签名", K::text, true, false, 100},
    E{"M64", "签名算法标识", "电子签名", K::text, true, false, 100},
    E{"M65", "存储位置", "", K::container},
    E{"M66", "当前位置", "存储位置", K::text, true, false, 500},
    E{"M70", "权限管理", "", K::container},
    E{"M74", "控制标识", "权限管理", K::text, true, false, 100},
    E{"M75", "附注", "", K::text, false, false, 2000},
    E{"", "机构人员", "", K::container, true, true},
    E{"M76", "机构人员类型", "机构人员", K::choice, true, false, 0, "单位 个人"},
    E{"M77", "机构人员名称", "机构人员", K::text, true, false, 100},
    E{"", "业务", "", K::container, true, true},
    E{"M80", "业务状态", "业务", K::choice, true, false, 0, "历史行为 计划行为"},
    E{"M81", "业务行为", "业务", K::text, true, false, 50},
    E{"M82", "行为时间", "业务", K::instant, true},
    E{"M83", "行为依据", "业务", K::text, false, false, 500},
    E{"M84", "行为描述", "业务", K::text, false, false, 2000},
    E{"", "实体关系", "", K::container, false, true},
    E{"M85", "实体标识符", "实体关系", K::text, true, false, 255},
    E{"M86", "关系类型", "实体关系", K::text, true, false, 50},
    E{"M87", "关系", "实体关系", K::text, true, false, 50},
    E{"M88", "关系描述", "实体关系", K::text, false, false, 500},
};

std::string_view type_of(const E& e) {
  switch (e.kind) {
    case K::date: return "日期型，YYYY-MM-DD";
    case K::instant: return "时间型，YYYY-MM-DDThh:mm:ssZ（协调世界时）";
    case K::count: return "数值型，非负整数";
    case K::choice: return "字符型，取自值域";
    case K::text: return "字符型";
    case K::container: return e.valued ? "复合型（自身的值写在属性“值”里）" : "容器型";
  }
  return {};
}

std::string line(int depth, const std::string& text) { return std::string(static_cast<std::size_t>(depth) * 2, ' ') + text + "\n"; }

std::string attribute_number(const E& e, int depth) {
  return e.number.empty() ? std::string{} : line(depth, "<xs:attribute name=\"编号\" use=\"required\" fixed=\"" + std::string(e.number) + "\"/>");
}

std::string occurs(const E& e) { return std::string(e.required ? "" : " minOccurs=\"0\"") + (e.repeated ? " maxOccurs=\"unbounded\"" : ""); }

/// What a value may be: the type a simple content extends.
std::string restriction(const E& e, int depth) {
  const auto faceted = [&](const std::string& base, const std::string& facets) {
    return line(depth, "<xs:restriction base=\"" + base + "\">") + facets + line(depth, "</xs:restriction>");
  };
  switch (e.kind) {
    case K::date: return faceted("xs:date", line(depth + 1, R"(<xs:pattern value="\d{4}-\d{2}-\d{2}"/>)"));
    case K::instant: return faceted("xs:dateTime", line(depth + 1, R"(<xs:pattern value="\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"/>)"));
    case K::count: return faceted("xs:nonNegativeInteger", "");
    case K::choice: {
      std::string values;
      for (std::size_t at = 0; at < e.choices.size();) {
        const std::size_t end = std::min(e.choices.find(' ', at), e.choices.size());
        values += line(depth + 1, "<xs:enumeration value=\"" + std::string(e.choices.substr(at, end - at)) + "\"/>");
        at = end + 1;
      }
      return faceted("xs:string", values);
    }
    default:
      return faceted("xs:string", line(depth + 1, "<xs:minLength value=\"1\"/>") +
                                      (e.longest == 0 ? "" : line(depth + 1, "<xs:maxLength value=\"" + std::to_string(e.longest) + "\"/>")));
  }
}

/// The simple type of a leaf, named after it.
std::string value_type(const E& e) { return line(1, "<xs:simpleType name=\"值-" + std::string(e.name) + "\">") + restriction(e, 2) + line(1, "</xs:simpleType>"); }

std::string element(const E& e, int depth) {
  std::string out = line(depth, "<xs:element name=\"" + std::string(e.name) + "\"" + occurs(e) + ">") + line(depth + 1, "<xs:complexType>");
  if (e.kind == K::container) {
    out += line(depth + 2, "<xs:sequence>");
    for (const E& child : kScheme) {
      if (child.parent == e.name) out += element(child, depth + 3);
    }
    out += line(depth + 2, "</xs:sequence>") + attribute_number(e, depth + 2);
    if (e.valued) out += line(depth + 2, "<xs:attribute name=\"值\" type=\"xs:string\"/>");
  } else {
    out += line(depth + 2, "<xs:simpleContent>") + line(depth + 3, "<xs:extension base=\"值-" + std::string(e.name) + "\">") + attribute_number(e, depth + 4) +
           line(depth + 3, "</xs:extension>") + line(depth + 2, "</xs:simpleContent>");
  }
  return out + line(depth + 1, "</xs:complexType>") + line(depth, "</xs:element>");
}

}  // namespace

std::span<const MetadataElement> metadata_scheme() noexcept { return kScheme; }

std::string metadata_xsd() {
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n";
  for (const E& e : kScheme) {
    if (e.kind != K::container) out += value_type(e);
  }
  out += line(1, "<xs:element name=\"" + std::string(kMetadataRoot) + "\">") + line(2, "<xs:complexType>") + line(3, "<xs:sequence>");
  for (const E& e : kScheme) {
    if (e.parent.empty()) out += element(e, 4);
  }
  return out + line(3, "</xs:sequence>") + line(3, "<xs:attribute name=\"标准\" use=\"required\" fixed=\"DA/T 46-2009\"/>") + line(2, "</xs:complexType>") +
         line(1, "</xs:element>") + "</xs:schema>\n";
}

std::string metadata_scheme_text() {
  std::string out = "元数据方案\n元素名称和编号依据 DA/T 46-2009；归档时不知道的元素不写，不猜。\n\n编号\t名称\t所属\t必备\t可重复\t类型\t最长（字）\t值域\n";
  for (const E& e : kScheme) {
    out += (e.number.empty() ? "—" : std::string(e.number)) + "\t" + std::string(e.name) + "\t" + (e.parent.empty() ? "—" : std::string(e.parent)) + "\t" +
           (e.required ? "是" : "否") + "\t" + (e.repeated ? "是" : "否") + "\t" + std::string(type_of(e)) + "\t" + (e.longest == 0 ? "不限" : std::to_string(e.longest)) +
           "\t" + (e.choices.empty() ? "—" : std::string(e.choices)) + "\n";
  }
  return out;
}

}  // namespace gongwen::archive
