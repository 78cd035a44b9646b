// An array whose index is known at run time only.
__global__ void local_array(const int* from, int* to, int n) {
  int values[256];
  for (int i = 0; i < n; ++i) values[from[i]] = i;
  for (int i = 0; i < n; ++i) to[i] = values[i];
}
