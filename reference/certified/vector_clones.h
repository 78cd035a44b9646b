#pragma once

/// Makes the compiler build a function for processors with and without AVX2; the loader chooses.
/// Both do the same operations in the same order, so that nothing depends on the machine. Clang 14
/// calls the one that chooses by another name, which other files do not find; the thread sanitizer
/// is called by it before it is ready.
#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) && \
    !defined(__SANITIZE_THREAD__)
#define BN_VECTOR_CLONES [[gnu::target_clones("avx2", "default")]]
#else
#define BN_VECTOR_CLONES
#endif
