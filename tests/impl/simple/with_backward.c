/* All that bn_simple.h offers: backward, saved statistics, and every declaration. Also C++17. */
#define BN_SIMPLE_VARIANCE BN_WELFORD
#define BN_SIMPLE_ACCUMULATOR BN_F64
#define BN_SIMPLE_FLAGS (BN_DETERMINISTIC | BN_UNIFORM)
#define BN_SIMPLE_DIALECT "pytorch"
#include <math.h>

#include "bn_simple.h"

static void forward(const bn_simple* a) {
  for (int64_t c = 0; c < a->c; ++c) {
    float mean = a->running_mean[c], var = a->running_var[c];
    if (a->training) {
      double sum = 0, squares = 0;
      for (int64_t j = 0; j < a->m; ++j) sum += a->x[bn_simple_at(a, c, j)];
      mean = (float)(sum / (double)a->m);
      for (int64_t j = 0; j < a->m; ++j) {
        const float distance = a->x[bn_simple_at(a, c, j)] - mean;
        squares += (double)distance * distance;
      }
      var = (float)(squares / (double)a->m);
      const float unbiased = (float)(squares / (double)(a->m - 1));
      a->running_mean[c] = (1 - a->momentum) * a->running_mean[c] + a->momentum * mean;
      a->running_var[c] = (1 - a->momentum) * a->running_var[c] + a->momentum * unbiased;
      a->save_mean[c] = mean;
      a->save_invstd[c] = 1 / sqrtf(var + a->eps);
    }
    const float invstd = 1 / sqrtf(var + a->eps);
    for (int64_t j = 0; j < a->m; ++j) {
      const int64_t at = bn_simple_at(a, c, j);
      a->y[at] = (a->x[at] - mean) * invstd * a->weight[c] + a->bias[c];
    }
  }
}

static void backward(const bn_simple* a) {
  for (int64_t c = 0; c < a->c; ++c) {
    const float mean = a->training ? a->save_mean[c] : a->running_mean[c];
    const float invstd = a->training ? a->save_invstd[c] : 1 / sqrtf(a->running_var[c] + a->eps);
    double dweight = 0, dbias = 0;
    for (int64_t j = 0; j < a->m; ++j) {
      const int64_t at = bn_simple_at(a, c, j);
      dweight += (double)a->dy[at] * ((a->x[at] - mean) * invstd);
      dbias += a->dy[at];
    }
    a->dweight[c] = (float)dweight;
    a->dbias[c] = (float)dbias;
    for (int64_t j = 0; j < a->m; ++j) {
      const int64_t at = bn_simple_at(a, c, j);
      float gradient = a->dy[at];
      if (a->training) {
        const float xhat = (a->x[at] - mean) * invstd;
        gradient = gradient - a->dbias[c] / (float)a->m - xhat * (a->dweight[c] / (float)a->m);
      }
      a->dx[at] = a->weight[c] * invstd * gradient;
    }
  }
}

BN_SIMPLE_PLUGIN("with_backward", forward, backward)
