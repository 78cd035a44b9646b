#include "reference/certified_oracle.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <thread>
#include <vector>

#include "reference/certified/block_sum.h"
#include "reference/certified/channel.h"
#include "reference/channel_values.h"
#include "reference/precise_oracle.h"

namespace bncheck::reference {
namespace {

std::size_t place(std::int64_t channel) { return static_cast<std::size_t>(channel); }

/// Calls work(first, last) for a range of channels on each thread.
template <class Work>
void share_out(std::int64_t channels, unsigned threads, const Work& work) {
  const std::int64_t parts =
      std::clamp<std::int64_t>(threads, 1, std::max<std::int64_t>(channels, 1));
  std::vector<std::thread> helpers;
  for (std::int64_t part = 1; part < parts; ++part) {
    helpers.emplace_back(work, channels * part / parts, channels * (part + 1) / parts);
  }
  work(std::int64_t{0}, channels / parts);
  for (std::thread& helper : helpers) helper.join();
}

/// Calls visit(first, n) for every block of a channel.
template <class Visit>
void for_blocks(const Shape& shape, const Visit& visit) {
  const std::int64_t m = shape.values_per_channel();
  for (std::int64_t first = 0; first < m; first += kBlock) {
    visit(first, static_cast<std::size_t>(std::min<std::int64_t>(kBlock, m - first)));
  }
}

/// Makes room for the outputs that forward has in this mode and dialect.
template <class T>
void make_room(const Problem& problem, const Dialect& dialect, Forward<T>& out) {
  const bool training = problem.mode == Mode::training;
  const std::size_t c = place(problem.shape.c);
  const std::size_t saved = training && dialect.saved != SavedStatistic::none ? c : 0;
  const std::size_t tracked = training && problem.has_running() ? c : 0;
  out.y.resize(problem.x.size());
  out.save_mean.resize(saved);
  out.save_invstd.resize(saved);
  out.running_mean.resize(tracked);
  out.running_var.resize(tracked);
}

template <class T>
void make_room(const Problem& problem, Backward<T>& out) {
  const std::size_t c = place(problem.shape.c);
  out.dx.resize(problem.dy.size());
  out.dweight.resize(problem.weight.empty() ? 0 : c);
  out.dbias.resize(problem.bias.empty() ? 0 : c);
}

/// Writes the statistics that forward returns; get(which) gives their values.
template <class T, class Get>
void write_statistics(std::int64_t channel, const Dialect& dialect, const Get& get,
                      Forward<T>& out) {
  const std::size_t c = place(channel);
  if (!out.save_mean.empty()) {
    const bool var = dialect.saved == SavedStatistic::variance;
    out.save_mean[c] = get(Statistic::mean);
    out.save_invstd[c] = get(var ? Statistic::var : Statistic::invstd);
  }
  if (out.running_mean.empty()) return;
  out.running_mean[c] = get(Statistic::running_mean);
  out.running_var[c] = get(Statistic::running_var);
}

template <class T, class Get>
void write_sums(std::int64_t channel, const Get& get, Backward<T>& out) {
  if (!out.dweight.empty()) out.dweight[place(channel)] = get(Statistic::dweight);
  if (!out.dbias.empty()) out.dbias[place(channel)] = get(Statistic::dbias);
}

auto enclosing(const CertifiedChannel& channel) {
  return [&channel](Statistic which) { return channel.ball(which); };
}

/// Rounds one statistic, and counts what decided it.
auto rounding(const CertifiedChannel& channel, TierCounts& tiers) {
  return [&](Statistic which) {
    const Decision decision = channel.rounded(which);
    tiers.count(decision.tier);
    return decision.value;
  };
}

/// Computes y, rounded or enclosed, block by block: work(x, n, y) does one.
template <class T, class Work>
void write_y(const Problem& problem, std::int64_t channel, std::vector<T>& y, const Work& work) {
  std::array<double, kBlock> x;
  std::array<T, kBlock> values;
  for_blocks(problem.shape, [&](std::int64_t first, std::size_t n) {
    read_values(problem.x.data(), problem.shape, channel, first, n, x.data());
    work(x.data(), n, values.data());
    write_values(values.data(), problem.shape, channel, first, n, y.data());
  });
}

/// The same for dx: work(x, dy, n, dx).
template <class T, class Work>
void write_dx(const Problem& problem, std::int64_t channel, std::vector<T>& dx, const Work& work) {
  std::array<double, kBlock> x;
  std::array<double, kBlock> dy;
  std::array<T, kBlock> values;
  for_blocks(problem.shape, [&](std::int64_t first, std::size_t n) {
    read_values(problem.x.data(), problem.shape, channel, first, n, x.data());
    read_values(problem.dy.data(), problem.shape, channel, first, n, dy.data());
    work(x.data(), dy.data(), n, values.data());
    write_values(values.data(), problem.shape, channel, first, n, dx.data());
  });
}

/// Collects the counts of several threads.
class SharedCounts {
 public:
  void merge(const TierCounts& counts) {
    const std::scoped_lock lock(mutex_);
    total_.merge(counts);
  }
  const TierCounts& total() const { return total_; }

 private:
  std::mutex mutex_;
  TierCounts total_;
};

}  // namespace

Statistics<Ball> CertifiedOracle::statistics(const Problem& problem) const {
  const std::size_t c = place(problem.shape.c);
  Statistics<Ball> out;
  for (auto* tensor : {&out.mean, &out.var, &out.invstd}) tensor->resize(c);
  share_out(problem.shape.c, threads_, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t channel = first; channel < last; ++channel) {
      const CertifiedChannel certified(problem, channel, {}, false);
      out.mean[place(channel)] = certified.ball(Statistic::mean);
      out.var[place(channel)] = certified.ball(Statistic::var);
      out.invstd[place(channel)] = certified.ball(Statistic::invstd);
    }
  });
  return out;
}

Forward<Ball> CertifiedOracle::forward(const Problem& problem, const Dialect& dialect) const {
  Forward<Ball> out;
  make_room(problem, dialect, out);
  share_out(problem.shape.c, threads_, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t channel = first; channel < last; ++channel) {
      const CertifiedChannel certified(problem, channel, dialect, false);
      write_y(problem, channel, out.y,
              [&](const double* x, std::size_t n, Ball* y) { certified.enclose_y(x, n, y); });
      write_statistics(channel, dialect, enclosing(certified), out);
    }
  });
  return out;
}

Backward<Ball> CertifiedOracle::backward(const Problem& problem) const {
  Backward<Ball> out;
  make_room(problem, out);
  share_out(problem.shape.c, threads_, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t channel = first; channel < last; ++channel) {
      const CertifiedChannel certified(problem, channel, {}, true);
      write_dx(problem, channel, out.dx,
               [&](const double* x, const double* dy, std::size_t n, Ball* dx) {
                 certified.enclose_dx(x, dy, n, dx);
               });
      write_sums(channel, enclosing(certified), out);
    }
  });
  return out;
}

DoubleBackward<Ball> CertifiedOracle::double_backward(const Problem& problem,
                                                      const SecondGradients& second) const {
  return PreciseOracle().double_backward(problem, second);
}

void CertifiedOracle::rounded_forward(const Problem& problem, const Dialect& dialect,
                                      Rounded<Forward<double>>& out) const {
  make_room(problem, dialect, out.outputs);
  SharedCounts counts;
  share_out(problem.shape.c, threads_, [&](std::int64_t first, std::int64_t last) {
    TierCounts tiers;
    for (std::int64_t channel = first; channel < last; ++channel) {
      const CertifiedChannel certified(problem, channel, dialect, false);
      write_y(problem, channel, out.outputs.y, [&](const double* x, std::size_t n, double* y) {
        certified.round_y(x, n, y, tiers);
      });
      write_statistics(channel, dialect, rounding(certified, tiers), out.outputs);
    }
    counts.merge(tiers);
  });
  out.tiers = counts.total();
}

Rounded<Forward<double>> CertifiedOracle::rounded_forward(const Problem& problem,
                                                          const Dialect& dialect) const {
  Rounded<Forward<double>> out;
  rounded_forward(problem, dialect, out);
  return out;
}

void CertifiedOracle::rounded_backward(const Problem& problem,
                                       Rounded<Backward<double>>& out) const {
  make_room(problem, out.outputs);
  SharedCounts counts;
  share_out(problem.shape.c, threads_, [&](std::int64_t first, std::int64_t last) {
    TierCounts tiers;
    for (std::int64_t channel = first; channel < last; ++channel) {
      const CertifiedChannel certified(problem, channel, {}, true);
      write_dx(problem, channel, out.outputs.dx,
               [&](const double* x, const double* dy, std::size_t n, double* dx) {
                 certified.round_dx(x, dy, n, dx, tiers);
               });
      write_sums(channel, rounding(certified, tiers), out.outputs);
    }
    counts.merge(tiers);
  });
  out.tiers = counts.total();
}

Rounded<Backward<double>> CertifiedOracle::rounded_backward(const Problem& problem) const {
  Rounded<Backward<double>> out;
  rounded_backward(problem, out);
  return out;
}

}  // namespace bncheck::reference
