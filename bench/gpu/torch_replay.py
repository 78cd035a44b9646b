"""Calls of one kind, timed together by events: as a CUDA graph, or launched one by one."""

import math

TOGETHER_SECONDS, MOST_CALLS = 1e-3, 256
TURN_SECONDS, MOST_REPEATS = 5e-3, 10


def calls_together(sets: int, seconds_of_a_call: float) -> int:
    """As gpu_bench: whole rounds through the sets, of a millisecond."""
    wanted = min(max(TOGETHER_SECONDS / seconds_of_a_call, 1), MOST_CALLS)
    return sets * math.ceil(wanted / sets)


class Replay:
    def __init__(self, torch, call, sets: int):
        self.torch, self.call, self.sets, self.calls = torch, call, sets, sets
        self.outputs: list = [None] * sets
        self.graph = None
        self.timed()
        self.calls = calls_together(sets, max(self.timed(), 1e-7))
        self.capture()
        together = max(self.timed(), 1e-7) * self.calls
        self.repeats = min(max(int(TURN_SECONDS / together), 1), MOST_REPEATS)

    @property
    def method(self) -> str:
        return "launches" if self.graph is None else "graph"

    def last_output(self):
        return self.outputs[-1]

    def call_all(self) -> None:
        """Holds on to one output for each set: the memory that is written changes, too."""
        for number in range(self.calls):
            self.outputs[number % self.sets] = self.call(number % self.sets)

    def capture(self) -> None:
        """A call that cannot be captured breaks the capture off: then there is no graph."""
        graph = self.torch.cuda.CUDAGraph()
        try:
            with self.torch.cuda.graph(graph):
                self.call_all()
            self.graph = graph
        except RuntimeError:
            self.torch.cuda.synchronize()

    def timed(self) -> float:
        start, end = (self.torch.cuda.Event(enable_timing=True) for _ in range(2))
        start.record()
        if self.graph is None:
            self.call_all()
        else:
            self.graph.replay()
        end.record()
        end.synchronize()
        return start.elapsed_time(end) * 1e-3 / self.calls

    def turn(self) -> list[float]:
        """Returns the seconds of a call, some times; once before without a clock."""
        self.timed()
        return [self.timed() for _ in range(self.repeats)]
