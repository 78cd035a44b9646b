#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <mutex>
#include <vector>

#include "core/case.h"

// The domains that a case is drawn from. This header is for this folder alone: it shows RapidCheck.
namespace bncheck::properties::generators {

/// Draws a shape: up to three spatial axes, few values per channel or powers of two and their
/// neighbours, rarely 10^5 values, images or channels, and sometimes none.
rc::Gen<Shape> shapes();

/// Draws where the tensors lie, in orders of the list; dy may be expanded if it is one value.
rc::Gen<Layouts> layouts(const std::vector<Layout>& kinds, bool one_gradient);

/// Draws eps: mostly 1e-5, and anything from 0 to 2^20.
rc::Gen<double> epsilons();

/// Draws momentum: the ends, the usual ones, any; rarely outside of [0, 1].
rc::Gen<double> momenta();

/// Draws weight or bias: absent, the identity, 0, negative, or random per channel.
rc::Gen<std::vector<double>> parameters(std::int64_t channels, double identity, DType dtype);

/// Draws the running statistics of a case whose mode is known, and sets them. A variance may be
/// negative.
rc::Gen<Case> with_running(const Case& c);

/// The two families of values: sums that are exact in any order, and ones that are hard.
enum class Family { exact, hard };

/// Draws how the values of x vary, one recipe for each of a few channels.
rc::Gen<std::vector<Recipe>> inputs(Family family, DType dtype, const Shape& shape);

/// Draws the gradient that arrives, mostly independent of x.
rc::Gen<std::vector<Recipe>> gradients(Family family, DType dtype, const std::vector<Recipe>& x);

/// Returns the recipe with its scale and shift lowered until each of m values is finite.
Recipe fitted(Recipe recipe, DType dtype, std::int64_t m);

/// Draws a recipe like this one: another seed, scale, shift or pattern.
rc::Gen<Recipe> varied(const Recipe& recipe, DType dtype, std::int64_t m);

/// Guards every use of RapidCheck, which keeps the state of exec in globals unless it was built
/// with thread-local storage.
std::mutex& rapidcheck_mutex();

}  // namespace bncheck::properties::generators
