#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "content/data/schema.h"
#include "content/data/value.h"
#include "foundation/base/env.h"
#include "foundation/json/json.h"

namespace gongwen::data {

/// One paper's data: an object with the fields of a schema, checked, defaults filled in.
struct Record {
  Value root;                        ///< kind object
  Place place;                       ///< the file, or the row of a table

  /// A value by path. List items by key or by position from 1: `budget[B1].amount`, `budget[#2].amount`. A path through a
  /// withheld value gives that value. Null when there is no such value.
  const Value* find(const Schema& schema, std::string_view path) const;
};

/// A copy in which every value of these classes is withheld: its content is dropped and the field's ground kept. Groups and
/// lists keep their shape, so that a list can still be counted and printed as gaps; fields that say otherwise stay.
Record withhold(const Record& record, const Schema& schema, const std::set<Disclosure>& classes);

/// The paths of a record's withheld values with their grounds, in order of declaration.
struct WithheldField { std::string path; std::string label; Ground ground; };
std::vector<WithheldField> withheld_fields(const Record& record, const Schema& schema);

/// The record as JSON, part of the format: numbers in their written digits, dates YYYY-MM-DD, periods {"from","to"}, files by
/// name, absent values left out, withheld values {"$withheld": "<reason>"}. Members in order of declaration.
json::Node to_json(const Record& record);
json::Node to_json(const Value& value);

/// Visits every present leaf value with its path (list items by key, `budget[B1].amount`; without a key, or with a withheld
/// one, by position `[#1]`), in order of declaration. These are the fields that are digested for disclosure.
/// A list without items is visited itself (an empty array), so that its emptiness is attested too.
void for_each_field(const Record& record, const Schema& schema,
                    const std::function<void(const std::string& path, const Field& field, const json::Node& value)>& visit);

/// Reads the files and pictures a record names, relative to `folder`; absolute names and `..` are refused.
/// Errors D028 (missing, refused, too big: 64 MiB). Other failures of the environment throw Error.
void read_files(Record& record, const Schema& schema, Env& env, const fs::path& folder, Diagnostics& out);
/// The files a record holds, in order of declaration, those already read.
std::vector<FileRef> files_of(const Record& record);

}  // namespace gongwen::data
