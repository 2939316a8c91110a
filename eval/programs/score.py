"""Holds results against what is known of the programs.

    deepfix analyze RUNS/dense/* --format json --out RESULTS/dense
    python3 score.py RESULTS/dense

A cause is found where a finding of medium or high severity, or one of low severity and a confidence of 0.3 or more, names one of the codes below; it is first where it heads the root causes.
A repaired or healthy program is flagged where anything of medium or high severity is said of it, and advised where a root cause is named.
"""

import json
import pathlib
import sys

CAUSES = {
    "softmax_one_unit": "wrong_final_activation",
    "relu_before_bce": "wrong_final_activation",
    "mse_on_classes": "wrong_loss_function wrong_final_activation",
    "mse_on_one_hot": "wrong_loss_function weak_optimizer learning_rate_too_low",
    "sigmoid_before_ce": "wrong_final_activation redundant_softmax",
    "softmax_before_ce": "redundant_softmax",
    "raw_digits_sgd": "unnormalized_inputs learning_rate_too_high",
    "raw_digits_adam": "unnormalized_inputs",
    "raw_moons": "unnormalized_inputs",
    "raw_house": "unnormalized_inputs",
    "raw_house_nan": "unnormalized_inputs nan_loss learning_rate_too_high exploding_gradients",
    "xor_low_rate": "learning_rate_too_low insufficient_epochs weak_optimizer",
    "xor_linear": "wrong_activation underfitting",
    "sigmoid_on_sine": "wrong_final_activation",
    "tanh_on_square": "wrong_final_activation unnormalized_inputs",
    "linear_high_rate": "learning_rate_too_high nan_loss divergence",
    "digits_high_rate": "learning_rate_too_high",
    "adadelta_low_rate": "learning_rate_too_low",
    "eight_sigmoids": "vanishing_gradients wrong_activation",
    "four_sigmoids_sgd": "vanishing_gradients wrong_activation weak_optimizer",
    "zero_weights": "bad_initialization",
    "tiny_weights": "bad_initialization vanishing_gradients",
    "big_weights": "bad_initialization",
    "three_epochs": "insufficient_epochs learning_rate_too_low",
    "full_batch": "batch_size_too_large insufficient_epochs",
    "two_units": "underfitting",
    "heavy_dropout": "excessive_regularization",
    "heavy_decay": "excessive_regularization",
    "few_rows": "overfitting small_dataset",
    "bce_on_one_hot": "wrong_loss_function learning_rate_too_low weak_optimizer insufficient_epochs",
    "relu_on_negative": "wrong_final_activation",
    "frozen": "frozen_layers",
    "high_rate": "learning_rate_too_high",
    "low_rate": "learning_rate_too_low",
    "plain_descent": "weak_optimizer learning_rate_too_low",
    "gradients_kept": "missing_zero_grad learning_rate_too_high",
    "sorted_rows": "missing_shuffle",
    "shuffled_labels": "corrupted_labels label_noise overfitting",
    "noisy_labels": "label_noise",
    "uneven_classes": "class_imbalance",
    "shared_rows": "split_leakage",
    "copied_rows": "duplicate_samples",
    "raw_inputs": "unnormalized_inputs",
    "scaled_validation": "preprocessing_mismatch feature_drift",
    "evaluated_in_training": "evaluation_in_train_mode",
}


def main(results):
    count = dict.fromkeys(("faulty", "found", "first", "right", "flagged", "advised"), 0)
    for path in sorted(pathlib.Path(results).glob("*.json")):
        result = json.loads(path.read_text(encoding="utf-8"))
        fault = path.stem.rsplit("-", 2)[0].split(".")[0]
        findings = [(f["code"], f["severity"], f["confidence"]) for agent in result["agent_results"] for f in (a["findings"] for a in agent["analysis"])]
        named = [cause["code"] for cause in result["root_causes"]]
        grave = [code for code, severity, _ in findings if severity != "low"]
        if "-repaired-" in path.stem:
            count["right"] += 1
            count["flagged"] += bool(grave)
            count["advised"] += bool(named)
            if grave:
                print(f"flagged  {path.stem}: {', '.join(grave)}")
            continue
        causes = CAUSES[fault].split()
        found = any(code in causes and (severity != "low" or confidence >= 0.3) for code, severity, confidence in findings)
        count["faulty"] += 1
        count["found"] += found
        count["first"] += bool(named) and named[0] in causes
        if not found:
            print(f"missed   {path.stem}: {', '.join(named) or 'silent'}")
    print(", ".join(f"{name} {value}" for name, value in count.items()))


if __name__ == "__main__":
    if len(sys.argv) != 2 or not pathlib.Path(sys.argv[1]).is_dir():
        sys.exit(__doc__)
    main(sys.argv[1])
