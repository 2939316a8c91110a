"""The same runs as a poorer log would show them.

    python3 poorer.py RUNS/dense POORER/dense           loss, score and rate by epoch, the settings and the size of the data
    python3 poorer.py RUNS/dense POORER/dense --bare    loss, score and rate by epoch alone
"""

import csv
import pathlib
import shutil
import sys

KEPT = {"step", "epoch", "train_loss", "val_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2", "learning_rate"}


def main(runs, target, bare):
    for run in sorted(pathlib.Path(runs).iterdir()):
        metrics = run / "training_artifacts" / "metrics.csv"
        if not metrics.exists():
            continue
        with open(metrics, newline="", encoding="utf-8") as file:
            rows = list(csv.reader(file))
        columns = [i for i, name in enumerate(rows[0]) if name in KEPT]
        poorer = pathlib.Path(target) / run.name / "training_artifacts"
        poorer.mkdir(parents=True, exist_ok=True)
        with open(poorer / "metrics.csv", "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([row[i] for i in columns] for row in rows)
        if bare:
            continue
        shutil.copy(run / "training_artifacts" / "params.yaml", poorer)
        (poorer.parent / "dataset").mkdir(exist_ok=True)
        shutil.copy(run / "dataset" / "metadata.yaml", poorer.parent / "dataset")


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4) or sys.argv[3:] not in ([], ["--bare"]):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], bare=len(sys.argv) == 4)
