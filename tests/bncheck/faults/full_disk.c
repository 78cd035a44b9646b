// Preloaded into the program: a disk on which no file can have more than BNCHECK_TEST_DISK bytes.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static size_t room(FILE* file) {
  const char* limit = getenv("BNCHECK_TEST_DISK");
  const long at = ftell(file);
  if (limit == NULL || at < 0 || fileno(file) <= STDERR_FILENO) return (size_t)-1;
  const long size = strtol(limit, NULL, 10);
  return at < size ? (size_t)(size - at) : 0;
}

size_t fwrite(const void* data, size_t size, size_t count, FILE* file) {
  size_t (*real)(const void*, size_t, size_t, FILE*) =
      (size_t(*)(const void*, size_t, size_t, FILE*))dlsym(RTLD_NEXT, "fwrite");
  const size_t most = room(file);
  if (size != 1 || count <= most) return real(data, size, count, file);
  const size_t written = real(data, 1, most, file);  // as much as there is room for
  fflush(file);
  errno = ENOSPC;
  return written;
}
