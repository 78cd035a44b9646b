#include "bncheck/bench/team.h"

namespace bncheck::bench {

Team::Team(unsigned size)
    : begin_(static_cast<std::ptrdiff_t>(size)), end_(static_cast<std::ptrdiff_t>(size)) {
  for (unsigned number = 1; number < size; ++number) {
    others_.emplace_back([this, number] { serve(number); });
  }
}

Team::~Team() {
  work_ = nullptr;
  begin_.arrive_and_wait();
  for (std::thread& each : others_) each.join();
}

void Team::run(const std::function<void(unsigned)>& work) {
  work_ = &work;
  begin_.arrive_and_wait();
  work(0);
  end_.arrive_and_wait();
}

void Team::serve(unsigned number) {
  for (;;) {
    begin_.arrive_and_wait();
    if (work_ == nullptr) return;
    (*work_)(number);
    end_.arrive_and_wait();
  }
}

}  // namespace bncheck::bench
