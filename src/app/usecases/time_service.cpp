#include "app/usecases/time_service.h"

#include <Poco/Exception.h>
#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/URI.h>

#include <istream>
#include <ostream>

#include "foundation/base/diagnostic.h"

namespace gongwen::usecases {
namespace {

constexpr long kSeconds = 20;
constexpr std::size_t kMost = 1'048'576;   // an answer is a few kilobytes

std::string ask(const std::string& url, std::string_view request) {
  try {
    const Poco::URI uri(url);
    Poco::Net::HTTPClientSession session(uri.getHost(), uri.getPort());
    session.setTimeout(Poco::Timespan(kSeconds, 0));
    const std::string path = uri.getPathAndQuery().empty() ? "/" : uri.getPathAndQuery();
    Poco::Net::HTTPRequest post(Poco::Net::HTTPRequest::HTTP_POST, path, Poco::Net::HTTPMessage::HTTP_1_1);
    post.setContentType("application/timestamp-query");
    post.setContentLength(static_cast<std::streamsize>(request.size()));
    session.sendRequest(post).write(request.data(), static_cast<std::streamsize>(request.size()));
    Poco::Net::HTTPResponse answer;
    std::istream& body = session.receiveResponse(answer);
    if (answer.getStatus() != Poco::Net::HTTPResponse::HTTP_OK) {
      throw Error("时间戳服务 " + url + " 没有给出时间戳：HTTP " + std::to_string(static_cast<int>(answer.getStatus())));
    }
    std::string out(kMost + 1, '\0');
    body.read(out.data(), static_cast<std::streamsize>(out.size()));
    out.resize(static_cast<std::size_t>(body.gcount()));
    if (out.size() > kMost) throw Error("时间戳服务 " + url + " 的回答太长");
    return out;
  } catch (const Poco::Exception& e) {
    throw Error("问不到时间戳服务 " + url + "：" + e.displayText());
  }
}

}  // namespace

bool is_time_service(const std::string& url) {
  try {
    const Poco::URI uri(url);
    return uri.getScheme() == "http" && !uri.getHost().empty();
  } catch (const Poco::Exception&) {
    return false;
  }
}

sign::TimeAuthority time_service(const std::string& url) {
  return [url](std::string_view request) { return ask(url, request); };
}

}  // namespace gongwen::usecases
