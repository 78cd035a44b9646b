// The same in C++.
#include "tests/impl/simple/with_backward.c"
