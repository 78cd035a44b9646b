// Hears what ThreadSanitizer reports; built without it, or the reports would be of this file too.
#include "tests/impl/cuda/races.h"

#include <array>
#include <cstddef>

extern "C" {
// ThreadSanitizer's, for debuggers.
int __tsan_get_report_mop(void* report, unsigned long index, int* thread, void** address,
                          int* bytes, int* is_write, int* is_atomic, void** trace,
                          unsigned long trace_size);
void __sanitizer_symbolize_pc(void* pc, const char* format, char* text, std::size_t size);
void __tsan_on_report(void* report);
const char* __tsan_default_options();
}

namespace {

using Trace = std::array<void*, 16>;
struct Report {
  Trace traces[2] = {};
};
std::array<Report, 64> reports;  // no allocation while ThreadSanitizer reports
std::size_t report_count = 0;

std::string lines(const Trace& trace) {
  std::string text;
  for (void* pc : trace) {
    if (!pc) break;
    char line[512];
    __sanitizer_symbolize_pc(pc, "%s:%l ", line, sizeof line);
    text += line;
  }
  return text;
}

}  // namespace

void __tsan_on_report(void* report) {
  if (report_count == reports.size()) return;
  Report& kept = reports[report_count++];
  for (unsigned long i = 0; i < 2; ++i) {
    int number;
    void* address;
    __tsan_get_report_mop(report, i, &number, &address, &number, &number, &number,
                          kept.traces[i].data(), kept.traces[i].size());
  }
}

/// Who asks for races judges them; those of every launch, whatever was reported before.
const char* __tsan_default_options() {
  return "exitcode=0:suppress_equal_addresses=0:suppress_equal_stacks=0";
}

bool race_was_reported() { return report_count > 0; }

std::vector<std::string> races_of(const std::function<void()>& launch) {
  launch();
  std::vector<std::string> races;
  for (std::size_t i = 0; i < report_count; ++i)
    races.push_back(lines(reports[i].traces[0]) + "\n" + lines(reports[i].traces[1]));
  report_count = 0;
  return races;
}
