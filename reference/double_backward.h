#pragma once

#include <vector>

#include "reference/batch_norm.h"

// The derivative of backward, one channel at a time, for the number types of
// reference/batch_norm.h. With S = sum(ddx*dx) + ddweight*dweight + ddbias*dbias, a function of dy,
// x and weight, these are dS/d(dy), dS/dx and dS/d(weight). S is linear in dy and in weight; dx is
// a symmetric map of dy, and the derivative of ddx'dx by x is symmetric in dy and ddx.
namespace bncheck::reference {

/// The gradients that arrive at one channel's dx, dweight and dbias.
template <class Real>
struct Second {
  std::vector<Real> ddx;
  Real ddweight;
  Real ddbias;
};

/// What double backward returns for one channel.
template <class Real>
struct SecondGradient {
  std::vector<Real> d_dy;
  std::vector<Real> d_x;
  Real d_weight;
};

/// A gradient as backward sees it: its mean, its mean product with xhat, and its distances from
/// its mean.
template <class Real>
struct Centered {
  Centered(const std::vector<Real>& gradient, const std::vector<Real>& xhat)
      : along(dot(gradient, xhat) / Real(static_cast<double>(xhat.size()))),
        centered(deviations(gradient, mean(gradient))) {}

  Real along;  ///< mean(g * xhat)
  std::vector<Real> centered;
};

/// Double backward in training, with u and v the centered dy and ddx, p = mean(dy*xhat) and
/// q = mean(ddx*xhat):
///   d_dy     = weight*invstd*(v - xhat*q) + ddweight*xhat + ddbias
///   d_x      = weight*invstd^2*(xhat*(3*p*q - mean(u*v)) - q*u - p*v) + ddweight*invstd*(u -
///   xhat*p) d_weight = invstd*m*(mean(u*v) - p*q)
template <class Real>
SecondGradient<Real> training_second_gradient(const std::vector<Real>& x,
                                              const std::vector<Real>& dy,
                                              const Second<Real>& second,
                                              const Moments<Real>& moments, const Real& invstd,
                                              double weight) {
  if (x.empty()) return {{}, {}, Real(0.0)};
  const std::vector<Real> xhat = normalized(x, moments, invstd);
  const Centered<Real> u(dy, xhat);
  const Centered<Real> v(second.ddx, xhat);
  const Real products = dot(u.centered, v.centered);
  const Real m(static_cast<double>(x.size()));
  const Real scale = Real(weight) * invstd;
  const Real bend = Real(3.0) * u.along * v.along - products / m;
  SecondGradient<Real> out{{}, {}, invstd * (products - m * u.along * v.along)};
  for (std::size_t j = 0; j < x.size(); ++j) {
    out.d_dy.push_back(scale * (v.centered[j] - xhat[j] * v.along) + second.ddweight * xhat[j] +
                       second.ddbias);
    out.d_x.push_back(scale * invstd *
                          (xhat[j] * bend - v.along * u.centered[j] - u.along * v.centered[j]) +
                      second.ddweight * invstd * (u.centered[j] - xhat[j] * u.along));
  }
  return out;
}

/// Double backward in evaluation, where dx = weight*invstd*dy and xhat is linear in x:
///   d_dy = weight*invstd*ddx + ddweight*xhat + ddbias, d_x = ddweight*invstd*dy,
///   d_weight = invstd*sum(dy*ddx)
template <class Real>
SecondGradient<Real> evaluation_second_gradient(const std::vector<Real>& x,
                                                const std::vector<Real>& dy,
                                                const Second<Real>& second,
                                                const Moments<Real>& moments, const Real& invstd,
                                                double weight) {
  const std::vector<Real> xhat = normalized(x, moments, invstd);
  const Real scale = Real(weight) * invstd;
  SecondGradient<Real> out{{}, {}, invstd * dot(dy, second.ddx)};
  for (std::size_t j = 0; j < x.size(); ++j) {
    out.d_dy.push_back(scale * second.ddx[j] + second.ddweight * xhat[j] + second.ddbias);
    out.d_x.push_back(second.ddweight * invstd * dy[j]);
  }
  return out;
}

}  // namespace bncheck::reference
