#pragma once

#include <cmath>

// What becomes of one value, in P: Output of x, Gradient of dy and x. Both are made from what a
// channel's values share.
namespace variants {

template <class P>
struct Affine {
  P mean, invstd, weight, bias;
};

/// What training subtracts from dy: mean dy and mean dy*xhat. Evaluation subtracts nothing.
template <class P>
struct Projected {
  P dy, product;
};

struct Direct {
  template <class P>
  struct Output {
    Affine<P> of;
    P operator()(P x) const { return (x - of.mean) * of.invstd * of.weight + of.bias; }
  };

  template <class P>
  struct Gradient {
    Affine<P> of;
    Projected<P> means;
    P operator()(P dy, P x) const {
      const P xhat = (x - of.mean) * of.invstd;
      return of.weight * of.invstd * ((dy - means.dy) - xhat * means.product);
    }
  };
};

/// As Direct, with fused multiply-adds.
struct DirectFused {
  template <class P>
  struct Output {
    Affine<P> of;
    P operator()(P x) const { return std::fma((x - of.mean) * of.invstd, of.weight, of.bias); }
  };

  template <class P>
  struct Gradient {
    Affine<P> of;
    Projected<P> means;
    P operator()(P dy, P x) const {
      const P xhat = (x - of.mean) * of.invstd;
      return of.weight * of.invstd * std::fma(-xhat, means.product, dy - means.dy);
    }
  };
};

/// As Direct, with the factors in other groups: weight*invstd first, and xhat*mean(dy*xhat) as
/// (x - mean)*(invstd*mean(dy*xhat)).
struct Regrouped {
  template <class P>
  struct Output {
    explicit Output(const Affine<P>& of)
        : mean(of.mean), scale(of.weight * of.invstd), bias(of.bias) {}
    P mean, scale, bias;
    P operator()(P x) const { return (x - mean) * scale + bias; }
  };

  template <class P>
  struct Gradient {
    Gradient(const Affine<P>& of, const Projected<P>& means)
        : mean(of.mean),
          scale(of.weight * of.invstd),
          slope(of.invstd * means.product),
          mean_dy(means.dy) {}
    P mean, scale, slope, mean_dy;
    P operator()(P dy, P x) const { return scale * (dy - (mean_dy + (x - mean) * slope)); }
  };
};

/// a*x + b, and a*dy + (p*x + q), with the channel's factors made beforehand.
struct Folded {
  template <class P>
  struct Output {
    explicit Output(const Affine<P>& of) : a(of.weight * of.invstd), b(of.bias - of.mean * a) {}
    P a, b;
    P operator()(P x) const { return a * x + b; }
  };

  template <class P>
  struct Gradient {
    Gradient(const Affine<P>& of, const Projected<P>& means)
        : a(of.weight * of.invstd),
          p(-(a * of.invstd) * means.product),
          q(-(p * of.mean) - a * means.dy) {}
    P a, p, q;
    P operator()(P dy, P x) const { return a * dy + (p * x + q); }
  };
};

/// As Folded, with fused multiply-adds.
struct FoldedFused {
  template <class P>
  struct Output : Folded::Output<P> {
    using Folded::Output<P>::Output;
    P operator()(P x) const { return std::fma(this->a, x, this->b); }
  };

  template <class P>
  struct Gradient : Folded::Gradient<P> {
    using Folded::Gradient<P>::Gradient;
    P operator()(P dy, P x) const { return std::fma(this->a, dy, std::fma(this->p, x, this->q)); }
  };
};

}  // namespace variants
