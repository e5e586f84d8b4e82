#pragma once

#include <string>

#include "trust/sign/keys.h"

namespace gongwen::usecases {

/// A time-stamp authority reached by HTTP (RFC 3161 section 3.4). url: http://host[:port]/path.
/// The answer needs no secret channel: it is signed. Throws Error with the service's name when there is no answer, another
/// status than 200, or more than a megabyte; waits 20 seconds at most.
sign::TimeAuthority time_service(const std::string& url);
/// True for a URL this program can ask.
bool is_time_service(const std::string& url);

}  // namespace gongwen::usecases
