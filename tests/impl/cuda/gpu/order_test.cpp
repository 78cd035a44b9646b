// Streams, graphs, and a device that others use, too.
#include <chrono>

#include "tests/impl/cuda/gpu/gpu_test.h"

namespace cuda {
namespace {

constexpr std::uint32_t kPiece = 1024;
constexpr BatchShape kShape = {9, 5, 1200};

/// Backward of a problem on the device; asks for its answer over and over.
class Gradients {
 public:
  Gradients() : Gradients(1) {}
  explicit Gradients(std::uint64_t seed)
      : x_(kShape, Order::channels_first, 0),
        dy_(x_),
        dx_(x_),
        weight_(kShape.c, 2),
        dweight_(weight_),
        dbias_(weight_) {
    x_.fill(seed, 3);
    dy_.fill(seed + 1, 0);
    args_.struct_size = sizeof args_;
    args_.mode = BN_TRAINING;
    args_.eps = 1e-5;
    args_.x = x_.view();
    args_.dy = dy_.view();
    args_.dx = dx_.view();
    args_.weight = weight_.view();
    args_.dweight = dweight_.view();
    args_.dbias = dbias_.view();
  }

  bn_backward_args& args() { return args_; }
  std::size_t workspace(const Machine& machine) { return workspace_of<float>(args_, machine); }

  std::vector<double> emulated() {
    EmulatedLauncher launcher({1, 64, 1, std::size_t{16} << 20, kPiece}, {});
    run<float>(args_, launcher);
    return take();
  }
  /// Returns what the host's outputs are, and forgets them.
  std::vector<double> take() {
    std::vector<double> answer;
    dx_.for_each([&](std::int64_t, float& value) { answer.push_back(std::exchange(value, 77)); });
    for (auto* each : {&dweight_, &dbias_})
      for (float& value : each->values) answer.push_back(std::exchange(value, 77));
    return answer;
  }

 private:
  Buffer<float> x_, dy_, dx_;
  Channels<float> weight_, dweight_, dbias_;
  bn_backward_args args_ = {};
};

/// What the plug-in does, teams of a cooperative grid, and passes.
std::vector<Machine> kinds() {
  return {whole_device(), {8, 512, 1, 40 << 10, kPiece}, {1, 512, 1, 40 << 10, kPiece}};
}

class GpuOrder : public GpuTest {};

TEST_F(GpuOrder, IsThatOfTheStream) {
  for (const Machine& machine : kinds()) {
    Gradients problem;
    const std::vector<double> expected = problem.emulated();
    const DeviceCall<bn_backward_args> call(problem.args(), problem.workspace(machine));
    const Stream stream;
    keep_busy(1, 50, stream);
    call.enqueue(machine, stream);
    EXPECT_EQ(cudaStreamQuery(stream), cudaErrorNotReady) << "the call waited";
    check_cuda(cudaStreamSynchronize(stream), "cudaStreamSynchronize");
    call.download();
    EXPECT_EQ(problem.take(), expected);
  }
}

TEST_F(GpuOrder, IsKeptByGraphs) {
  for (const Machine& machine : kinds()) {
    Gradients problem;
    const std::vector<double> expected = problem.emulated();
    const DeviceCall<bn_backward_args> call(problem.args(), problem.workspace(machine));
    const Stream stream;
    cudaGraph_t graph;
    cudaGraphExec_t executable;
    check_cuda(cudaStreamBeginCapture(stream, cudaStreamCaptureModeGlobal), "begin capture");
    call.enqueue(machine, stream);
    check_cuda(cudaStreamEndCapture(stream, &graph), "end capture");
    check_cuda(cudaGraphInstantiate(&executable, graph, 0), "cudaGraphInstantiate");
    for (int replay = 0; replay < 3; ++replay) {
      call.upload();
      check_cuda(cudaGraphLaunch(executable, stream), "cudaGraphLaunch");
      check_cuda(cudaStreamSynchronize(stream), "cudaStreamSynchronize");
      call.download();
      EXPECT_EQ(problem.take(), expected) << "replay " << replay;
    }
    cudaGraphExecDestroy(executable);
    cudaGraphDestroy(graph);
  }
}

TEST_F(GpuOrder, OfOneStreamIsNotThatOfAnother) {
  for (const Machine& machine : kinds()) {
    Gradients first(1), second(5);
    const std::vector<double> expected[] = {first.emulated(), second.emulated()};
    ASSERT_NE(expected[0], expected[1]);
    const DeviceCall<bn_backward_args> calls[] = {{first.args(), first.workspace(machine)},
                                                  {second.args(), second.workspace(machine)}};
    const Stream streams[2];
    for (int round = 0; round < 20; ++round) {
      for (int i : {0, 1}) calls[i].enqueue(machine, streams[i]);
    }
    check_cuda(cudaDeviceSynchronize(), "cudaDeviceSynchronize");
    for (const auto& call : calls) call.download();
    EXPECT_EQ(first.take(), expected[0]);
    EXPECT_EQ(second.take(), expected[1]);
  }
}

/// A grid that waits for itself must not begin before all of it can: it would wait forever.
TEST_F(GpuOrder, OfACooperativeGridHoldsWhileOthersUseTheDevice) {
  const int all = whole_device().multiprocessors;
  for (const int busy : {all / 2, all}) {
    for (Machine machine : kinds()) {
      machine.multiprocessors = all;
      Gradients problem;
      const std::vector<double> expected = problem.emulated();
      const DeviceCall<bn_backward_args> call(problem.args(), problem.workspace(machine));
      const Stream others, stream;
      keep_busy(busy, 100, others);
      for (int round = 0; round < 20; ++round) call.enqueue(machine, stream);
      check_cuda(cudaDeviceSynchronize(), "cudaDeviceSynchronize");
      call.download();
      EXPECT_EQ(problem.take(), expected) << busy << " multiprocessors busy";
    }
  }
}

}  // namespace
}  // namespace cuda
