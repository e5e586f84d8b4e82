#include "foundation/base/parallel.h"

#include <algorithm>
#include <atomic>

namespace gongwen {

void parallel_for(std::size_t count, unsigned jobs, const std::function<void(std::size_t)>& work) {
  if (jobs <= 1 || count <= 1) {
    for (std::size_t i = 0; i < count; ++i) work(i);
    return;
  }
  std::atomic<std::size_t> next{0};
  std::mutex lock;
  std::exception_ptr failure;
  const auto run = [&] {
    for (std::size_t i = next++; i < count; i = next++) {
      try {
        work(i);
      } catch (...) {
        const std::lock_guard held(lock);
        if (!failure) failure = std::current_exception();
        next = count;
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    const std::size_t n = std::min<std::size_t>(jobs, count);
    for (std::size_t i = 1; i < n; ++i) threads.emplace_back(run);
    run();   // the caller is one of them
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace gongwen
