#pragma once

#include <gtest/gtest.h>

#include <stdexcept>

#include "cpu/rounded/operations.h"
#include "tests/impl/cuda/rounded/rounded_launcher.h"

// What cuda-rounded answers, beside what cpu does: both are correctly rounded, so the bits are the
// same.
namespace cuda {

/// The plug-in cpu.
struct OnCpu {
  Machine machine() const { return {}; }
};

template <class Args>
void run_on_cpu(Args args) {
  args.device = BN_CPU;
  if (cpu::checked_run(cpu::RoundedOperations(), &args) == BN_OK) return;
  throw std::runtime_error("the plug-in cpu refuses: " + cpu::failure);
}
template <class T>
void run(const bn_forward_args& args, OnCpu&) {
  run_on_cpu(args);
}
template <class T>
void run(const bn_backward_args& args, OnCpu&) {
  run_on_cpu(args);
}

using RoundedTypes = testing::Types<Float16, BFloat16, float, double>;

/// A few stretches with a part and channels for packs; little; two values; channels alone; nothing.
constexpr BatchShape kRoundedShapes[] = {
    {7, 5, 300}, {4, 24, 49}, {2, 3, 1}, {8, 70, 1}, {0, 3, 4}};

/// Compares the bits for this shape, in all orders of memory, apart and in place.
template <class T, class Launcher>
void expect_bits_of_cpu(const BatchShape& shape, Launcher& launcher,
                        Values values = Values::ordinary) {
  OnCpu cpu;
  for (const Operation operation : kOperations) {
    const std::vector<double> expected = answer<T>(operation, shape, {}, cpu, values);
    for (const Order order : {Order::channels_first, Order::channels_last, Order::spaced}) {
      for (const bool in_place : {false, true}) {
        const int offset = in_place ? 1 : 0;
        EXPECT_EQ(answer<T>(operation, shape, {order, offset, offset, in_place}, launcher, values),
                  expected)
            << "operation " << static_cast<int>(operation) << ", " << shape.n << "x" << shape.c
            << "x" << shape.s << ", order " << static_cast<int>(order) << ", in place " << in_place;
      }
    }
  }
}

}  // namespace cuda
