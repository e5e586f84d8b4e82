#pragma once

// What the commands around keys, archives and disclosure share. Private to the room.

#include <string>
#include <utility>
#include <vector>

#include "app/cli/commands.h"
#include "trust/archive/archive.h"
#include "trust/sign/chain.h"
#include "trust/sign/keys.h"

namespace gongwen::cli {

/// Thrown after the problem has been told: only the exit code is left to hand up.
struct Told { int code; };
int answered(const std::function<int()>& work);

/// What a problem means to whoever called the program: 5 when something sealed is not what it should be, else 4.
int exit_code_of(const Diagnostics& problems);
/// Prints one problem. Returns its exit code.
int told(const Console& console, const Diagnostic& problem);

/// Opens the keys, asking for the passphrase once when one is needed. Throws Told, also when the certificate is not valid today and the keys
/// are `to_sign`: a signature out of its validity is an error for ever (A084).
sign::Identity open_keys(const Console& console, const std::string& folder, const std::string& passphrase_file, bool to_sign = true);
/// The authority of --tsa URL, or none. Errors UsageError.
sign::TimeAuthority time_option(const std::string& url);

/// --trust and --crl: whom a verifying command believes.
struct TrustOptions {
  std::vector<std::string> trust, crl;
  void declare(CLI::App& command);
  std::vector<sign::Certificate> certificates(const Console& console) const;   ///< Throws Told.
  std::vector<sign::Crl> crls(const Console& console) const;                   ///< Throws Told.
};

/// What a writer does while another one holds the archive: says so once, then tries again for half a
/// minute, or as many seconds as $GONGWEN_WAIT says. Errors UsageError.
std::function<bool()> patience(const Console& console);

/// `folder`, which must not be empty. Throws UsageError: no archive was named.
const std::string& named_archive(const std::string& folder);
/// Declares --archive; --keys and --passphrase-file.
void archive_option(CLI::App& command, std::string& folder);
void key_options(CLI::App& command, std::string& keys, std::string& passphrase_file);

/// --prefix, --state, --task, --city, --template: which records a command is about.
struct RecordFilter {
  std::string prefix, state, task, city, tmpl;
  void declare(CLI::App& command);
  archive::Query query() const;   ///< Errors UsageError.
  bool given() const noexcept { return !(prefix.empty() && state.empty() && task.empty() && city.empty() && tmpl.empty()); }
};

/// Opens an archive for a command, telling what lies half done in it. Throws UsageError when none was named, Told.
archive::Archive open_archive(const Console& console, const std::string& folder);
/// Four digits, or empty. Errors UsageError.
std::string year_option(const std::string& text);
/// 永久, 30年, 10年, or empty. Errors UsageError.
std::string retention_option(const std::string& text);
/// 稿本 (DA/T 46 M45), or empty. Errors UsageError.
std::string draft_option(const std::string& text);
/// `role=FILE`. Errors UsageError, naming `option`.
std::pair<archive::AttachmentRole, std::string> role_and_file(const std::string& text, const char* option);

/// What happened to a record, for `archive show`.
void tell_events(const Console& console, archive::Archive& archive, const std::string& id);

/// The name of a state, English or Chinese, or empty. Errors UsageError.
std::optional<archive::State> state_option(const std::string& text);

void add_archive_list(CLI::App& archive, Session& session);
void add_archive_receive(CLI::App& archive, Session& session);
void add_archive_review(CLI::App& archive, Session& session);
/// `archive export | inspect`.
void add_archive_hand_over(CLI::App& archive, Session& session);
/// `archive numbering | arrange`.
void add_archive_arrange(CLI::App& archive, Session& session);
/// `archive verify`: declared here because `verify` shares it.
void add_archive_verify(CLI::App& archive, Session& session);
/// `archive checkpoint | prove | mirror | repair | reproduce`.
void add_archive_keeping(CLI::App& archive, Session& session);

}  // namespace gongwen::cli
