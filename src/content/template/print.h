#pragma once

// Values as text, and text with values as runs.

#include <string>

#include "content/data/value.h"
#include "content/document/document.h"

namespace gongwen::tmpl {

/// A value as a paper prints it: dates 2023年8月10日, options by their label, numbers in their written digits, periods 从…至…,
/// lists joined by 、; a withheld value is the marked gap; absent is nothing.
std::string to_text(const data::Value& value);
/// Appends the same as runs: names in one face, numbers and telephones unbreakable, gaps marked.
void append(document::Inlines& out, const data::Value& value, const document::OriginPtr& origin);
/// A personal value as messages may show it.
std::string masked(const data::Value& value);

}  // namespace gongwen::tmpl
