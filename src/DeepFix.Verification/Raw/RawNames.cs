using System.Text;

namespace DeepFix.Verification.Raw;

/// <summary>Which recorded metric is which metric of the contract.</summary>
internal static class RawNames
{
    private static readonly string[] Contract =
    [
        "step", "epoch", "train_loss", "val_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2", "learning_rate", "grad_norm", "grad_norm_max", "zero_grad_fraction",
        "dead_unit_fraction", "update_ratio", "weight_norm", "nan_count", "val_balanced_accuracy", "val_max_class_share",
    ];

    // What is measured, then the words for it, from the usual to the odd.
    private static readonly (string Quantity, int Rank, string[] Words)[] Words =
    [
        ("loss", 0, ["loss"]), ("loss", 1, ["total_loss", "loss_total", "mean_loss", "avg_loss", "average_loss", "loss_mean", "loss_avg"]), ("loss", 3, ["running_loss"]),
        ("loss", 5, ["cross_entropy", "cross_entropy_loss", "ce_loss", "bce_loss", "nll_loss", "elbo_loss", "mse_loss"]), ("loss", 6, ["rmse_loss", "mae_loss", "log_loss"]),
        ("accuracy", 0, ["accuracy", "acc"]), ("accuracy", 1, ["categorical_accuracy", "sparse_categorical_accuracy", "binary_accuracy", "multiclass_accuracy", "accuracy_score"]),
        ("accuracy", 2, ["top1", "acc1", "acc_top1", "accuracy_top1", "top1_accuracy", "top1_acc", "top_1_accuracy"]),
        ("balanced_accuracy", 0, ["balanced_accuracy", "balanced_acc", "bal_acc"]), ("r2", 0, ["r2", "r2_score", "r2score", "r_2", "r_squared", "rsquared"]),
        ("learning_rate", 0, ["learning_rate"]), ("learning_rate", 1, ["learning_rates", "lr"]), ("learning_rate", 2, ["current_lr", "optimizer_lr", "opt_lr"]), ("learning_rate", 3, ["learning_rate_0"]),
        ("learning_rate", 5, ["x_lr1"]), ("learning_rate", 6, ["x_lr0"]), ("learning_rate", 7, ["x_lr2"]),
        ("grad_norm", 0, ["grad_norm"]), ("grad_norm", 2, ["grad_norm_mean", "mean_grad_norm"]),
        ("grad_norm", 1, ["gradient_norm", "global_grad_norm", "grad_global_norm", "grad_norm_total", "total_grad_norm", "grad_2_0_norm_total", "grad_2_norm_total", "gradnorm"]),
        ("epoch", 0, ["epoch"]), ("epoch", 1, ["epochs", "current_epoch", "trainer_epoch", "epoch_num"]),
        ("step", 0, ["step"]), ("step", 1, ["global_step", "trainer_global_step", "steps"]), ("step", 2, ["iteration", "iter", "iters", "iterations"]),
    ];

    /// <summary>Contract name by recorded name. Each contract name goes to the recorded name that fits it best.</summary>
    public static Dictionary<string, string> Of(IReadOnlyDictionary<string, int> pointsByName)
    {
        var parts = pointsByName.Keys.ToDictionary(n => n, Parts, StringComparer.Ordinal);
        var best = new Dictionary<string, (string Name, int Rank)>(StringComparer.Ordinal);
        foreach ((string name, int points) in pointsByName.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            bool isForeign = name.StartsWith("system/", StringComparison.Ordinal) || name.StartsWith("deepfix/", StringComparison.Ordinal) || name.StartsWith("deepfix.", StringComparison.Ordinal);
            if (points == 0 || isForeign) continue;
            string? contract = Contract.Contains(name, StringComparer.Ordinal) ? name : Role(name, parts[name], parts.Values);
            if (contract is null) continue;
            int rank = (name == contract ? -1 : parts[name].Rank) + (points < 2 ? 100 : 0);
            if (!best.TryGetValue(contract, out var other) || rank < other.Rank) best[contract] = (name, rank);
        }

        return best.ToDictionary(b => b.Value.Name, b => b.Key, StringComparer.Ordinal);
    }

    private static string? Role(string name, (string Quantity, string Side, int Rank) part, IEnumerable<(string Quantity, string Side, int Rank)> all)
    {
        switch (part.Quantity)
        {
            case "": return null;
            case "step" or "epoch": return part.Quantity;
            case "learning_rate" or "grad_norm": return part.Side is "" or "train" ? part.Quantity : null;
        }

        bool Has(string quantity, string side) => all.Any(a => a.Quantity == quantity && a.Side == side);
        string told = part.Side switch
        {
            "test" => Has(part.Quantity, "val") || Has("loss", "val") ? "test" : "val",
            "" when part.Quantity == "loss" => "train",
            "" when name.StartsWith("metrics/", StringComparison.OrdinalIgnoreCase) => "val",
            "" => Bare(Has(part.Quantity, "train"), Has(part.Quantity, "val"), Has("loss", ""), Has("loss", "val")),
            _ => part.Side,
        };
        return told is "test" or "neither" || (part.Quantity == "balanced_accuracy" && told != "val") ? null : $"{told}_{part.Quantity}";
    }

    // A bare accuracy is that of whichever side has none of its own; beside a bare loss it is training's.
    private static string Bare(bool hasTrain, bool hasVal, bool hasBareLoss, bool hasValLoss) => (hasTrain, hasVal) switch
    {
        (true, true) => "neither",
        (true, _) => "val",
        (_, true) => "train",
        _ => hasValLoss && !hasBareLoss ? "val" : "train",
    };

    private static (string Quantity, string Side, int Rank) Parts(string recorded)
    {
        string[] tokens = Plain(recorded).Split('_', StringSplitOptions.RemoveEmptyEntries);
        if (Find(tokens) is { } whole) return (whole.Quantity, "", whole.Rank + (recorded.StartsWith('_') ? 5 : 0));
        bool perStep = tokens.Length > 0 && (tokens[^1] is "step" or "batch" || tokens[0] is "batch");
        if (tokens.Length > 1 && tokens[^1] is "epoch" or "step" or "batch") tokens = tokens[..^1];
        else if (tokens.Length > 1 && tokens[0] is "epoch" or "batch" or "metrics") tokens = tokens[1..];
        int late = perStep ? 10 : 0;
        if (Find(tokens) is { } bare) return (bare.Quantity, "", bare.Rank + late);
        if (tokens.Length < 2) return ("", "", 0);
        (string side, string[] rest) = (SideOf(tokens[0]), tokens[1..]);
        if (side.Length == 0) (side, rest) = (SideOf(tokens[^1]), tokens[..^1]);
        if (side.Length == 0 || Find(rest) is not { } found) return ("", "", 0);
        return (found.Quantity, side, found.Rank + late + (rest[0] is "step" or "batch" ? 10 : 0));
    }

    private static (string Quantity, int Rank)? Find(string[] tokens)
    {
        if (tokens.Length == 0) return null;
        if (tokens.Length > 1 && tokens[0] is "step" or "batch" && tokens[^1] is "loss" or "acc" or "accuracy") tokens = tokens[1..];
        string joined = string.Join('_', tokens);
        foreach ((string quantity, int rank, string[] words) in Words)
        {
            if (words.Contains(joined, StringComparer.Ordinal)) return (quantity, rank);
        }

        bool isRate = tokens[0] == "lr" && tokens.Length is >= 2 and <= 4 && !tokens.Any(t => t is "momentum" or "decay" or "scheduler" or "factor" or "mult" or "loss" or "acc" or "accuracy");
        return isRate ? ("learning_rate", tokens[^1] == "pg1" ? 3 : tokens[^1] == "pg0" ? 4 : tokens[^1].StartsWith("pg", StringComparison.Ordinal) ? 5 : 2) : null;
    }

    private static string SideOf(string token) => token switch
    {
        "train" or "training" or "tr" or "trn" => "train",
        "val" or "valid" or "validation" or "eval" or "dev" or "evaluation" => "val",
        "test" or "testing" => "test",
        _ => "",
    };

    private static string Plain(string name)
    {
        var plain = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(name[i]) && char.IsAsciiLetterLower(name[i - 1])) plain.Append('_');
            plain.Append(char.IsAsciiLetterOrDigit(name[i]) ? char.ToLowerInvariant(name[i]) : '_');
        }

        return plain.ToString();
    }
}
