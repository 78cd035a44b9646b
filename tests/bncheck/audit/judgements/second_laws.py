"""H1-H7: the laws of double backward."""

from fractions import Fraction

from . import truth
from .ball import Ball, ball, inner, total
from .court import Court, answers, evaluates, law, reach, trains
from .gradient_laws import weighed
from .recorded import Problem, Second
from .second_truth import centered, ddx_of, mean_product, second_truth
from .verdicts import contained, enclose, merge, residual, undecided_only_if_all_are


def second_of(problem: Problem) -> Second:
    """The gradients that arrive follow from the problem, as the preface of the H clauses says."""

    def mirrored(channel, dy):
        x = problem.of(problem.x, channel)
        ahead = x[1:] + x[:1]
        return [-g if a < b else g for g, a, b in zip(dy[::-1], x, ahead, strict=True)]

    ends = [problem.of(problem.dy, channel) for channel in problem.channels]
    return Second(
        ddx=problem.by_channel("dy", mirrored),
        ddweight=tuple(each[0] for each in ends) if problem.weight else (),
        ddbias=tuple(each[-1] for each in ends) if problem.bias else (),
    )


class Answer:
    """What double backward answered to one question, widened by its budgets."""

    def __init__(self, c: Court, problem: Problem, second: Second):
        self.problem, self.second = problem, second
        self.out = c.record.exactly("double_backward", problem, second).out
        self.budget = c.record.exact_budget("double_backward", problem, second)

    def balls(self, name: str) -> list:
        pairs = zip(self.out[name], self.budget[name][0], strict=True)
        return [enclose(*each) for each in pairs]

    def ranges(self, name: str) -> list:
        return [reach(each) for each in self.budget[name][1]]

    def of(self, name: str, channel: int) -> tuple:
        """Returns the values of an output in a channel, and their ranges."""
        p = self.problem
        return p.of(self.balls(name), channel), p.of(self.ranges(name), channel)


def own(c: Court) -> Answer:
    return Answer(c, c.problem, second_of(c.problem))


def trains_twice(c: Court) -> bool:
    return trains(c) and c.has_double_backward


def evaluates_twice(c: Court) -> bool:
    return evaluates(c) and c.has_double_backward


def answers_twice(c: Court) -> bool:
    return answers(c) and c.has_double_backward


def each_channel(c: Court, judge) -> str:
    return undecided_only_if_all_are(judge(channel) for channel in c.problem.channels)


def formulas(c: Court) -> str:
    answer = own(c)
    exact = second_truth(answer.problem, answer.second)
    return merge(
        contained(answer.out[name], exact[name], answer.budget[name])
        for name in exact
    )


@law("double_backward_training", trains_twice)
def double_backward_training(c: Court) -> str:
    return formulas(c)


@law("double_backward_evaluation", evaluates_twice)
def double_backward_evaluation(c: Court) -> str:
    return formulas(c)


@law("double_backward_symmetry", trains_twice)
def double_backward_symmetry(c: Court) -> str:
    p = c.problem
    u, v = p.dy, second_of(p).ddx
    z = p.by_channel("dy", lambda _, dy: dy[1:] + dy[:1])

    def answer(dy, ddx):
        return Answer(c, p.with_(dy=dy), Second(ddx, (), ()))

    first, swapped, moved = answer(u, v), answer(v, u), answer(u, z)

    def along(answered, direction, channel):
        values, ranges = answered.of("d_x", channel)
        factors = [Fraction(each) for each in p.of(direction, channel)]
        return inner(values, factors), weighed(factors, ranges)

    def same(other, direction):
        def judge(channel):
            a, a_range = along(first, z, channel)
            b, b_range = along(other, direction, channel)
            return residual(a - b, a_range + b_range)

        return each_channel(c, judge)

    return merge([same(swapped, z), same(moved, v)])


@law("double_backward_sums", trains_twice)
def double_backward_sums(c: Court) -> str:
    answer = own(c)

    def judged(name, expected):
        def judge(channel):
            values, ranges = answer.of(name, channel)
            return residual(total(values) - expected(channel), sum(ranges))

        return each_channel(c, judge)

    return merge(
        [
            judged("d_x", lambda channel: 0),
            judged("d_dy", lambda channel: c.problem.m * answer.second.at("ddbias", channel)),
        ]
    )


@law("double_backward_along_input", trains_twice)
def double_backward_along_input(c: Court) -> str:
    answer = own(c)
    p = c.problem

    def judge(channel):
        here = truth.statistics(p, channel)
        values, ranges = answer.of("d_x", channel)
        product = inner(values, here.deviations)
        if here.var + here.eps == 0:
            return residual(Ball(wild=True), 0)
        u = centered(p.exact("dy", channel))
        v = centered(ddx_of(p, answer.second, channel))
        share = here.var / (here.var + here.eps)
        along_u, along_v = mean_product(u, here.deviations), mean_product(v, here.deviations)
        pq = along_u * along_v / (here.var + here.eps)
        bend = (3 * share - 2) * pq - share * mean_product(u, v)
        straight = answer.second.at("ddweight", channel) * (1 - share) * along_u
        right = here.invstd * (p.m * (p.weight_of(channel) * bend + straight))
        return residual(product - right, weighed(here.deviations, ranges))

    return each_channel(c, judge)


@law("double_backward_matches_backward", lambda c: answers_twice(c) and c.has_backward)
def double_backward_matches_backward(c: Court) -> str:
    p = c.problem
    c.backward()
    answer = own(c)
    first = {name: c.enclosed("backward", name) for name in ("dx", "dweight", "dbias")}
    ranges = {name: c.ranges("backward", name) for name in first}

    def of_dx(channel):
        ddx = ddx_of(p, answer.second, channel)
        return inner(p.of(first["dx"], channel), ddx), weighed(ddx, p.of(ranges["dx"], channel))

    def parameter(name, channel):
        """ddweight*dweight or ddbias*dbias, and its range; a product with 0 is 0."""
        factor = answer.second.at("d" + name, channel)
        if not first[name] or factor == 0:
            return ball(0), 0
        return factor * first[name][channel], abs(factor) * ranges[name][channel]

    def linear(channel):
        values, reaches = answer.of("d_dy", channel)
        dy = p.exact("dy", channel)
        right = [of_dx(channel), parameter("dweight", channel), parameter("dbias", channel)]
        value = inner(values, dy) - total(each for each, _ in right)
        return residual(value, weighed(dy, reaches) + sum(each for _, each in right))

    def scaled(channel):
        weight, (value, reaches) = p.weight_of(channel), of_dx(channel)
        if weight != 0:
            value = weight * answer.balls("d_weight")[channel] - value
            reaches = abs(weight) * answer.ranges("d_weight")[channel] + reaches
        return residual(value, reaches)

    verdicts = [each_channel(c, linear)]
    if p.weight:
        verdicts.append(each_channel(c, scaled))
    return merge(verdicts)


@law("double_backward_parts", answers_twice)
def double_backward_parts(c: Court) -> str:
    p, whole = c.problem, own(c)
    second = whole.second
    parts = [
        Answer(c, p, Second(second.ddx, (), ())),
        Answer(c, p, Second((), second.ddweight, second.ddbias)),
    ]

    def judged(name):
        values = [each.balls(name) for each in (whole, *parts)]
        ranges = [each.ranges(name) for each in (whole, *parts)]
        return undecided_only_if_all_are(
            residual(a - b - e, sum(reaches))
            for a, b, e, reaches in zip(*values, zip(*ranges, strict=True), strict=True)
        )

    return merge(judged(name) for name in ("d_dy", "d_x", *["d_weight"] * bool(p.weight)))
