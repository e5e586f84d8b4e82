// The whole: sections to flows, flows to pages with numbers, again until references settle.

#include "pages/layout/layout.h"

#include <algorithm>

#include "foundation/base/codes.h"
#include "pages/layout/compose.h"

namespace gongwen::layout {
namespace {

using document::Section;

constexpr int kPasses = 5;

bool has_contents(const Section& s) {
  return std::any_of(s.blocks.begin(), s.blocks.end(),
                     [](const auto& b) { return std::holds_alternative<document::Contents>(b.content); });
}

/// An imprint alone makes no page.
bool says_something(const Section& s) {
  return std::any_of(s.blocks.begin(), s.blocks.end(),
                     [](const auto& b) { return !std::holds_alternative<document::Imprint>(b.content); });
}

bool numbered(const Section& s, const style::PageStyle& style) {
  return style.page_numbers.count_cover || (s.kind != Section::Kind::cover && s.kind != Section::Kind::front);
}

/// One pass over the document.
class Pass {
 public:
  explicit Pass(Context& context) : context_(context), document_(context.document) {}

  /// Labels of blocks, once the sections with text are set.
  const std::map<std::uint32_t, std::string>& labels() const { return labels_; }

  void run() {
    flows_.resize(document_.sections.size());
    // Contents come last: what they print is known then, and their own pages are not counted.
    for (const bool contents : {false, true}) {
      for (std::size_t i = 0; i < document_.sections.size(); ++i) {
        if (has_contents(document_.sections[i]) == contents) compose(i);
      }
      number_pages();
      context_.references.learn(labels_);
    }
    begin_on_a_front();
  }

  Result finish() {
    Result result;
    result.work = context_.work;
    result.pages.columns = std::move(context_.columns);
    result.pages.heights = std::move(context_.heights);
    Layout& layout = result.layout;
    describe(layout);
    std::map<std::uint32_t, OutlineTarget> targets;
    collect(targets);
    for (std::size_t i = 0; i < flows_.size(); ++i) join(i, layout, targets);
    for (const auto& [block, at] : targets) {
      result.pages.blocks[block] = {at.page, layout.pages[at.page].label};
    }
    result.pages.pages = static_cast<std::uint32_t>(layout.pages.size());
    check_first_page();
    return result;
  }

 private:
  using OutlineTarget = Landing;

  void compose(std::size_t i) {
    const Section& section = document_.sections[i];
    flows_[i] = std::make_unique<Flow>(context_);
    Flow& flow = *flows_[i];
    if (!says_something(section) && i != first_text()) {
      flow.pages.clear();
      return;
    }
    if (i == first_text()) compose_masthead(flow, document_.masthead);
    compose_section(flow, section);
    if (i == last_text()) {
      if (const auto* block = imprint()) compose_imprint(flow, std::get<document::Imprint>(block->content), block->id);
    }
    // A page that nothing came to stand on any more.
    if (flow.pages.size() > 1 && flow.pages.back().items.empty()) flow.pages.pop_back();
  }

  std::size_t first_text() const {
    for (std::size_t i = 0; i < document_.sections.size(); ++i) {
      if (document_.sections[i].kind == Section::Kind::body) return i;
    }
    return document_.sections.size();
  }

  /// 公文首页必须显示正文 (7.3.3): papers with a 版头, whose recipients may be too many.
  void check_first_page() const {
    const std::size_t first = first_text();
    if (document_.masthead.form == document::Masthead::Form::none || first == document_.sections.size()) return;
    bool has_text = false;
    Place place;
    for (const auto& block : document_.sections[first].blocks) {
      const auto* p = std::get_if<document::Paragraph>(&block.content);
      const bool front = p != nullptr && (p->role == document::Role::title || p->role == document::Role::subtitle || p->role == document::Role::recipient);
      if (front && p->role == document::Role::recipient) place = block.source;
      const auto landed = flows_[first]->landings.find(block.id);
      if (front || landed == flows_[first]->landings.end()) continue;
      if (landed->second.page == 0) return;
      has_text = true;
    }
    if (!has_text) return;
    context_.out.warning(codes::kNoTextOnFirstPage, place, "首页没有显示正文",
                         {"主送机关过多时移到版记：<imprint><main-to>…</main-to></imprint>（GB/T 9704-2012 7.3.2）"});
  }

  /// The section whose last page carries the imprint.
  std::size_t last_text() const {
    for (std::size_t i = document_.sections.size(); i-- > 0;) {
      if (says_something(document_.sections[i])) return i;
    }
    return first_text();
  }

  const document::Block* imprint() const {
    for (const auto& section : document_.sections) {
      for (const auto& block : section.blocks) {
        if (std::holds_alternative<document::Imprint>(block.content)) return &block;
      }
    }
    return nullptr;
  }

  /// Counts pages from the first that is numbered; letters print none on it.
  void number_pages() {
    labels_.clear();
    numbers_.assign(flows_.size(), {});
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < flows_.size(); ++i) {
      if (flows_[i] == nullptr || !numbered(document_.sections[i], context_.style)) continue;
      for (std::size_t p = 0; p < flows_[i]->pages.size(); ++p) numbers_[i].push_back(++number);
      for (const auto& [block, at] : flows_[i]->landings) {
        labels_[block] = std::to_string(numbers_[i][std::min<std::size_t>(at.page, numbers_[i].size() - 1)]);
      }
    }
  }

  /// Papers are printed on both sides (GB/T 9704-2012 6.2) and odd numbers stand at the right, a front's outer edge (7.5): page 1
  /// is a front also behind a cover and contents, if need be behind an empty page.
  void begin_on_a_front() {
    std::size_t uncounted = 0, i = 0;
    Flow* last = nullptr;
    for (; i < flows_.size() && numbers_[i].empty(); ++i) {
      if (flows_[i]->pages.empty()) continue;
      uncounted += flows_[i]->pages.size();
      last = flows_[i].get();
    }
    if (i == flows_.size() || uncounted % 2 == 0) return;
    Page empty;
    empty.width = context_.style.width;
    empty.height = context_.style.height;
    last->pages.push_back(std::move(empty));
  }

  void describe(Layout& layout) const {
    const document::Meta& m = document_.meta;
    layout.meta = {m.title, m.author, m.subject, m.language, m.keywords, m.date};
    Node root;
    root.tag = Tag::document;
    layout.nodes.push_back(root);
  }

  void collect(std::map<std::uint32_t, OutlineTarget>& targets) const {
    std::uint32_t base = 0;
    for (const auto& flow : flows_) {
      for (const auto& [block, at] : flow->landings) targets.emplace(block, OutlineTarget{base + at.page, at.y});
      base += static_cast<std::uint32_t>(flow->pages.size());
    }
  }

  void join(std::size_t i, Layout& layout, const std::map<std::uint32_t, OutlineTarget>& targets) {
    Flow& flow = *flows_[i];
    const style::PageNumbers& style = context_.style.page_numbers;
    const auto page_base = static_cast<std::uint32_t>(layout.pages.size());
    const auto node_base = static_cast<NodeId>(layout.nodes.size());
    for (Node& node : flow.nodes) {
      node.parent = node.parent == kArtifact ? 0 : node.parent + node_base;
      layout.nodes.push_back(std::move(node));
    }
    for (std::size_t p = 0; p < flow.pages.size(); ++p) {
      Page& page = flow.pages[p];
      for (Item& item : page.items) {
        if (item.node != kArtifact) item.node += node_base;
      }
      if (!numbers_[i].empty()) {
        const std::uint32_t number = numbers_[i][p];
        if (style.shown && (number > 1 || style.on_first_page)) {
          page.label = std::to_string(number);
          paint_page_number(flow, page, number);
        }
      }
      layout.pages.push_back(std::move(page));
    }
    for (PendingLink& pending : flow.links) {
      Link link = std::move(pending.link);
      if (link.node != kArtifact) link.node += node_base;
      if (pending.target != 0) {
        const auto it = targets.find(pending.target);
        if (it == targets.end()) continue;
        link.page = it->second.page;
        link.y = it->second.y;
      }
      layout.pages[page_base + pending.page].links.push_back(std::move(link));
    }
    for (Flow::Head& head : flow.heads) {
      layout.outline.push_back({head.level, std::move(head.title), page_base + head.page, head.y});
    }
  }

  Context& context_;
  const document::Document& document_;
  std::vector<std::unique_ptr<Flow>> flows_;
  std::vector<std::vector<std::uint32_t>> numbers_;   ///< of each flow's pages; empty = not counted
  std::map<std::uint32_t, std::string> labels_;
};

}  // namespace

Result lay_out(const document::Document& document, const fonts::FontBook& book, const style::PageStyle& style,
               Diagnostics& out) {
  Context context{document, book, style, {}, Glyphs(book, document.names), References(document)};
  for (int i = 1;; ++i) {
    context.out = Diagnostics();
    context.references.begin_pass();
    context.columns.clear();
    Pass pass(context);
    pass.run();
    const bool settled = context.references.settled(pass.labels());
    if (!settled && i < kPasses) continue;
    if (!settled) context.out.warning(codes::kUnsettled, Place(), "页码引用反复变动，未能排定；请核对目录和文中的页码");
    Result result = pass.finish();
    out.append(context.out);
    return result;
  }
}

}  // namespace gongwen::layout
