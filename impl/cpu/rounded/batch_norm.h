#pragma once

#include "bn_plugin.h"

namespace cpu::rounded {

constexpr std::size_t kContext = 5;

/// The operation and its derivatives, each answer the nearest number to the exact value. Arguments
/// are those of cpu::forward and its like. Training writes kContext doubles a channel to kept,
/// backward reads them from context; either may be null, and double uses neither.
template <class T>
void forward(const bn_forward_args& args, double* kept = nullptr);
template <class T>
void backward(const bn_backward_args& args, const double* context = nullptr);
template <class T>
void double_backward(const bn_double_backward_args& args);

/// Double has code of its own.
template <>
void forward<double>(const bn_forward_args& args, double* kept);
template <>
void backward<double>(const bn_backward_args& args, const double* context);
template <>
void double_backward<double>(const bn_double_backward_args& args);

}  // namespace cpu::rounded
