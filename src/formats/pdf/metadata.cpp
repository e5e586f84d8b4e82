#include "formats/pdf/metadata.h"

#include "formats/pdf/icc.h"
#include "foundation/base/diagnostic.h"

namespace gongwen::pdf {
namespace {

/// XML 1.0 has no place for control characters, so they are left out.
std::string xml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      default:
        if (static_cast<unsigned char>(c) >= 0x20) out += c;
    }
  }
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) {
    if (!out.empty()) out += "; ";
    out += word;
  }
  return out;
}

std::string element(std::string_view name, std::string_view content) {
  std::string out = "<";
  (((out += name) += '>') += content) += "</";
  (out += name) += ">\n";
  return out;
}

std::string language_alternative(std::string_view name, std::string_view text) {
  return element(name, "<rdf:Alt><rdf:li xml:lang=\"x-default\">" + xml(text) + "</rdf:li></rdf:Alt>");
}

/// ISO 19005-2 6.6.2.3: a schema the standard does not know is described; that is the one of PDF/UA.
constexpr std::string_view kUaSchema =
    "<rdf:Description rdf:about=\"\" xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\""
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\" xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n"
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaSchema:schema>PDF/UA</pdfaSchema:schema>\n"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n"
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n"
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n"
    "<pdfaProperty:category>internal</pdfaProperty:category>\n"
    "<pdfaProperty:description>part of ISO 14289</pdfaProperty:description>\n"
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n"
    "</rdf:li></rdf:Bag></pdfaExtension:schemas>\n"
    "</rdf:Description>\n";

std::string xmp(const layout::Meta& meta, const Options& options) {
  std::string out =
      "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
      "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n"
      "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
      " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\""
      " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">\n";
  out += element("dc:format", "application/pdf");
  out += language_alternative("dc:title", meta.title);
  if (!meta.author.empty()) out += element("dc:creator", "<rdf:Seq><rdf:li>" + xml(meta.author) + "</rdf:li></rdf:Seq>");
  if (!meta.subject.empty()) out += language_alternative("dc:description", meta.subject);
  out += element("dc:language", "<rdf:Bag><rdf:li>" + xml(meta.language) + "</rdf:li></rdf:Bag>");
  if (!meta.keywords.empty()) out += element("pdf:Keywords", xml(joined(meta.keywords)));
  out += element("pdf:Producer", xml(options.producer));
  if (meta.date) {
    const std::string midnight = meta.date->iso() + "T00:00:00+08:00";
    out += element("xmp:CreateDate", midnight);
    out += element("xmp:ModifyDate", midnight);
  }
  out += element("pdfaid:part", options.attachments.empty() ? "2" : "3");
  out += element("pdfaid:conformance", "A");
  out += element("pdfuaid:part", "1");
  out += "</rdf:Description>\n";
  out += kUaSchema;
  out += "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>";
  return out;
}

std::string info(const layout::Meta& meta, const Options& options) {
  std::string out;
  const auto put = [&](std::string_view key, std::string_view text) {
    if (text.empty()) return;
    out += key;
    put_text(out, text);
  };
  put("/Title", meta.title);
  put("/Author", meta.author);
  put("/Subject", meta.subject);
  put("/Keywords", joined(meta.keywords));
  put("/Producer", options.producer);
  if (meta.date) {
    put("/CreationDate", pdf_date(*meta.date));
    put("/ModDate", pdf_date(*meta.date));
  }
  return out;
}

}  // namespace

std::string pdf_date(const Date& date) {
  std::string out = "D:";
  for (const char c : date.iso()) {
    if (c != '-') out += c;
  }
  return out + "000000+08'00'";
}

void write_metadata(const layout::Meta& meta, const Options& options, Objects& objects) {
  check(!meta.title.empty(), "pdf: a paper has a title");
  objects.set_info(info(meta, options));
  // Not compressed, so that tools that know no PDF find it.
  const Ref packet = objects.add_stream("/Type/Metadata/Subtype/XML", xmp(meta, options));
  objects.catalog() += "/Metadata ";
  put_ref(objects.catalog(), packet);

  const Ref profile = objects.add_stream("/N 3", srgb_profile());
  objects.catalog() +=
      "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"
      "/DestOutputProfile ";
  put_ref(objects.catalog(), profile);
  objects.catalog() += ">>]";
}

}  // namespace gongwen::pdf
