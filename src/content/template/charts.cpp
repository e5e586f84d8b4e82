#include "content/template/fill_internal.h"
#include "content/template/print.h"
#include "foundation/base/codes.h"

namespace gongwen::tmpl {

using data::Value;

namespace {

document::ChartKind kind_of(std::string_view word) {
  if (word == "stacked-bars") return document::ChartKind::stacked_bars;
  if (word == "lines") return document::ChartKind::lines;
  if (word == "targets") return document::ChartKind::targets;
  if (word == "pie") return document::ChartKind::pie;
  return document::ChartKind::bars;
}

std::string_view chinese_name_of(document::ChartKind kind) {
  switch (kind) {
    case document::ChartKind::bars: return "柱状图";
    case document::ChartKind::stacked_bars: return "堆积柱状图";
    case document::ChartKind::lines: return "折线图";
    case document::ChartKind::pie: return "饼图";
    case document::ChartKind::targets: return "目标与实际对照图";
  }
  return "图";
}

}  // namespace

void Filler::chart(const Element& e, Blocks& out) {
  document::Chart chart;
  chart.kind = kind_of(e.word("kind"));
  chart.caption = text(e.text_of("caption"));
  chart.unit = text(e.text_of("unit"));
  if (!chart.caption.empty()) chart.number = "图" + std::to_string(++figures_);
  Value list = evaluate(*e.each, frames_);
  if (e.by && !list.is_withheld()) list = grouped(list, *e.by);
  chart.withheld = list.is_withheld();
  each_item(list, [&] {
    chart.categories.push_back(text(e.text_of("category")));
    if (chart.categories.back().find(kGap) != std::string::npos) chart.withheld = true;
  });
  if (chart.categories.empty() && !chart.withheld) {
    out_.error(codes::kEmptyChart, e.place, "图“" + chart.caption + "”没有数据", {"放进 <if test=\"not empty(…)\">"}, e.each->path);
  }
  std::string alt(chinese_name_of(chart.kind));
  alt.append(chart.caption.empty() ? "" : "“" + chart.caption + "”");
  for (const Element& s : e.children) {
    stand(s, [&] { series(s, list, chart, alt); }, [&] { chart.withheld = true; });
  }
  if (chart.series.empty() && !chart.withheld) {
    out_.error(codes::kEmptyChart, e.place, "图“" + chart.caption + "”没有一个系列", {"放进 <if test=\"not empty(…)\">"}, e.each->path);
  }
  chart.alt = text(e.text_of("alt"));
  if (chart.withheld) {
    // Nothing of the values may stay behind: not in the numbers, not in the words.
    chart.categories.clear();
    for (auto& series : chart.series) series.values.clear();
    chart.alt = std::string(kGap);
  } else if (chart.alt.empty()) {
    chart.alt = std::move(alt);
  }
  out.push_back(made(e, std::move(chart)));
}

/// A chart's next series: a value of each item, told in `alt` as well ("甲 80、乙 90").
void Filler::series(const Element& e, const Value& list, document::Chart& chart, std::string& alt) {
  document::Series out;
  out.name = text(e.text_of("name"));
  out.target = e.word("role") == "target";
  alt.append(chart.series.empty() ? "。" : "；").append(out.name).append("：");
  const Expression& expression = *e.expression_of("value");
  std::size_t at = 0;
  each_item(list, [&] {
    const std::string& category = chart.categories[at++];
    const std::size_t before = out_.size();
    const Value value = evaluate(expression, frames_);
    if (value.is_withheld()) {
      chart.withheld = true;
    } else if (value.kind() != Value::Kind::number) {
      if (out_.size() == before) out_.error(codes::kEmptyChart, expression.place, "图“" + chart.caption + "”里“" + category + "”没有数值", {}, expression.path);
    } else {
      if (chart.kind == document::ChartKind::pie && value.number() < text::Decimal::of(0)) {
        out_.error(codes::kNegativePie, value.place().kind == Place::Kind::none ? expression.place : value.place(),
                   "饼图“" + chart.caption + "”里“" + category + "”是负数，画不成饼图", {"改用 kind=\"bars\""}, expression.path);
      }
      alt.append(out.values.empty() ? "" : "、").append(category).append(" ").append(to_text(value)).append(chart.unit);
      out.values.push_back(value.number().to_double());
    }
  });
  chart.series.push_back(std::move(out));
}

}  // namespace gongwen::tmpl
