#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "core/batch_norm.h"
#include "core/contract.h"

namespace bncheck::tests {

/// How an honest implementation goes about it, beyond its contract's types.
struct Manner {
  VarianceAlgorithm variance = VarianceAlgorithm::two_pass;
  ApplyForm apply = ApplyForm::direct;
  bool pairwise = false;         ///< sums as a balanced tree instead of sequentially
  bool reciprocal = false;       ///< multiplies by a rounded 1/m
  bool moving_step = false;      ///< running += momentum * (batch - running)
  bool weight_first = false;     ///< applies weight before invstd
  bool cubed = false;            ///< backward through dvar, with invstd^3, as textbooks do
  bool product_of_sums = false;  ///< backward as (x - mean) * (sum dy (x - mean)) * invstd^2 / m
};

/// A batch norm of one channel that does exactly what a contract says: every value of a type is
/// rounded to it after each operation.
template <class Element, class Accumulator, class Stored, class Applied, class Data>
class Honest {
 public:
  explicit Honest(const Manner& manner) : manner_(manner) {}

  struct Kept {
    Stored mean;
    Stored var;
    Stored invstd;
  };

  Kept statistics(const std::vector<Data>& x, Data eps) const {
    Kept kept{};
    if (manner_.variance == VarianceAlgorithm::welford) {
      kept = welford(x);
    } else {
      const Accumulator mean = mean_of(map<Accumulator>(x, [](Data v) { return Accumulator(v); }));
      kept.mean = Stored(mean);
      kept.var = manner_.variance == VarianceAlgorithm::one_pass ? one_pass(x, mean)
                                                                 : two_pass(x, kept.mean);
    }
    using Coarse = std::conditional_t<(sizeof(Stored) < sizeof(Accumulator)), Stored, Accumulator>;
    kept.invstd = Stored(Coarse(1) / std::sqrt(Coarse(Coarse(kept.var) + Coarse(eps))));
    return kept;
  }

  std::vector<Data> apply(const std::vector<Data>& x, const Kept& kept, Data weight,
                          Data bias) const {
    const auto mean = Applied(kept.mean);
    const auto invstd = Applied(kept.invstd);
    if (manner_.apply == ApplyForm::folded) {
      const Applied a = Applied(weight) * invstd;
      const Applied b = Applied(bias) - mean * a;
      return map<Data>(x, [&](Data v) { return Data(a * Applied(v) + b); });
    }
    if (manner_.weight_first) {
      return map<Data>(x, [&](Data v) {
        return Data((Applied(v) - mean) * Applied(weight) * invstd + Applied(bias));
      });
    }
    return map<Data>(x, [&](Data v) {
      return Data((Applied(v) - mean) * invstd * Applied(weight) + Applied(bias));
    });
  }

  Data updated(Data running, Stored batch, Data momentum) const {
    if (manner_.moving_step) return running + momentum * (Data(batch) - running);
    return (Data(1) - momentum) * running + momentum * Data(batch);
  }

  struct Gradient {
    std::vector<Data> dx;
    Data dweight;
    Data dbias;
  };

  Gradient gradient(const std::vector<Data>& x, const std::vector<Data>& dy, Data saved_mean,
                    Data saved_invstd, Data weight) const {
    const auto mean = Element(saved_mean);
    const auto invstd = Element(saved_invstd);
    const auto m = static_cast<Accumulator>(x.size());
    std::vector<Accumulator> products(x.size());
    for (std::size_t j = 0; j < x.size(); ++j) {
      const Element d = Element(x[j]) - mean;
      products[j] = Element(dy[j]) * (manner_.product_of_sums ? d : Element(d * invstd));
    }
    const Accumulator sum_dy = sum(map<Accumulator>(dy, [](Data v) { return Accumulator(v); }));
    const Accumulator dot = sum(products);
    Gradient out{std::vector<Data>(x.size()),
                 manner_.product_of_sums ? Data(dot * invstd) : Data(dot), Data(sum_dy)};
    if (manner_.cubed) {
      out.dx = textbook(x, dy, mean, invstd, Element(weight));
      return out;
    }
    const auto mean_dy = Element(sum_dy / m);
    const auto slope =
        manner_.product_of_sums ? Element(dot * invstd * invstd / m) : Element(dot / m);
    for (std::size_t j = 0; j < x.size(); ++j) {
      const Element d = Element(x[j]) - mean;
      const Element part = manner_.product_of_sums ? d : Element(d * invstd);
      const Element inner = (Element(dy[j]) - mean_dy) - part * slope;
      out.dx[j] = manner_.product_of_sums ? Data(inner * invstd * Element(weight))
                                          : Data((Element(weight) * invstd) * inner);
    }
    return out;
  }

 private:
  template <class To, class From, class F>
  static std::vector<To> map(const std::vector<From>& values, F f) {
    std::vector<To> out(values.size());
    std::transform(values.begin(), values.end(), out.begin(), f);
    return out;
  }

  /// dvar = sum(dxhat * (x - mean)) * -invstd^3 / 2, dmean = -sum(dxhat) * invstd + dvar * ..., and
  /// dx = dxhat * invstd + dvar * 2 (x - mean) / m + dmean / m.
  std::vector<Data> textbook(const std::vector<Data>& x, const std::vector<Data>& dy, Element mean,
                             Element invstd, Element weight) const {
    const auto m = static_cast<Element>(x.size());
    Accumulator dvar = 0;
    Accumulator dmean = 0;
    for (std::size_t j = 0; j < x.size(); ++j) {
      dvar += Element(dy[j]) * weight * (Element(x[j]) - mean) * Element(-0.5);
      dmean -= Element(dy[j]) * weight * invstd;
    }
    dvar *= invstd * invstd * invstd;
    std::vector<Data> dx(x.size());
    for (std::size_t j = 0; j < x.size(); ++j) {
      dx[j] = Data(Element(dy[j]) * weight * invstd +
                   Element(dvar) * Element(2) * (Element(x[j]) - mean) / m + Element(dmean) / m);
    }
    return dx;
  }

  Accumulator sum(const std::vector<Accumulator>& terms) const {
    return manner_.pairwise ? tree(terms, 0, terms.size()) : sequence(terms);
  }

  static Accumulator sequence(const std::vector<Accumulator>& terms) {
    Accumulator total = 0;
    for (Accumulator term : terms) total += term;
    return total;
  }

  static Accumulator tree(const std::vector<Accumulator>& terms, std::size_t from, std::size_t to) {
    if (to - from == 1) return terms[from];
    const std::size_t half = from + (to - from) / 2;
    return tree(terms, from, half) + tree(terms, half, to);
  }

  Accumulator mean_of(const std::vector<Accumulator>& terms) const {
    const auto m = static_cast<Accumulator>(terms.size());
    return manner_.reciprocal ? sum(terms) * (Accumulator(1) / m) : sum(terms) / m;
  }

  Stored two_pass(const std::vector<Data>& x, Stored mean) const {
    return Stored(mean_of(map<Accumulator>(x, [&](Data v) {
      const Element d = Element(v) - Element(mean);
      return Accumulator(Element(d * d));
    })));
  }

  Stored one_pass(const std::vector<Data>& x, Accumulator mean) const {
    const Accumulator square = mean_of(
        map<Accumulator>(x, [](Data v) { return Accumulator(Element(Element(v) * Element(v))); }));
    return Stored(std::max(Accumulator(0), square - mean * mean));
  }

  /// One chain, or eight chains merged two by two.
  Kept welford(const std::vector<Data>& x) const {
    struct Partial {
      Accumulator n, mean, sum;
    };
    std::vector<Partial> parts(manner_.pairwise ? 8 : 1, Partial{0, 0, 0});
    for (std::size_t j = 0; j < x.size(); ++j) {
      Partial& part = parts[j % parts.size()];
      part.n += 1;
      const Accumulator d = Accumulator(x[j]) - part.mean;
      part.mean += manner_.reciprocal ? d * (Accumulator(1) / part.n) : d / part.n;
      part.sum += d * (Accumulator(x[j]) - part.mean);
    }
    while (parts.size() > 1) {
      std::vector<Partial> merged;
      for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
        const Partial& a = parts[i];
        const Partial& b = parts[i + 1];
        const Accumulator n = a.n + b.n;
        if (n == 0) {
          merged.push_back(a);
          continue;
        }
        const Accumulator d = b.mean - a.mean;
        const Accumulator share = b.n / n;
        merged.push_back({n, a.mean + d * share, a.sum + b.sum + d * d * (a.n * share)});
      }
      parts = merged;
    }
    return {Stored(parts[0].mean), Stored(parts[0].sum / parts[0].n), Stored(0)};
  }

  Manner manner_;
};

}  // namespace bncheck::tests
