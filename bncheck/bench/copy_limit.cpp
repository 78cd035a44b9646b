#include "bncheck/bench/copy_limit.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <limits>

namespace bncheck::bench {
namespace {

constexpr std::size_t kPage = 4096;
constexpr int kTries = 5;

/// glibc's own way: beyond the size of the caches it writes around them.
void copy_at_once(std::byte* to, const std::byte* from, std::size_t size) {
  std::memcpy(to, from, size);
}

/// So little at a time that glibc takes plain loads and stores: by its tunables it takes "rep
/// movsb" from 2 KiB on at the earliest (x86_rep_movsb_threshold).
void copy_by_blocks(std::byte* to, const std::byte* from, std::size_t size) {
  constexpr std::size_t kBlock = 1024;
  for (; size >= kBlock; size -= kBlock, to += kBlock, from += kBlock) {
    std::memcpy(to, from, kBlock);
  }
  std::memcpy(to, from, size);
}

}  // namespace

Readiness CopyLimit::prepare(const Workload& workload, Stage& stage) {
  stage_ = &stage;
  if (!team_ || team_->size() != workload.threads) {
    team_ = std::make_unique<Team>(workload.threads);
  }
  double best = std::numeric_limits<double>::infinity();
  for (const Copy copy : {copy_at_once, copy_by_blocks}) {
    for (const bool shared : {false, true}) {
      double least = time(copy, shared);
      for (int i = 1; i < kTries; ++i) least = std::min(least, time(copy, shared));
      if (least >= best) continue;
      best = least;
      copy_ = copy;
      shared_ = shared;
    }
  }
  return {};
}

double CopyLimit::time(Copy copy, bool shared) const {
  const std::size_t bytes = stage_->x().bytes();
  std::byte* to = stage_->result().data();
  const std::byte* from = stage_->x().data();
  const std::size_t part = (bytes / (shared ? team_->size() : 1) + kPage) / kPage * kPage;
  const auto start = std::chrono::steady_clock::now();
  if (shared) {
    team_->run([=](unsigned number) {
      const std::size_t first = std::min(bytes, number * part);
      copy(to + first, from + first, std::min(part, bytes - first));
    });
  } else {
    copy(to, from, bytes);
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::vector<double> CopyLimit::take_turn(unsigned untimed, unsigned timed) {
  for (unsigned i = 0; i < untimed; ++i) time(copy_, shared_);
  std::vector<double> seconds;
  for (unsigned i = 0; i < timed; ++i) seconds.push_back(time(copy_, shared_));
  return seconds;
}

}  // namespace bncheck::bench
