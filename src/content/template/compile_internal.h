#pragma once

// The parts of compiling a template. Private to template; all live for one load.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "content/document/document.h"
#include "content/template/files.h"
#include "content/template/source.h"
#include "content/template/template_internal.h"
#include "foundation/base/length.h"

namespace gongwen::tmpl {

/// Tells unknown (T003), repeated (T003) and missing (T004) attributes of an element.
/// allowed, required  names separated by blanks.
void check_attributes(const Spot& spot, std::string_view allowed, std::string_view required);

/// Compiles an expression that stands in an attribute or in {{…}}: `decoded` begins at byte `start` of the file.
ExpressionPtr compile_at(const Spot& spot, std::size_t start, std::string_view decoded, std::size_t from, const Scope& scope,
                         bool filters);
/// The expression of an attribute, with or without {{ }} around it; null after a fault.
ExpressionPtr compile_attribute(const Spot& spot, const pugi::xml_attribute& attribute, const Scope& scope);
/// Words with {{…}}: each expression must be printable (T015) and, when it may be absent, have a default (T016).
Text compile_text(const Spot& spot, std::size_t start, std::string_view decoded, const Scope& scope);

/// A rule as found among the fields; compiled when all fields are known.
struct PendingRule {
  pugi::xml_node node;
  std::vector<std::string> lists;    ///< paths, outermost first
};
/// <fields> → program.schema. Faults T002–T006, T019–T021.
void read_fields(const Spot& fields, Program& program, std::vector<PendingRule>& rules);
void compile_rules(const Spot& fields, Program& program, const std::vector<PendingRule>& rules);
/// <data id file> → program.constants.
void read_data(const Spot& data, Program& program, Files& files);
/// <paper> → program.paper. Faults T001–T024.
void compile_paper(const Spot& paper, Program& program, Files& files);

/// "42mm" or "42.5mm" as a length; zero when it is no such width or not 1 … 400 mm.
Length picture_width(std::string_view written);
/// A column's width as <table widths> has it: "30", "18mm", "4.5字", "auto". Nothing when it is none of these.
std::optional<document::Column> column_width(std::string_view written);

bool is_identifier(std::string_view name) noexcept;

}  // namespace gongwen::tmpl
