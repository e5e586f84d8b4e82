#include <gtest/gtest.h>

#include "content/template/make.h"
#include "support/files.h"
#include "support/golden.h"

namespace gongwen::tmpl {
namespace {

constexpr const char* kFields = R"(
  <field path="unit" label="单位" type="text" required="yes"/>
  <field path="text" label="正文" type="text" required="yes" multiline="yes"/>
  <field path="day" label="日期" type="date" required="yes"/>
  <group path="head" label="负责人"><field path="name" label="姓名" type="name" required="yes"/><field path="phone" label="电话" type="phone" required="yes"/></group>
  <list path="groups" label="分组"><field path="name" label="组名" type="text" required="yes"/>
    <list path="items" label="条目"><field path="name" label="名称" type="text" required="yes"/><field path="plan" label="计划" type="money" required="yes"/>
      <field path="done" label="完成" type="money" required="yes"/></list></list>)";

constexpr const char* kRecord = R"({"unit": "示例学院", "text": "　　第一段。\n\n第二段。", "day": "2026-11-24",
  "head": {"name": "李䶮", "phone": "0371-00000001、0371-00000002"},
  "groups": [{"name": "产出", "items": [{"name": "工位", "plan": "100.00", "done": "90.50"}, {"name": "课程", "plan": "20", "done": "20"}]},
             {"name": "效益", "items": [{"name": "培训", "plan": "1000", "done": "1200"}]}]})";

constexpr const char* kPaper = R"XML(
  <masthead form="letter"><mark>{{unit}}</mark><number>例〔2026〕1号</number><urgency>特急</urgency><copy-number>000001</copy-number><signer>{{head.name}}</signer></masthead>
  <cover><cover-title>甲<br/>乙</cover-title><cover-subtitle>副题</cover-subtitle><cover-line>行</cover-line>
    <key-values><line label="负责人">{{head.name}}</line><line label="电话">{{head.phone}}</line></key-values><cover-date>{{day}}</cover-date></cover>
  <front><contents title="目　录" levels="3"/></front>
  <body>
    <title>{{unit}}<br/>报告</title><subtitle>副标题</subtitle><recipient>省教育厅：</recipient>
    <h1 id="first">背景</h1>
    <p>{{text}}</p>
    <h2>先说<run-in>接着说。</run-in></h2>
    <h3>三级</h3><h4>四级</h4><h4>四级</h4><h3>三级</h3>
    <h1 number="no">没有编号</h1>
    <h1>数据</h1><h2>又从一起</h2>
    <p>负责人
       {{head.name}}，见<ref to="data"/>、<ref to="first"/>、<ref to="more"/>（第<ref to="data" what="page"/>页），<strong>要点{{unit}}</strong>，<link url="http://example.com/a">网页</link>，two
       words。</p>
    <flush>顶格</flush><centred>居中</centred>
    <for-each in="groups" as="g"><p if="position(g) = 2">{{g.name}}组有{{count(g.items)}}项。</p></for-each>
    <if test="count(groups) > 5"><p>多</p><else><p>少</p></else></if>
    <table id="data" caption="指标" widths="10 20 10*" align="centre left right" landscape="yes" note="注：万元" summary="各组指标">
      <header><row><cell rows="2">组</cell><cell rows="2">名称</cell><cell columns="2">数</cell></row><row><cell>计划</cell><cell>完成</cell></row></header>
      <rows for-each="groups" as="g">
        <row for-each="g.items" as="i"><cell if="position(i) = 1" rows="{{count(g.items)}}">{{g.name}}</cell><cell head="yes">{{i.name}}</cell>
          <cell>{{i.plan | thousands}}</cell><cell align="centre">{{i.done | thousands}}</cell></row>
        <row kind="subtotal"><cell columns="2">小计</cell><cell>{{sum(g.items.plan)}}</cell><cell>{{rate(sum(g.items.done), sum(g.items.plan)) | percent:1}}</cell></row>
      </rows>
      <row kind="total"><cell columns="2">合计</cell><cell>{{sum(groups.items.plan)}}</cell><cell><p>{{sum(groups.items.done)}}</p><p for-each="groups" as="g">{{g.name}}</p></cell></row>
    </table>
    <note>表注</note>
    <chart kind="lines" caption="组数" unit="项" in="groups" as="g" category="{{g.name}}"><series name="条目" value="count(g.items)"/><series name="计划" value="{{sum(g.items.plan)}}"/></chart>
    <chart kind="pie" in="groups" as="g" category="{{g.name}}" alt="各组条目"><series name="条目" value="count(g.items)"/></chart>
    <include file="../shared/part.xml"/>
    <page-break/>
    <signature-line>经办人（签字）：<fill/></signature-line>
    <attachment-note><name>清单</name><name for-each="groups" as="g">{{g.name}}表</name></attachment-note>
    <signature form="stamped"><organ>{{unit}}</organ><line>法定代表人（签字）：</line><date>{{day | 中文日期}}</date></signature>
    <annotation>（此件公开发布）</annotation>
  </body>
  <attachment id="more" title="清单"><h1>附件里从头编号</h1><p>甲</p></attachment>
  <attachment for-each="groups" as="g" title="{{g.name}}表"><p>{{g.name}}</p></attachment>
  <imprint><copy-to>各有关单位</copy-to><printer>{{unit}}办公室</printer><print-date>{{day}}印发</print-date></imprint>)XML";

TEST(Fill, MakesEveryConstruct) {
  Diagnostics found;
  const auto tmpl = test::make(kFields, kPaper, found, {{"shared/part.xml", "<fragment><p>片段里的{{unit}}</p></fragment>"}}, "<about>例</about>",
                               "title=\"{{unit}}报告\" author=\"{{unit}}\" date=\"{{day}}\" subject=\"例\" keywords=\"甲 乙、丙\" file-name=\"{{unit}}/{{day | plain}}\"");
  ASSERT_NE(tmpl, nullptr) << render(found);
  const auto record = data::load_json(kRecord, "r.json", tmpl->schema(), found);
  const auto document = fill(*tmpl, record, found);
  ASSERT_FALSE(found.has_errors()) << render(found);
  EXPECT_TRUE(gongwen::test::matches_golden("content/template/every_construct.txt", document::dump(document)));
  EXPECT_EQ(file_name(*tmpl, record), "示例学院_2026-11-24");
  ASSERT_EQ(tmpl->files().size(), 2U);
  EXPECT_EQ(tmpl->files()[0].name, "shared/part.xml");
  EXPECT_EQ(tmpl->files()[1].name, "t/template.xml");
}

TEST(Fill, RemembersWhereEachWordCameFrom) {
  Diagnostics found;
  const auto tmpl = test::make(kFields, "<body><p>负责人{{head.name}}</p></body>", found);
  ASSERT_NE(tmpl, nullptr) << render(found);
  const auto document = fill(*tmpl, data::load_json(kRecord, "r.json", tmpl->schema(), found), found);
  const auto& runs = std::get<document::Paragraph>(document.sections[0].blocks[0].content).inlines;
  ASSERT_EQ(runs.size(), 2U);
  ASSERT_TRUE(runs[0].origin && runs[1].origin);
  EXPECT_EQ(runs[0].origin->field, "");
  EXPECT_EQ(runs[0].origin->source.to_string().substr(0, 15), "t/template.xml:");
  EXPECT_EQ(runs[1].origin->field, "head.name");
  EXPECT_EQ(runs[1].origin->data.to_string(), "r.json:2:20");
}

TEST(Fill, CallsASingleAttachmentByNoNumber) {
  const std::string paper = "<body><p>见<ref to=\"a\"/></p></body><attachment id=\"a\" title=\"清单\"><p>甲</p></attachment>";
  Diagnostics found;
  const auto tmpl = test::make(kFields, paper, found);
  ASSERT_NE(tmpl, nullptr) << render(found);
  EXPECT_EQ(test::filled(*tmpl, data::load_json(kRecord, "r.json", tmpl->schema(), found)),
            "section body\n  #1 p body \"见\" <number-of a>\nsection attachment\n  #2 @a p attachment-label \"附件\"\n  #3 p attachment-title \"清单\"\n  #4 p body \"甲\"\n");
}

TEST(Fill, GivesTheSameDocumentTwice) {
  Diagnostics found;
  const auto tmpl = test::make(kFields, kPaper, found, {{"shared/part.xml", "<fragment/>"}});
  ASSERT_NE(tmpl, nullptr) << render(found);
  const auto record = data::load_json(kRecord, "r.json", tmpl->schema(), found);
  EXPECT_EQ(document::dump(fill(*tmpl, record, found)), document::dump(fill(*tmpl, record, found)));
}

TEST(Load, FindsATemplateByAnyWayOfNamingItsFolder) {
  const auto folder = gongwen::test::scratch_dir();
  gongwen::test::spill(folder / "one" / "template.xml", "<template id=\"one\" name=\"一\" version=\"1\" style=\"plain\"><fields/><paper title=\"一\"><body>"
                       "<include file=\"../shared/x.xml\"/></body></paper></template>");
  gongwen::test::spill(folder / "shared" / "x.xml", "<fragment><p>甲</p></fragment>");
  for (const auto& name : {folder / "one", folder / "one" / "", folder / "shared" / ".." / "one"}) {
    Diagnostics found;
    const auto tmpl = load_template(real_env(), name, found);
    ASSERT_NE(tmpl, nullptr) << name << render(found);
    EXPECT_EQ(tmpl->files()[0].name, "one/template.xml");
    EXPECT_EQ(tmpl->files()[1].name, "shared/x.xml");
  }
  Diagnostics found;
  EXPECT_EQ(load_template(real_env(), folder / "two", found), nullptr);
  EXPECT_EQ(test::codes(found), "T007");
}

}  // namespace
}  // namespace gongwen::tmpl
