#include "formats/docx/body.h"
#include "formats/docx/styles.h"

namespace gongwen::docx {

/// A contents Word can make anew, its entries and page numbers filled in as they are now: nobody has to press F9.
/// Source ECMA-376-1 17.16.5.68 TOC: \o levels of headings, \h entries are links, \z no numbers in web view.
void BodyWriter::content(const document::Contents& contents) {
  x_ << "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/><w:docPartUnique/></w:docPartObj></w:sdtPr>"
     << "<w:sdtContent>";
  Direct title;
  title.style = "TOCHeading";
  open(title);
  run(contents.title);
  close();
  const auto entries = document::contents_entries(document_, contents.levels);
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const auto& heading = std::get<document::Heading>(entries[i]->content);
    const std::string& bookmark = bookmarks_.at(entries[i]->id);
    Direct entry;
    entry.style = contents_style(heading.level);
    open(entry);
    if (i == 0) {
      field_mark("begin");
      instruction("TOC \\o \"1-" + std::to_string(contents.levels) + "\" \\h \\z");
      field_mark("separate");
    }
    x_ << "<w:hyperlink w:anchor=\"" << bookmark << "\" w:history=\"1\">";
    run(heading.number + document::plain_text(heading.inlines));
    tab();
    field("PAGEREF " + bookmark + " \\h", page_label(*entries[i]));
    x_ << "</w:hyperlink>";
    if (i + 1 == entries.size()) field_mark("end");
    close();
  }
  x_ << "</w:sdtContent></w:sdt>";
  section_slot_.reset();   // a section cannot end inside
}

}  // namespace gongwen::docx
