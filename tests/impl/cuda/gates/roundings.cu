// A multiplication and an addition, each with a rounding of its own.
__global__ void roundings(const double* from, double* to) {
  to[threadIdx.x] = from[threadIdx.x] * 3 + from[threadIdx.x + 1];
}
