#pragma once

#include <cstdint>
#include <vector>

#include "core/implementation.h"
#include "core/verdict.h"

namespace bncheck::runner {

/// A few neighbouring channels of a problem, judged as a problem of their own.
struct Slice {
  std::int64_t first = 0;  ///< the first channel
  std::int64_t count = 1;
};

/// Cuts the channels of a shape into slices: one channel each, or as many as make a slice of some
/// thousand values.
std::vector<Slice> slices_of(const Shape& shape);

/// Returns the slice's part of a problem.
Problem part_of(const Problem& whole, const Slice& slice);

/// Returns the place of an element, as a judgement of the slice numbers it, in the whole: an
/// element of `what`, which is y or dx, or else a channel.
std::size_t whole_index(const Shape& whole, const Slice& slice, std::string_view what,
                        std::size_t index);

/// Returns the channel of the whole that an evidence is about.
std::int64_t channel_of(const Shape& whole, const Evidence& evidence);

/// What an implementation answered to a whole problem, once; refers to it.
struct Answers {
  Implementation& implementation;
  const Shape& shape;
  const Contract& contract;
  const Outcome<Forward<double>>& forward;
  const Outcome<Backward<double>>& backward;
};

/// Answers for a slice with the slice's part of what was answered to the whole, so that laws need
/// not know. What the answers refer to must outlive it.
class SliceImplementation : public Implementation {
 public:
  SliceImplementation(const Answers& whole, const Slice& slice) : whole_(whole), slice_(slice) {}

  std::string name() const override { return whole_.implementation.name(); }
  std::string version() const override { return whole_.implementation.version(); }
  std::string dialect() const override { return whole_.implementation.dialect(); }
  bool has_backward() const override { return whole_.implementation.has_backward(); }
  Contract contract(const Problem&) override { return whole_.contract; }
  Outcome<Forward<double>> forward(const Problem&, bool) override;
  Outcome<Backward<double>> backward(const Problem&, const SavedStatistics&) override;

 private:
  Answers whole_;
  Slice slice_;
};

}  // namespace bncheck::runner
