#pragma once

#include <rapidcheck.h>

#include <cstdint>
#include <mutex>
#include <vector>

#include "core/case.h"

// The domains that a case is drawn from. This header is for this folder alone: it shows RapidCheck.
namespace bncheck::properties::generators {

/// Draws the number of values per channel: small, powers of two and their neighbours, and rarely
/// thousands.
rc::Gen<std::int64_t> value_counts();

/// Draws a shape of m values per channel: any number of channels, up to three spatial axes.
rc::Gen<Shape> shapes(std::int64_t m);

/// Draws eps: mostly 1e-5, and anything from 0 to 2^20.
rc::Gen<double> epsilons();

/// Draws momentum: the ends, the usual ones, any.
rc::Gen<double> momenta();

/// Draws weight or bias: absent, the identity, 0, negative, or random per channel.
rc::Gen<std::vector<double>> parameters(std::int64_t channels, double identity);

/// Draws the running statistics of a case whose mode is known, and sets them.
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
