#include "bncheck/report/html/inputs.h"

#include <algorithm>
#include <limits>
#include <sstream>

#include "bncheck/report/event.h"
#include "core/error.h"
#include "core/input_file.h"
#include "core/shape.h"

namespace bncheck::report::html {
namespace {

GradeRecord read_grade(const Event& event) {
  if (event.count("format") != 1) throw UsageError("this is a grade of another format");
  GradeRecord grade{event.text("implementation"), event.text("name"),   event.text("version"),
                    event.text("dtype"),          event.text("letter"), event.text("suffixes"),
                    event.text("sentence"),       event.text("text"),   {}};
  for (const Event& each : event.objects("classes")) {
    grade.classes.push_back(
        {each.text("letter"), each.text("name"), each.text("times"), each.truth("holds")});
  }
  return grade;
}

/// Infinities are written as text.
std::optional<double> maybe(const Event& event, const char* name) {
  if (!event.has(name) || event.is_null(name)) return std::nullopt;
  if (event.is_text(name)) return std::numeric_limits<double>::infinity();
  return event.number(name);
}

BenchRow read_row(const Event& event) {
  BenchRow row;
  row.implementation = event.text("implementation");
  row.status = event.text("status");
  row.shape = event.text("shape");
  row.dtype = event.text("dtype");
  row.layout = event.text("layout");
  row.operation = event.text("operation");
  if (!parse_shape(row.shape)) throw UsageError("expected \"shape\" to be one, as 8x16x4x4");
  if (event.has("reason")) row.reason = event.text("reason");
  if (event.has("threads")) row.threads = event.count("threads");
  if (row.status != "timed") return row;
  row.seconds = event.number("seconds");
  row.gigabytes_a_second = event.number("gigabytes_a_second");
  row.of_copy = maybe(event, "of_copy");
  row.against_peers = maybe(event, "against_peers");
  row.worst_ulp = maybe(event, "worst_error_ulp");
  return row;
}

void read_bench_event(const Event& event, BenchRecord& bench) {
  const std::string kind = event.text("event");
  if (kind == "start") {
    if (event.count("format") != 1) throw UsageError("this is a race of another format");
    bench.tool = event.text("tool");
    bench.machine = event.text(event.has("device") ? "device" : "machine");
  } else if (kind == "copy") {
    for (const Event& each : event.objects("ways")) {
      bench.device_copy =
          std::max(bench.device_copy.value_or(0), each.number("gigabytes_a_second"));
    }
  } else if (kind == "measurement") {
    bench.rows.push_back(read_row(event));
  }
}

/// Calls `read` with each whole line.
template <class Read>
void for_each_line(const std::string& text, const std::string& file, const Read& read) {
  std::istringstream lines(text.substr(0, text.rfind('\n') + 1));
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    try {
      read(Event(line));
    } catch (const UsageError& error) {
      throw UsageError(file + ", line " + std::to_string(number) + ": " + error.what());
    }
  }
}

enum class Kind { run, grade, bench };

/// A race names all who take part, a run its one implementation. What is neither is taken for a
/// run, whose reader says what is wrong.
Kind kind_of(const std::string& text) {
  try {
    const Event first(text.substr(0, text.find('\n')));
    if (first.has("event") && first.text("event") == "grade") return Kind::grade;
    return first.has("implementations") ? Kind::bench : Kind::run;
  } catch (const UsageError&) {
    return Kind::run;
  }
}

}  // namespace

Inputs read_inputs(const std::vector<std::string>& files) {
  Inputs inputs;
  for (const std::string& file : files) {
    std::string text = require_input("cannot read the record", file, kMostOfRecord);
    const Kind kind = kind_of(text);
    if (kind == Kind::run) {
      inputs.runs.push_back(parse_run(std::move(text), file));
      continue;
    }
    if (kind == Kind::grade) {
      for_each_line(text, file,
                    [&](const Event& event) { inputs.grades.push_back(read_grade(event)); });
    }
    if (kind == Kind::bench) {
      BenchRecord bench;
      bench.source = file;
      for_each_line(text, file, [&](const Event& event) { read_bench_event(event, bench); });
      inputs.benches.push_back(std::move(bench));
    }
  }
  if (inputs.runs.empty()) {
    throw UsageError(
        "there is no run among the records: give one that verify --report jsonl wrote");
  }
  return inputs;
}

}  // namespace bncheck::report::html
