// Nothing to complain of.
__global__ void harmless(const int* from, int* to) { to[threadIdx.x] = from[threadIdx.x] + 1; }
