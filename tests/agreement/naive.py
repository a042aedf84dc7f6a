"""The same coefficients written out slowly, straight from their definitions."""

from itertools import combinations, permutations, product

import numpy as np


def set_distance(one, other):
    return 1 - 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def mv_alpha(rows):
    """Multi-valued alpha by enumerating every pair of label sets."""
    kept = [[frozenset(value) for value in row if value is not None] for row in rows]
    kept = [row for row in kept if len(row) > 1]
    values = [value for row in kept for value in row]
    observed = sum(
        set_distance(one, other) / (len(row) - 1)
        for row in kept
        for one, other in permutations(row, 2)
    ) / len(values)
    frequency = {}
    for value in values:
        for label in value:
            frequency[label] = frequency.get(label, 0) + 1
    sizes = [len(value) for value in values]
    expected = 0.0
    for c, k in product(sorted(set(sizes)), repeat=2):
        total = apart = 0.0
        for one in map(frozenset, combinations(sorted(frequency), c)):
            for other in map(frozenset, combinations(sorted(frequency), k)):
                weight = 1
                for label in one | other:
                    count = frequency[label]
                    weight *= count * (count - 1) if label in one & other else count
                total += weight
                apart += weight * set_distance(one, other)
        if total:
            expected += sizes.count(c) * sizes.count(k) / len(sizes) ** 2 * apart / total
    return 1 - observed / expected


def alpha(rows, distance):
    """Krippendorff's alpha from all pairs of values, without a coincidence matrix."""
    kept = [[value for value in row if value is not None] for row in rows]
    kept = [row for row in kept if len(row) > 1]
    values = [value for row in kept for value in row]
    observed = sum(
        distance(one, other) / (len(row) - 1) for row in kept for one, other in permutations(row, 2)
    ) / len(values)
    expected = sum(distance(one, other) for one, other in permutations(values, 2))
    return 1 - observed / (expected / (len(values) * (len(values) - 1)))


def unitizing(documents, codes):
    """The alphas of unitizing character by character: uα, |uα, cuα, {code: (k)uα}.

    ``documents`` are pairs of a length and the units of each coder.
    """
    side = len(codes) + 1
    lengths, weights, shared = np.zeros((side, side)), np.zeros(side), np.zeros(side)
    for length, coders in documents:
        marks = [_characters(length, units, codes) for units in coders]
        others = len(coders) - 1
        for one, other in permutations(marks, 2):
            for here, there in zip(one, other, strict=True):
                lengths[here, there] += 1 / others
        for i, units in enumerate(coders):
            weights[0] += (marks[i] == 0).sum()
            rest = marks[:i] + marks[i + 1 :]
            for start, end, name in units:
                place = codes.index(name) + 1
                weights[place] += (end - start) ** 2
                shared[place] += sum((mark[start:end] > 0).sum() ** 2 for mark in rest) / others
    marked = lengths[1:, 1:]
    folded = np.array([[lengths[0, 0], lengths[0, 1:].sum()], [lengths[1:, 0].sum(), marked.sum()]])
    chance = _chance(marked, shared[1:])
    each = {}
    for number, code in enumerate(codes):
        met, right = marked[number].sum(), marked[number, number]
        room = chance[number].sum() - chance[number, number]
        if met == 0:
            continue
        each[code] = 1 - chance[number].sum() / met * (met - right) / room
    two = np.array([weights[0], weights[1:].sum()])
    return _one(lengths, weights), _one(folded, two), _one(marked, shared[1:]), each


def _characters(length, units, codes):
    marks = np.zeros(length, int)
    for start, end, name in units:
        marks[start:end] = codes.index(name) + 1
    return marks


def _chance(lengths, weights):
    room = lengths.sum() - weights.sum() / lengths.sum()
    return (np.outer(lengths.sum(1), lengths.sum(0)) - np.diag(weights)) / room


def _one(lengths, weights):
    chance = _chance(lengths, weights)
    return 1 - (lengths.sum() - np.trace(lengths)) / (chance.sum() - np.trace(chance))


def bcubed_precision(found, given):
    means = []
    for item in range(len(found)):
        ratios = []
        for other in range(len(found)):
            together = len(found[item] & found[other])
            if together:
                ratios.append(min(together, len(given[item] & given[other])) / together)
        if ratios:
            means.append(sum(ratios) / len(ratios))
    return sum(means) / len(means)


def omega(first, second):
    pairs = list(combinations(range(len(first)), 2))
    one = [len(first[i] & first[j]) for i, j in pairs]
    two = [len(second[i] & second[j]) for i, j in pairs]
    observed = sum(a == b for a, b in zip(one, two, strict=True)) / len(pairs)
    expected = sum(one.count(n) * two.count(n) for n in set(one)) / len(pairs) ** 2
    return (observed - expected) / (1 - expected)
