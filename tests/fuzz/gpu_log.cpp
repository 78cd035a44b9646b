// Records of races on a GPU, with a line "==" between them, joined in one page as --merge does.
#include <deque>

#include "bench/gpu/records.h"
#include "bench/gpu/tables.h"
#include "tests/fuzz/fuzz.h"

namespace bncheck::fuzz {

void fuzz_one(std::string_view input) {
  constexpr std::size_t kMostFiles = 3;
  std::vector<gpu_bench::Log> logs;
  for (const std::string_view bytes : files_in(input, kMostFiles)) {
    const MemoryFile file(bytes);
    logs.push_back(gpu_bench::read_log(file.path()));
  }
  gpu_bench::Log log = gpu_bench::merge(logs);
  gpu_bench::rate(log);
  require(!gpu_bench::page_of(log).empty(), "a page says something");
  for (const gpu_bench::Row& row : log.rows) gpu_bench::line_of(row);
}

}  // namespace bncheck::fuzz
