#include "bench/gpu/contest.h"

#include <cmath>
#include <memory>

#include "bench/gpu/plugin_call.h"
#include "bench/gpu/replay.h"
#include "bench/gpu/turns.h"
#include "bncheck/bench/competitor.h"

namespace bncheck::gpu_bench {
namespace {

using Status = bench::Measurement::Status;

/// A plug-in that is ready to be timed.
struct Ready {
  Ready(const bn_plugin& plugin, Stage& stage)
      : call(plugin, stage),
        replay([this](int set) { call.enqueue(set); }, stage.sets(), stage.stream()) {}

  PluginCall call;
  Replay replay;
};

/// Returns the error of what the timed calls leave, in the first set and in the last.
bench::Accuracy judged(Ready& ready, Stage& stage) {
  stage.poison();
  ready.replay.turn();
  bench::Accuracy accuracy = stage.compare(0);
  accuracy.worst = std::max(accuracy.worst, stage.compare(stage.sets() - 1).worst);
  if (std::isfinite(accuracy.worst)) return accuracy;
  throw bench::CallFailure("an answer is infinite, NaN, or was never written");
}

std::unique_ptr<Ready> prepare(const bn_plugin& plugin, Stage& stage, Row& row) {
  bench::Measurement& found = row.measurement;
  try {
    auto ready = std::make_unique<Ready>(plugin, stage);
    found.remarks = ready->call.remarks();
    found.accuracy = judged(*ready, stage);
    row.method = ready->replay.is_graph() ? "graph" : "launches";
    return ready;
  } catch (const bench::CallRefusal& refusal) {
    found.status = Status::refused;
    found.reason = refusal.what();
  } catch (const bench::CallFailure& failure) {
    found.status = Status::failed;
    found.reason = failure.what();
  }
  return nullptr;
}

}  // namespace

std::vector<Row> contest(const std::vector<bn_plugin>& plugins, const Task& task, double seconds,
                         double cache_bytes, const Stream& stream) {
  Stage stage(task.workload, buffer_sets(task.workload, cache_bytes), stream);
  std::vector<Row> rows(plugins.size());
  std::vector<std::unique_ptr<Ready>> all;
  std::vector<Contestant> contestants;
  for (std::size_t i = 0; i < plugins.size(); ++i) {
    rows[i].task = task;
    rows[i].sets = stage.sets();
    rows[i].measurement.implementation = plugins[i].name;
    all.push_back(prepare(plugins[i], stage, rows[i]));
    if (all.back() == nullptr) continue;
    if (stay_in_the_cache(task.workload, cache_bytes)) {
      rows[i].measurement.remarks.emplace_back("tensors stay in the cache");
    }
    contestants.push_back(
        {&rows[i].measurement, [ready = all.back().get()] { return ready->replay.turn(); }});
  }
  if (!contestants.empty()) take_turns(contestants, seconds);
  return rows;
}

}  // namespace bncheck::gpu_bench
