#pragma once

#include <pthread.h>

#include "kernel/sums.h"

namespace variants {

/// Runs work(part) for every part below count, each in a thread of its own.
template <class Work>
void in_threads(std::int64_t count, const Work& work) {
  constexpr std::int64_t kMost = 8;
  struct Part {
    const Work* work;
    std::int64_t number;
  } parts[kMost];
  const auto run = [](void* of) -> void* {
    const Part* part = static_cast<const Part*>(of);
    (*part->work)(part->number);
    return nullptr;
  };
  pthread_t threads[kMost];
  bool started[kMost];
  for (std::int64_t i = 0; i < count; ++i) {
    parts[i] = {&work, i};
    started[i] = pthread_create(&threads[i], nullptr, run, &parts[i]) == 0;
    if (!started[i]) run(&parts[i]);  // the machine is short of threads
  }
  for (std::int64_t i = 0; i < count; ++i) {
    if (started[i]) pthread_join(threads[i], nullptr);
  }
}

/// Divides a sum among `threads`, 0 for five of them, and at most eight. A thread costs more than a
/// short sum, whose parts are added by one thread as several would.
struct Divided {
  std::int32_t threads;
  static constexpr std::int64_t kWorthwhile = 512;

  std::int64_t parts() const { return threads == 0 ? 5 : threads < 8 ? threads : 8; }
  std::int64_t part_size(std::int64_t n) const { return ceil_divide(n, parts()); }
  std::int64_t height(std::int64_t n) const { return n > 0 ? part_size(n) - 1 + parts() - 1 : 0; }

  /// Calls done(part, its sum), from several threads if the sum is long.
  template <class A, class Term, class Done>
  void for_each_part(std::int64_t n, const Term& term, const Done& done) const {
    const auto add = [&](std::int64_t part) {
      const std::int64_t size = part_size(n), begin = part * size < n ? part * size : n;
      const std::int64_t count = n - begin < size ? n - begin : size;
      done(part, InOrder{}.sum<A>(count, [&](std::int64_t j) -> A { return term(begin + j); }));
    };
    if (n >= kWorthwhile) return in_threads(parts(), add);
    for (std::int64_t part = 0; part < parts(); ++part) add(part);
  }
};

/// The parts' sums are added in order, whoever is first.
struct DividedInOrder : Divided {
  template <class A, class Term>
  A sum(std::int64_t n, const Term& term) const {
    A of[8];
    for_each_part<A>(n, term, [&](std::int64_t part, A total) { of[part] = total; });
    return InOrder{}.sum<A>(parts(), [&](std::int64_t part) { return of[part]; });
  }
};

/// A part's sum is added as soon as it is there.
struct DividedAsTheyCome : Divided {
  template <class A, class Term>
  A sum(std::int64_t n, const Term& term) const {
    pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    A all = 0;
    for_each_part<A>(n, term, [&](std::int64_t, A total) {
      pthread_mutex_lock(&mutex);
      all += total;
      pthread_mutex_unlock(&mutex);
    });
    return all;
  }
};

}  // namespace variants
