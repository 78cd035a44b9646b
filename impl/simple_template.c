/* Batch normalization in C11 or C++, contiguous f32 tensors. Put your own code into forward: */
#include <math.h>

#include "bn_simple.h"

static void forward(const bn_simple* a) { /* bn_simple.h says what there is in a */
  for (int64_t c = 0; c < a->c; ++c) {
    float mean = a->running_mean[c], var = a->running_var[c];
    if (a->training) {
      float sum = 0, squares = 0;
      for (int64_t j = 0; j < a->m; ++j) sum += a->x[bn_simple_at(a, c, j)];
      mean = sum / (float)a->m;
      for (int64_t j = 0; j < a->m; ++j) {
        const float distance = a->x[bn_simple_at(a, c, j)] - mean;
        squares += distance * distance;
      }
      var = squares / (float)a->m;
      const float unbiased = squares / (float)(a->m - 1);
      a->running_mean[c] = (1 - a->momentum) * a->running_mean[c] + a->momentum * mean;
      a->running_var[c] = (1 - a->momentum) * a->running_var[c] + a->momentum * unbiased;
    }
    for (int64_t j = 0; j < a->m; ++j) {
      const int64_t at = bn_simple_at(a, c, j);
      a->y[at] = (a->x[at] - mean) / sqrtf(var + a->eps) * a->weight[c] + a->bias[c];
    }
  }
}

BN_SIMPLE_PLUGIN("my_batch_norm", forward, NULL) /* a backward in the place of NULL */
