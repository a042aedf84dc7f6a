"""Compare coefficients and standard errors of many coders with the package irrCAC.

irrCAC pins old versions of scipy and pandas, so it is installed into an environment of its own
in a temporary folder (needs a package index). It rounds to five decimals. For alpha's standard
error it and the R package of the same name differ by up to 0.0001 where units have unequal
numbers of values; the published figures are the R package's, so such data are left out of that
one comparison.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from secondcoder.agreement.coefficients import gwet

REQUIREMENT = "irrCAC==0.4.4"
NAMES = {
    "gwet": gwet.gwet_ac,
    "fleiss": gwet.fleiss,
    "conger": gwet.conger,
    "bp": gwet.brennan_prediger,
    "krippendorff": gwet.alpha,
}
SCRIPT = """
import json, sys, warnings
warnings.filterwarnings("ignore")
import pandas as pd
from irrCAC.raw import CAC
found = []
for case in json.load(sys.stdin):
    weights = case["weights"]
    table = CAC(pd.DataFrame(case["rows"]), weights=weights, categories=[0, 1, 2, 3])
    row = {}
    for name in sys.argv[1:]:
        estimate = getattr(table, name)()["est"]
        row[name] = [float(estimate["coefficient_value"]), float(estimate["se"])]
    found.append(row)
print(json.dumps(found))
"""


def cases(count: int) -> list[dict[str, object]]:
    """Return random ratings of four coders, some with missing values and ordinal weights."""
    found: list[dict[str, object]] = []
    for seed in range(count):
        generator = np.random.default_rng(seed)
        truth = generator.integers(0, 4, size=(40, 1))
        noise = generator.integers(0, 4, size=(40, 4))
        values = np.where(generator.random((40, 4)) < 0.6, truth, noise).astype(object)
        if seed % 2:
            values[generator.random((40, 4)) < 0.2] = None
        found.append({"rows": values.tolist(), "weights": ("identity", "linear")[seed // 2 % 2]})
    return found


def theirs(studies: list[dict[str, object]]) -> list[dict[str, list[float]]]:
    with tempfile.TemporaryDirectory() as folder:
        python = Path(folder) / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)  # noqa: S603 (fixed)
        install = [python, "-m", "pip", "install", "--quiet", REQUIREMENT]
        subprocess.run(install, check=True)  # noqa: S603 (fixed command)
        done = subprocess.run(  # noqa: S603 (fixed command)
            [python, "-c", SCRIPT, *NAMES],
            input=json.dumps(studies),
            capture_output=True,
            text=True,
            check=True,
        )
    return json.loads(done.stdout)  # type: ignore[no-any-return]  # written by SCRIPT


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="4 data sets instead of 40")
    studies = cases(4 if parser.parse_args().quick else 40)
    answers = theirs(studies)
    print(f"{len(studies)} data sets of 40 units and 4 coders; largest difference to {REQUIREMENT}")
    print(f"{'coefficient':<16}{'value':>10}{'error':>10}")
    for name, coefficient in NAMES.items():
        values, errors = [], []
        for study, answer in zip(studies, answers, strict=True):
            rows = study["rows"]
            weights = 1 - np.abs(np.subtract.outer(range(4), range(4))) / 3
            linear = study["weights"] == "linear"
            found = coefficient(
                gwet.ratings(rows, categories=range(4), weights=weights if linear else None)  # type: ignore[arg-type]  # rows from cases()
            )
            values.append(abs((found.value.value or 0) - answer[name][0]))
            unequal = len({sum(value is not None for value in row) for row in rows}) > 1  # type: ignore[attr-defined]  # rows from cases()
            if name != "krippendorff" or not unequal:
                errors.append(abs((found.error.value or 0) - answer[name][1]))
        print(f"{name:<16}{max(values):>10.6f}{max(errors):>10.6f}")


if __name__ == "__main__":
    main()
