"""Computes the agreement of this folder's tables again, with Python 3.9 or later and nothing else.

Run it in this folder: python recompute.py

It reads who gave which code to which passage (comparison.csv, seen.csv, machine_seen.csv,
passages.csv, codes.csv) and makes from it percent agreement, F1, pooled kappa (de Vries and
others 2008) and mv-alpha (Krippendorff and Craggs 2016) of every two coders and level, and Cohen's
kappa of every code. Each is set beside what agreement_overall.csv, agreement.csv and
agreement_humans.csv hold. recompute.R does the same in R.
"""

import csv
import sys
from math import comb
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROUNDED = 0.000051  # tables hold four decimals


def read(name):
    """Return the rows of a table of this folder."""
    path = HERE / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def codings():
    """Return sets of (passage, code) by coder, and the passages that each coder saw.

    A coder is a pair: person or machine, and the name.
    """
    given, seen = {}, {}
    for row in read("seen.csv"):
        seen.setdefault(("person", row["coder"]), set()).add(row["passage_id"])
    for row in read("machine_seen.csv"):
        seen.setdefault(("machine", row["coder"]), set()).add(row["passage_id"])
    for row in read("comparison.csv"):
        cell = (row["passage_id"], row["code_id"])
        if row["human"] == "yes":
            given.setdefault(("person", row["coder"]), set()).add(cell)
        if row["machine"] == "yes":
            given.setdefault(("machine", row["beside"]), set()).add(cell)
    everything = {row["passage_id"] for row in read("passages.csv")}
    seen.setdefault(("machine", "machine"), everything)  # the bundled machine reads all
    return given, seen


def codes_of(scope, codes, with_machine):
    """Return the codes of a level, or the leaves; with a machine only those of the codebook."""
    usable = [row for row in codes if row["in_codebook"] == "yes" or not with_machine]
    if scope == "leaves":
        parents = {row["parent_id"] for row in usable}
        return [row["code_id"] for row in usable if row["code_id"] not in parents]
    return [row["code_id"] for row in usable if row["level"] == scope.split()[1]]


def counts(one, two, units, code):
    """Return passages with the code from both, the first only, the second only, neither."""
    first = {unit for unit in units if (unit, code) in one}
    second = {unit for unit in units if (unit, code) in two}
    both = len(first & second)
    return both, len(first) - both, len(second) - both, len(units) - len(first | second)


def chance(table):
    """Return observed agreement and what chance would give, for Cohen's kappa."""
    a, b, c, d = table
    units = a + b + c + d
    return (a + d) / units, ((a + b) * (a + c) + (c + d) * (b + d)) / units**2


def pooled_kappa(tables):
    """Return kappa of the mean observed and the mean expected agreement of several codes."""
    pairs = [chance(table) for table in tables]
    observed = sum(pair[0] for pair in pairs) / len(pairs)
    expected = sum(pair[1] for pair in pairs) / len(pairs)
    return None if expected == 1 else (observed - expected) / (1 - expected)


def mv_alpha(pairs):
    """Return mv-alpha of pairs of sets, one pair a passage."""
    sets = [one for pair in pairs for one in pair]
    apart = [
        0 if not one and not two else 1 - 2 * len(one & two) / (len(one) + len(two))
        for one, two in pairs
    ]
    observed = sum(apart) / len(apart)
    largest = max(map(len, sets))
    shares = [sum(len(one) == size for one in sets) / len(sets) for size in range(largest + 1)]
    # ways[s][j]: weight of s shared codes and j others, from the frequencies of the codes
    ways = [[0.0] * (2 * largest + 1) for _ in range(largest + 1)]
    ways[0][0] = 1.0
    for code in set().union(*sets):
        n = sum(code in one for one in sets)
        for s in range(largest, -1, -1):
            for j in range(2 * largest, -1, -1):
                ways[s][j] += n * ways[s][j - 1] if j else 0
                ways[s][j] += n * (n - 1) * ways[s - 1][j] if s else 0
    expected = 0.0
    for c in range(largest + 1):
        for k in range(largest + 1):
            total = different = 0.0
            for s in range(min(c, k) + 1):
                weight = comb(c + k - 2 * s, c - s) * ways[s][c + k - 2 * s]
                total += weight
                different += weight * (1 - 2 * s / (c + k)) if c + k else 0
            if total > 0:
                expected += shares[c] * shares[k] * different / total
    return None if expected <= 0 else 1 - observed / expected


def overall(row, given, seen, codes):
    """Return the coefficients of two coders over the codes of a level, by column."""
    second_is = row["second_is"]
    first, second = ("person", row["first"]), (second_is, row["second"])
    units = seen[first] & seen[second]
    scope = codes_of(row["scope"], codes, second_is == "machine")
    one, two = given.get(first, set()), given.get(second, set())
    tables = [counts(one, two, units, code) for code in scope]
    a, b, c, d = (sum(table[cell] for table in tables) for cell in range(4))
    pairs = [
        tuple({code for code in scope if (unit, code) in held} for held in (one, two))
        for unit in units
    ]
    return {
        "pooled_percent": (a + d) / (a + b + c + d),
        "positive_agreement": 2 * a / (2 * a + b + c) if a + b + c else None,
        "pooled_kappa": pooled_kappa(tables),
        "alpha": mv_alpha(pairs),
    }


def of_code(row, first, second, given, seen):
    """Return Cohen's kappa of two coders on one code."""
    units = seen[first] & seen[second]
    table = counts(given.get(first, set()), given.get(second, set()), units, row["code_id"])
    observed, expected = chance(table)
    return None if expected == 1 else (observed - expected) / (1 - expected)


def same(found, published):
    """Return whether a figure is the published one; an empty cell is undefined."""
    if not published or found is None:
        return not published and found is None
    return abs(found - float(published)) <= ROUNDED


def main():
    """Print every figure over all codes beside the published one, and how many differ."""
    sys.stdout.reconfigure(errors="replace")  # a terminal may lack letters of a name
    given, seen = codings()
    stand = {code for cells in given.values() for _, code in cells}
    codes = [
        row for row in read("codes.csv") if row["in_codebook"] == "yes" or row["code_id"] in stand
    ]
    checked = different = 0
    for row in read("agreement_overall.csv"):
        for column, found in overall(row, given, seen, codes).items():
            checked += 1
            fine = same(found, row[column])
            different += not fine
            value = "undefined" if found is None else f"{found:.4f}"
            print(
                f"{row['first']} and {row['second']}, {row['scope']}, {column}: {value}"
                f" (published {row[column] or 'undefined'}){'' if fine else '  <-- differs'}"
            )
    for name in ("agreement.csv", "agreement_humans.csv"):
        for row in read(name):
            first = ("person", row["coder"] if name == "agreement.csv" else row["first"])
            beside = ("machine", row["beside"]) if name == "agreement.csv" else None
            second = beside or ("person", row["second"])
            if not row["percent"] or "not in the codebook" in row["note"]:
                continue
            checked += 1
            fine = same(of_code(row, first, second, given, seen), row["kappa"])
            different += not fine
            if not fine:
                print(f"{first[1]} and {second[1]}, {row['code']}, kappa  <-- differs")
    print(f"{checked} figures computed again, {different} of them differ from the published ones.")
    return 1 if different or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
