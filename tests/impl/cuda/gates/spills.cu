// More than the registers of 1024 threads hold.
__global__ void __launch_bounds__(1024, 1) spills(const double* from, double* to, int count) {
  double values[96];
  for (int i = 0; i < 96; ++i) values[i] = from[i * count + threadIdx.x];
  for (int round = 0; round < count; ++round) {
    for (int i = 0; i < 96; ++i) values[i] = values[i] * values[(i + 1) % 96] + from[round];
  }
  for (int i = 0; i < 96; ++i) to[i * count + threadIdx.x] = values[i];
}
