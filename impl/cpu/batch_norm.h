#pragma once

#include "bn_plugin.h"

namespace cpu {

/// The operation and its derivatives, for elements of type T. Arguments have been found valid, and
/// x not empty (but for backward, whose sums over nothing are zero).
template <class T>
void forward(const bn_forward_args& args);
template <class T>
void backward(const bn_backward_args& args);
template <class T>
void double_backward(const bn_double_backward_args& args);

}  // namespace cpu
