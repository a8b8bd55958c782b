#include "worker-threads.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <list>
#include <mutex>
#include <thread>

namespace unetlab {
namespace {

struct Job {
  const std::function<void(int)>* work;
  int count;
  int next = 0;  // first index that nobody has taken
  int open;      // indices not done yet
  std::exception_ptr failure;
};

/// Lives as long as the process: its threads wait for work until the end.
class Helpers {
 public:
  explicit Helpers(int threads) {
    for (int i = 0; i < threads; ++i) std::thread([this] { serve(); }).detach();
  }

  void run(int count, const std::function<void(int)>& work) {
    std::unique_lock<std::mutex> lock(mutex_);
    Job& job = jobs_.emplace_back(Job{&work, count, 0, count, nullptr});
    const auto place = std::prev(jobs_.end());
    added_.notify_all();
    while (job.next < job.count) take(job, lock);
    finished_.wait(lock, [&] { return job.open == 0; });
    const std::exception_ptr failure = job.failure;
    jobs_.erase(place);
    if (failure) std::rethrow_exception(failure);
  }

 private:
  void serve() {
    std::unique_lock<std::mutex> lock(mutex_);
    for (;;) {
      const auto job = std::find_if(jobs_.begin(), jobs_.end(), [](const Job& j) { return j.next < j.count; });
      if (job == jobs_.end())
        added_.wait(lock);
      else
        take(*job, lock);
    }
  }

  /// Does the next index of a job; the lock is free meanwhile.
  void take(Job& job, std::unique_lock<std::mutex>& lock) {
    const int index = job.next++;
    lock.unlock();
    std::exception_ptr failure;
    try {
      (*job.work)(index);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    if (failure) job.failure = failure;
    if (--job.open == 0) finished_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable added_, finished_;
  std::list<Job> jobs_;  // a list, so that a job stays where it is while others come and go
};

}  // namespace

void parallelFor(int count, const std::function<void(int)>& work) {
  static Helpers* const helpers = new Helpers(static_cast<int>(std::max(1u, std::thread::hardware_concurrency())) - 1);
  helpers->run(count, work);
}

}  // namespace unetlab
