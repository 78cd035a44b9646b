#pragma once

#include "bn_plugin.h"

namespace cpu::rounded {

/// The operation and its derivatives, each answer the nearest number to the exact value; for double
/// the same as cpu::forward and its like, whose arguments these are.
template <class T>
void forward(const bn_forward_args& args);
template <class T>
void backward(const bn_backward_args& args);
template <class T>
void double_backward(const bn_double_backward_args& args);

}  // namespace cpu::rounded
