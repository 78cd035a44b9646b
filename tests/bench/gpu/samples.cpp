#include "tests/bench/gpu/samples.h"

namespace bncheck::gpu_bench {

Task task_of(const std::string& shape, int layers) {
  Task task;
  task.workload.shape = *parse_shape(shape);
  task.layers = layers;
  return task;
}

Row timed(const std::string& implementation, const Task& task, double seconds) {
  Row row;
  row.task = task;
  row.measurement.implementation = implementation;
  row.measurement.seconds = {seconds};
  row.measurement.accuracy = bench::Accuracy{.worst = 0.75};
  row.method = "graph";
  row.sets = 3;
  return row;
}

Log sample_log() {
  Log log;
  log.session = {"gpu_bench", "gpu_bench --made-up", "Imaginary 1", "1.2.3", 13010, 1500,
                 50e6,        {"fast 1", "slow 2"}};
  log.copies = {{"by hand", 1000}, {"by wire", 2000}};
  // 125 million values of 4 bytes, read and written.
  for (const auto& [shape, layers] : {std::pair{"125x1000x1000", 1}, {"1000x125x1000", 6}}) {
    log.rows.push_back(timed("fast", task_of(shape, layers), 1e-3));
    log.rows.push_back(timed("slow", task_of(shape, layers), 4e-3));
  }
  return log;
}

}  // namespace bncheck::gpu_bench
