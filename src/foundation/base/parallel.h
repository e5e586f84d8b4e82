#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace gongwen {

/// Runs `work(0) … work(count-1)` on up to `jobs` threads. The first exception (by index of time) is rethrown after all
/// threads have ended; work not yet begun is then left undone.
/// `jobs` 0 or 1: on the calling thread, in order.
void parallel_for(std::size_t count, unsigned jobs, const std::function<void(std::size_t)>& work);

/// Streams items through workers and hands the results on in the order of the input, so that what is written does not
/// depend on the number of threads. At most 4 × jobs items are held at once: memory does not grow with the input.
///
/// next  called on one thread at a time; nothing = end of input.
/// work  called on `jobs` threads at once; must not share mutable state.
/// sink  called in input order, on one thread at a time; false = stop early.
/// Errors the first exception of any of the three ends the stream and is rethrown.
template <typename In, typename Out>
void ordered_pipeline(unsigned jobs, const std::function<std::optional<In>()>& next,
                      const std::function<Out(In&&)>& work, const std::function<bool(Out&&)>& sink) {
  if (jobs <= 1) {
    while (auto item = next()) {
      if (!sink(work(std::move(*item)))) return;
    }
    return;
  }
  struct Shared {
    std::mutex lock;
    std::condition_variable moved;
    std::map<std::size_t, Out> done;
    std::size_t taken = 0;     // items handed to workers
    std::size_t written = 0;   // items given to the sink
    bool end = false;          // no more input, or stopped
    bool sinking = false;
    bool stopped = false;      // the sink wants no more
    std::exception_ptr failure;
  } s;
  const std::size_t window = std::size_t{4} * jobs;

  // Whoever finishes an item drains what is ready; so there is no thread that only waits.
  const auto drain = [&](std::unique_lock<std::mutex>& held) {
    if (s.sinking) return;
    s.sinking = true;
    for (auto it = s.done.find(s.written); it != s.done.end() && !s.failure && !s.stopped; it = s.done.find(s.written)) {
      Out out = std::move(it->second);
      s.done.erase(it);
      held.unlock();
      bool go_on = false;
      std::exception_ptr failure;
      try {
        go_on = sink(std::move(out));
      } catch (...) {
        failure = std::current_exception();
      }
      held.lock();
      ++s.written;
      if (failure && !s.failure) s.failure = failure;
      if (!go_on) s.end = s.stopped = true;
      s.moved.notify_all();
      if (!go_on) break;
    }
    s.sinking = false;  // still under the lock: whoever adds the next result sees this and drains it
  };

  const auto run = [&] {
    std::unique_lock held(s.lock);
    for (;;) {
      s.moved.wait(held, [&] { return s.end || s.failure || s.taken - s.written < window; });
      if (s.end || s.failure) return;
      std::optional<In> item;
      try {
        item = next();  // under the lock: one thread at a time, in order
      } catch (...) {
        s.failure = std::current_exception();
      }
      if (!item) {
        s.end = true;
        s.moved.notify_all();
        return;
      }
      const std::size_t index = s.taken++;
      held.unlock();
      std::optional<Out> out;
      std::exception_ptr failure;
      try {
        out = work(std::move(*item));
      } catch (...) {
        failure = std::current_exception();
      }
      held.lock();
      if (failure) {
        if (!s.failure) s.failure = failure;
        s.moved.notify_all();
        return;
      }
      s.done.emplace(index, std::move(*out));
      drain(held);
    }
  };
  {
    std::vector<std::jthread> threads;
    for (unsigned i = 0; i < jobs; ++i) threads.emplace_back(run);
  }
  if (s.failure) std::rethrow_exception(s.failure);
}

}  // namespace gongwen
