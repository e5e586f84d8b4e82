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
  const Value list = evaluate(*e.each, frames_);
  chart.withheld = list.is_withheld();

  std::vector<std::string> told(e.children.size());  // "甲 80、乙 90" for each series
  std::vector<std::vector<double>> values(e.children.size());
  each_item(list, [&] {
    chart.categories.push_back(text(e.text_of("category")));
    if (chart.categories.back().find(kGap) != std::string::npos) chart.withheld = true;
    for (std::size_t s = 0; s < e.children.size(); ++s) {
      const Expression& expression = *e.children[s].expression_of("value");
      const std::size_t before = out_.size();
      const Value value = evaluate(expression, frames_);
      if (value.is_withheld()) {
        chart.withheld = true;
      } else if (value.kind() != Value::Kind::number) {
        if (out_.size() == before) {
          out_.error(codes::kEmptyChart, expression.place, "图“" + chart.caption + "”里“" + chart.categories.back() + "”没有数值", {}, expression.path);
        }
      } else {
        if (chart.kind == document::ChartKind::pie && value.number() < text::Decimal::of(0)) {
          out_.error(codes::kNegativePie, value.place().kind == Place::Kind::none ? expression.place : value.place(),
                     "饼图“" + chart.caption + "”里“" + chart.categories.back() + "”是负数，画不成饼图", {"改用 kind=\"bars\""}, expression.path);
        }
        values[s].push_back(value.number().to_double());
        told[s].append(told[s].empty() ? "" : "、").append(chart.categories.back()).append(" ").append(to_text(value)).append(chart.unit);
      }
    }
  });
  if (chart.categories.empty() && !chart.withheld) {
    out_.error(codes::kEmptyChart, e.place, "图“" + chart.caption + "”没有数据", {"放进 <if test=\"not empty(…)\">"}, e.each->path);
  }
  std::string alt(chinese_name_of(chart.kind));
  alt.append(chart.caption.empty() ? "" : "“" + chart.caption + "”");
  for (std::size_t s = 0; s < e.children.size(); ++s) {
    chart.series.push_back({text(e.children[s].text_of("name")), std::move(values[s]), e.children[s].word("role") == "target"});
    alt.append(s == 0 ? "。" : "；").append(chart.series[s].name).append("：").append(told[s]);
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

}  // namespace gongwen::tmpl
