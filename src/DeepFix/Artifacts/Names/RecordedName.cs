using System.Text;

namespace DeepFix.Artifacts.Names;

/// <summary>A recorded metric name, taken apart: <c>train_loss_epoch</c> is the loss, on training rows.</summary>
/// <param name="Quantity">What is measured.</param>
/// <param name="Split">On which rows.</param>
/// <param name="Rank">Of several names for one metric, the lowest is taken.</param>
internal readonly record struct RecordedName(Quantity Quantity, MetricSplit Split, int Rank)
{
    private const int PerStepRank = 10;

    private static readonly Dictionary<string, (Quantity Quantity, int Rank)> Quantities = new(StringComparer.Ordinal)
    {
        ["loss"] = (Quantity.Loss, 0), ["total_loss"] = (Quantity.Loss, 1), ["loss_total"] = (Quantity.Loss, 1), ["mean_loss"] = (Quantity.Loss, 1),
        ["avg_loss"] = (Quantity.Loss, 1), ["average_loss"] = (Quantity.Loss, 1), ["loss_mean"] = (Quantity.Loss, 1), ["loss_avg"] = (Quantity.Loss, 1),
        ["running_loss"] = (Quantity.Loss, 3), ["cross_entropy"] = (Quantity.Loss, 5), ["cross_entropy_loss"] = (Quantity.Loss, 5), ["ce_loss"] = (Quantity.Loss, 5),
        ["bce_loss"] = (Quantity.Loss, 5), ["nll_loss"] = (Quantity.Loss, 5), ["elbo_loss"] = (Quantity.Loss, 5), ["mse_loss"] = (Quantity.Loss, 5),
        ["rmse_loss"] = (Quantity.Loss, 6), ["mae_loss"] = (Quantity.Loss, 6), ["log_loss"] = (Quantity.Loss, 6),
        ["accuracy"] = (Quantity.Accuracy, 0), ["acc"] = (Quantity.Accuracy, 0), ["categorical_accuracy"] = (Quantity.Accuracy, 1),
        ["sparse_categorical_accuracy"] = (Quantity.Accuracy, 1), ["binary_accuracy"] = (Quantity.Accuracy, 1), ["multiclass_accuracy"] = (Quantity.Accuracy, 1),
        ["accuracy_score"] = (Quantity.Accuracy, 1), ["top1"] = (Quantity.Accuracy, 2), ["acc1"] = (Quantity.Accuracy, 2), ["acc_top1"] = (Quantity.Accuracy, 2),
        ["accuracy_top1"] = (Quantity.Accuracy, 2), ["top1_accuracy"] = (Quantity.Accuracy, 2), ["top1_acc"] = (Quantity.Accuracy, 2), ["top_1_accuracy"] = (Quantity.Accuracy, 2),
        ["balanced_accuracy"] = (Quantity.BalancedAccuracy, 0), ["balanced_acc"] = (Quantity.BalancedAccuracy, 0), ["bal_acc"] = (Quantity.BalancedAccuracy, 0),
        ["r2"] = (Quantity.R2, 0), ["r2_score"] = (Quantity.R2, 0), ["r2score"] = (Quantity.R2, 0), ["r_2"] = (Quantity.R2, 0), ["r_squared"] = (Quantity.R2, 0), ["rsquared"] = (Quantity.R2, 0),
        ["learning_rate"] = (Quantity.LearningRate, 0), ["learning_rates"] = (Quantity.LearningRate, 1), ["lr"] = (Quantity.LearningRate, 1), ["current_lr"] = (Quantity.LearningRate, 2),
        ["optimizer_lr"] = (Quantity.LearningRate, 2), ["opt_lr"] = (Quantity.LearningRate, 2), ["learning_rate_0"] = (Quantity.LearningRate, 3),
        ["x_lr0"] = (Quantity.LearningRate, 6), ["x_lr1"] = (Quantity.LearningRate, 5), ["x_lr2"] = (Quantity.LearningRate, 7),
        ["grad_norm"] = (Quantity.GradNorm, 0), ["gradient_norm"] = (Quantity.GradNorm, 1), ["global_grad_norm"] = (Quantity.GradNorm, 1), ["grad_global_norm"] = (Quantity.GradNorm, 1),
        ["grad_norm_total"] = (Quantity.GradNorm, 1), ["total_grad_norm"] = (Quantity.GradNorm, 1), ["grad_2_0_norm_total"] = (Quantity.GradNorm, 1),
        ["grad_2_norm_total"] = (Quantity.GradNorm, 1), ["grad_norm_mean"] = (Quantity.GradNorm, 2), ["mean_grad_norm"] = (Quantity.GradNorm, 2), ["gradnorm"] = (Quantity.GradNorm, 1),
        ["epoch"] = (Quantity.Epoch, 0), ["epochs"] = (Quantity.Epoch, 1), ["current_epoch"] = (Quantity.Epoch, 1), ["trainer_epoch"] = (Quantity.Epoch, 1), ["epoch_num"] = (Quantity.Epoch, 1),
        ["step"] = (Quantity.Step, 0), ["global_step"] = (Quantity.Step, 1), ["trainer_global_step"] = (Quantity.Step, 1), ["steps"] = (Quantity.Step, 1),
        ["iteration"] = (Quantity.Step, 2), ["iter"] = (Quantity.Step, 2), ["iters"] = (Quantity.Step, 2), ["iterations"] = (Quantity.Step, 2),
    };

    public static RecordedName Parse(string recorded)
    {
        string[] tokens = Normal(recorded).Split('_', StringSplitOptions.RemoveEmptyEntries);
        if (Find(tokens) is { } whole) return whole with { Rank = whole.Rank + (recorded.StartsWith('_') ? 5 : 0) };
        bool perStep = tokens is [.., "step" or "batch"] or ["batch", ..];
        if (tokens.Length > 1 && tokens[^1] is "epoch" or "step" or "batch") tokens = tokens[..^1];
        else if (tokens.Length > 1 && tokens[0] is "epoch" or "batch" or "metrics") tokens = tokens[1..];
        int rank = perStep ? PerStepRank : 0;
        if (Find(tokens) is { } bare) return bare with { Rank = bare.Rank + rank };
        if (tokens.Length < 2) return default;
        (MetricSplit split, string[] rest) = (SplitOf(tokens[0]), tokens[1..]);
        if (split == MetricSplit.Unsaid) (split, rest) = (SplitOf(tokens[^1]), tokens[..^1]);
        if (split == MetricSplit.Unsaid || Find(rest) is not { } found) return default;
        bool stepInside = rest is ["step" or "batch", ..];
        return found with { Split = split, Rank = found.Rank + rank + (stepInside ? PerStepRank : 0) };
    }

    private static RecordedName? Find(string[] tokens)
    {
        if (tokens.Length == 0) return null;
        if (tokens.Length > 1 && tokens[0] is "step" or "batch" && tokens[^1] is "loss" or "acc" or "accuracy") tokens = tokens[1..];
        string name = string.Join('_', tokens);
        if (Quantities.TryGetValue(name, out (Quantity Quantity, int Rank) known)) return new RecordedName(known.Quantity, MetricSplit.Unsaid, known.Rank);
        return LearningRateRank(tokens) is { } rank ? new RecordedName(Quantity.LearningRate, MetricSplit.Unsaid, rank) : null;
    }

    // lr-Adam, lr-SGD/pg1, lr/pg0. Group 0 holds the biases in some versions of Ultralytics and warms up from above; group 1 never does.
    private static int? LearningRateRank(string[] tokens)
    {
        if (tokens[0] != "lr" || tokens.Length is < 2 or > 4) return null;
        if (Array.Exists(tokens, t => t is "momentum" or "decay" or "scheduler" or "factor" or "mult" or "loss" or "acc" or "accuracy")) return null;
        return tokens[^1] switch { "pg1" => 3, "pg0" => 4, ['p', 'g', ..] => 5, _ => 2 };
    }

    private static MetricSplit SplitOf(string token) => token switch
    {
        "train" or "training" or "tr" or "trn" => MetricSplit.Train,
        "val" or "valid" or "validation" or "eval" or "dev" or "evaluation" => MetricSplit.Val,
        "test" or "testing" => MetricSplit.Test,
        _ => MetricSplit.Unsaid,
    };

    private static string Normal(string recorded)
    {
        var normal = new StringBuilder(recorded.Length + 4);
        for (int i = 0; i < recorded.Length; i++)
        {
            char c = recorded[i];
            bool humped = i > 0 && char.IsAsciiLetterUpper(c) && char.IsAsciiLetterLower(recorded[i - 1]);
            if (humped) normal.Append('_');
            normal.Append(char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_');
        }

        return normal.ToString();
    }
}
