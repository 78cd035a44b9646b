#pragma once

#include <cstddef>
#include <vector>

namespace bncheck::tests {

/// How an honest double backward goes about it.
enum class SecondManner {
  centered,   ///< from centered values and one coefficient for each of x, dy and ddx
  published,  ///< term by term as the formula was published, with invstd^3 and uncentered sums
};

template <class Data>
struct SecondAnswer {
  std::vector<Data> d_dy, d_x;
  Data d_weight = 0;
};

/// What one channel's double backward is given.
template <class Data>
struct SecondQuestion {
  std::vector<Data> x, dy, ddx;
  Data mean = 0, invstd = 0;  ///< as saved
  Data weight = 1, ddweight = 0, ddbias = 0;
};

/// A double backward of one channel that rounds to its types after each operation.
template <class Element, class Accumulator, class Data>
class HonestSecond {
 public:
  explicit HonestSecond(const SecondQuestion<Data>& question)
      : q_(question),
        size_(question.x.size()),
        m_(static_cast<Element>(size_)),
        r_(question.invstd),
        w_(question.weight),
        a_(question.ddweight),
        b_(question.ddbias) {}

  SecondAnswer<Data> train(SecondManner manner) const {
    return manner == SecondManner::centered ? centered() : published();
  }

  SecondAnswer<Data> evaluate() const {
    SecondAnswer<Data> out = sized();
    for (std::size_t j = 0; j < size_; ++j) {
      out.d_dy[j] = Data(v(j) * r_ * w_ + a_ * d(j) * r_ + b_);
      out.d_x[j] = Data(a_ * r_ * g(j));
    }
    out.d_weight = Data(sum([&](std::size_t j) { return g(j) * v(j) * r_; }));
    return out;
  }

 private:
  SecondAnswer<Data> sized() const {
    return {std::vector<Data>(size_), std::vector<Data>(size_), Data(0)};
  }

  Element d(std::size_t j) const { return Element(q_.x[j]) - Element(q_.mean); }
  Element g(std::size_t j) const { return Element(q_.dy[j]); }
  Element v(std::size_t j) const { return Element(q_.ddx[j]); }

  template <class Term>
  Element sum(const Term& term) const {
    Accumulator total = 0;
    for (std::size_t j = 0; j < size_; ++j) total += Accumulator(term(j));
    return Element(total);
  }

  SecondAnswer<Data> centered() const {
    const Element mean_g = sum([&](std::size_t j) { return g(j); }) / m_;
    const Element mean_v = sum([&](std::size_t j) { return v(j); }) / m_;
    const Element r2 = r_ * r_;
    const Element gd = sum([&](std::size_t j) { return g(j) * d(j); }) * r2 / m_;
    const Element vd_sum = sum([&](std::size_t j) { return v(j) * d(j); });
    const Element vd = vd_sum * r2 / m_;
    const Element gv = sum([&](std::size_t j) { return (g(j) - mean_g) * (v(j) - mean_v); });
    const Element of_d = w_ * r_ * (Element(3) * gd * vd - gv * r2 / m_) - a_ * r_ * gd;
    const Element of_g = a_ * r_ - w_ * r_ * vd;
    SecondAnswer<Data> out = sized();
    for (std::size_t j = 0; j < size_; ++j) {
      out.d_x[j] = Data(of_d * d(j) + of_g * (g(j) - mean_g) - w_ * r_ * gd * (v(j) - mean_v));
      out.d_dy[j] = Data(of_g * d(j) + w_ * r_ * (v(j) - mean_v) + b_);
    }
    out.d_weight = Data(r_ * (gv - vd_sum * gd));
    return out;
  }

  /// backward's dx along a gradient, without weight.
  template <class Gradient>
  Element first(const Gradient& gradient, Element total, Element total_d, std::size_t j) const {
    return r_ / m_ * (m_ * gradient(j) - total - d(j) * (r_ * r_) * total_d);
  }

  SecondAnswer<Data> published() const {
    const auto of_g = [&](std::size_t j) { return g(j); };
    const auto of_v = [&](std::size_t j) { return v(j); };
    const Element g_sum = sum(of_g);
    const Element v_sum = sum(of_v);
    const Element gd = sum([&](std::size_t j) { return g(j) * d(j); });
    const Element vd = sum([&](std::size_t j) { return v(j) * d(j); });
    const Element gv = sum([&](std::size_t j) { return g(j) * v(j); });
    const Element cube = r_ * r_ * r_;
    const Element all = v_sum * g_sum / m_ - gv + r_ * r_ * gd * vd * (Element(3) / m_);
    SecondAnswer<Data> out = sized();
    for (std::size_t j = 0; j < size_; ++j) {
      const Element along_x = d(j) * cube * all / m_;
      const Element along_g = vd * cube / m_ * (g_sum / m_ - g(j));
      const Element along_v = gd * cube / m_ * (v_sum / m_ - v(j));
      const Element along_weight = g(j) * r_ - r_ * g_sum / m_ - d(j) * cube * gd / m_;
      out.d_x[j] = Data(w_ * (along_x + along_g + along_v) + a_ * along_weight);
      out.d_dy[j] = Data(w_ * first(of_v, v_sum, vd, j) + a_ * d(j) * r_ + b_);
    }
    out.d_weight = Data(sum([&](std::size_t j) { return v(j) * first(of_g, g_sum, gd, j); }));
    return out;
  }

  const SecondQuestion<Data>& q_;
  std::size_t size_;
  Element m_, r_, w_, a_, b_;
};

}  // namespace bncheck::tests
