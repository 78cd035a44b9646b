// Mean and variance over other axes than those of batch norm.
#include "diagnosis/hypothesis.h"

namespace bncheck::diagnosis {
namespace {

/// Which values are normalized together: those that differ along these axes alone.
struct Axes {
  const char* sentence;
  bool images, channels;
  enum class Places { one, all, of_last_index } places;
};

using Places = Axes::Places;

constexpr Axes kAxes[] = {
    {"every image is normalized on its own, as in instance norm: the batch axis is left out of the "
     "mean and the variance",
     false, false, Places::all},
    {"every place of an image is normalized on its own: the spatial axes are left out of the mean "
     "and the variance",
     true, false, Places::one},
    {"every image is normalized over its channels, too, as in layer norm", false, true,
     Places::all},
    {"every place of every image is normalized over its channels", false, true, Places::one},
    {"mean and variance are over all but the last axis, as if that were the channels", true, true,
     Places::of_last_index},
    {"mean and variance are over all channels together", true, true, Places::all},
};

struct Range {
  std::int64_t begin, end;
};

Range range(bool all, std::int64_t own, std::int64_t count) {
  return all ? Range{0, count} : Range{own, own + 1};
}

/// Calls body with the channel and the number there of all values that are normalized with value j.
template <class Body>
void for_each_value(const Axes& axes, const Channel& c, std::size_t j, Body body) {
  const Shape& shape = c.problem->shape;
  const std::int64_t places = shape.spatial_size();
  const std::int64_t width = shape.spatial.empty() ? 1 : shape.spatial.back();
  const std::int64_t own_image = static_cast<std::int64_t>(j) / places;
  const std::int64_t own_place = static_cast<std::int64_t>(j) % places;
  const Range images = range(axes.images, own_image, shape.n);
  const Range channels = range(axes.channels, static_cast<std::int64_t>(c.number), shape.c);
  const Range all_places = range(axes.places != Places::one, own_place, places);
  for (std::int64_t channel = channels.begin; channel < channels.end; ++channel) {
    for (std::int64_t image = images.begin; image < images.end; ++image) {
      for (std::int64_t place = all_places.begin; place < all_places.end; ++place) {
        if (axes.places == Places::of_last_index && (place - own_place) % width != 0) continue;
        body(channel, image * places + place);
      }
    }
  }
}

Ball value_at(const std::vector<double>& tensor, const Channel& c, std::int64_t channel,
              std::int64_t j) {
  return Ball(tensor[static_cast<std::size_t>(c.problem->shape.index(channel, j))]);
}

/// What normalizes value j.
struct Normalizer {
  Ball count, mean, var, invstd;
  Ball of(const Ball& x) const { return (x - mean) * invstd; }
};

Normalizer normalizer(const Axes& axes, const Channel& c, std::size_t j) {
  Normalizer own;
  for_each_value(axes, c, j, [&](std::int64_t channel, std::int64_t i) {
    own.count = own.count + Ball(1);
    own.mean = own.mean + value_at(c.problem->x, c, channel, i);
  });
  own.mean = own.mean / own.count;
  for_each_value(axes, c, j, [&](std::int64_t channel, std::int64_t i) {
    own.var = own.var + square(value_at(c.problem->x, c, channel, i) - own.mean);
  });
  own.var = own.var / own.count;
  own.invstd = inverse_root(own.var + c.eps);
  return own;
}

Ball gradient(const Axes& axes, const Channel& c, std::size_t j) {
  const Normalizer own = normalizer(axes, c, j);
  Ball total, along;
  for_each_value(axes, c, j, [&](std::int64_t channel, std::int64_t i) {
    const Ball slope = value_at(c.problem->dy, c, channel, i) * Ball(c.problem->weight_of(channel));
    total = total + slope;
    along = along + slope * own.of(value_at(c.problem->x, c, channel, i));
  });
  return own.invstd * (c.dy[j] * c.weight - total / own.count - own.of(c.x[j]) * along / own.count);
}

Formula normalized_over(const Axes& axes) {
  Formula formula;
  formula.y = [&axes](const Channel& c, std::size_t j) {
    return normalizer(axes, c, j).of(c.x[j]) * c.weight + c.bias;
  };
  formula.dx = [&axes](const Channel& c, std::size_t j) { return gradient(axes, c, j); };
  formula.dweight = [&axes](const Channel& c) {
    Ball total;
    for (std::size_t j = 0; j < c.count(); ++j) {
      total = total + c.dy[j] * normalizer(axes, c, j).of(c.x[j]);
    }
    return total;
  };
  return formula;
}

/// Where each channel still has one mean and one variance, they are also what is saved and tracked.
Formula statistics_over(const Axes& axes) {
  Formula formula;
  formula.mean = [&axes](const Channel& c) { return normalizer(axes, c, 0).mean; };
  formula.var = [&axes](const Channel& c) { return normalizer(axes, c, 0).var; };
  return formula;
}

}  // namespace

std::vector<Hypothesis> axes_hypotheses() {
  std::vector<Hypothesis> all;
  for (const Axes& axes : kAxes) {
    all.push_back({Cause::wrong_axes, axes.sentence, normalized_over(axes), {true, false}});
    if (axes.images && axes.channels && axes.places == Places::all) {
      all.push_back({Cause::wrong_axes, axes.sentence, statistics_over(axes), {true, false}});
    }
  }
  return all;
}

}  // namespace bncheck::diagnosis
