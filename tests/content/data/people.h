#pragma once

// A small schema made by hand, for tests of records and tables.

#include "content/data/schema.h"

namespace gongwen::data::test {

inline Field field(const char* name, const char* path, const char* label, Type type, bool required = false) {
  Field out;
  out.name = name;
  out.path = path;
  out.label = label;
  out.type = type;
  out.required = required;
  return out;
}

/// unit; agent {name, mobile (personal)}; tasks: list of one field; budget: list by key id of {id, item, amount (commercial)}.
inline Schema people() {
  Schema out;
  out.root.type = Type::object;
  out.root.children.push_back(field("unit", "unit", "单位名称", Type::text, true));
  Field agent = field("agent", "agent", "管理员", Type::object);
  agent.children.push_back(field("name", "agent.name", "管理员姓名", Type::name, true));
  agent.children.push_back(field("mobile", "agent.mobile", "手机", Type::mobile));
  agent.children.back().disclosure = Disclosure::personal;
  agent.children.back().ground = "《个人信息保护法》第十三条";
  out.root.children.push_back(agent);
  Field tasks = field("tasks", "tasks", "重点任务", Type::list);
  tasks.key = "no";
  tasks.children.push_back(field("no", "tasks.no", "任务", Type::integer, true));
  out.root.children.push_back(tasks);
  Field budget = field("budget", "budget", "预算", Type::list);
  budget.key = "id";
  budget.children.push_back(field("id", "budget.id", "编号", Type::text, true));
  budget.children.push_back(field("item", "budget.item", "支出内容", Type::text));
  budget.children.back().multiline = true;
  budget.children.push_back(field("amount", "budget.amount", "金额", Type::money));
  budget.children.back().disclosure = Disclosure::commercial;
  budget.children.back().ground = "《政府信息公开条例》第十五条";
  out.root.children.push_back(budget);
  out.root.children.push_back(field("since", "since", "起始日期", Type::date));
  return out;
}

/// The same without the list CSV cannot hold.
inline Schema flat() {
  Schema out = people();
  out.root.children.erase(out.root.children.begin() + 3);
  return out;
}

}  // namespace gongwen::data::test
