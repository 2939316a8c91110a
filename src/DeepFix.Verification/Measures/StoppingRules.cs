using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>A declared rule of early stopping, replayed over the metric that it watches.</summary>
internal static class StoppingRules
{
    private static readonly string[] Lower = ["loss", "error", "err", "mse", "mae", "rmse", "perplexity", "ppl", "wer", "cer", "nll"];
    private static readonly string[] Higher = ["acc", "accuracy", "f1", "auc", "auroc", "r2", "precision", "recall", "map", "iou", "dice", "bleu", "rouge", "score"];

    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("stopping rules whose mode is against the watched metric", (run, s) => Mode(run) is { } mode && IsLowerBetter(s.Series!) is { } isLower ? new(isLower != (mode == "min") ? 1 : 0) : null),
        One("watched metrics that were never logged", (run, s) => s.Series == Monitor(run) ? new(Watched(run) is null ? 1 : 0) : null),
        One("declared min_delta over the whole improvement of the watched metric", (run, _) => Replay(run) is { } r ? new(Math.Min(MinDelta(run) / Math.Max(r.WholeGain, 1e-300), 1e6), r.Points[0].Step, r.Points[^1].Step) : null),
        One("evaluations that training went on after the declared patience had run out", (run, _) => Replay(run) is { } r && Patience(run) is { } patience ? new(r.LongestWait - patience, r.Points[r.WaitFrom].Step, r.Points[r.WaitTo].Step) : null),
        One("evaluations of the declared patience that were left when training ended early", (run, _) => Replay(run) is { } r && Patience(run) is { } patience ? new(patience - r.LastWait, r.Points[^1].Step, r.Points[^1].Step) : null),
    ];

    /// <summary>The declared patience of early stopping; a bare one may be that of a schedule.</summary>
    public static double? Patience(RawRun run)
        => run.Parameters.LooseNumber("early_stopping_patience", "early_stop_patience", "es_patience", "earlystopping_patience", "stopping_patience", "early_stopping_rounds", "early_stopping_epochs", "early_stop")
           ?? run.Parameters.LooseNumber("patience");

    private static string? Monitor(RawRun run)
        => run.Parameters.Loosely("early_stopping_monitor", "early_stop_monitor", "es_monitor", "early_stopping_metric", "early_stop_metric", "metric_for_best_model", "monitor", "monitor_metric")?.Text;

    private static string? Mode(RawRun run)
    {
        string? mode = run.Parameters.Loosely("early_stopping_mode", "early_stop_mode", "es_mode", "monitor_mode", "mode")?.Text.ToLowerInvariant();
        if (mode is "min" or "max") return mode;
        return run.Parameters.Loosely("greater_is_better")?.Text.ToLowerInvariant() switch { "true" or "yes" or "on" or "1" => "max", "false" or "no" or "off" or "0" => "min", _ => null };
    }

    private static double MinDelta(RawRun run)
        => Math.Abs(run.Parameters.LooseNumber("early_stopping_min_delta", "early_stop_min_delta", "es_min_delta", "early_stopping_threshold", "min_delta", "early_stopping_delta") ?? 0);

    private static bool? IsLowerBetter(string metric)
    {
        string[] words = metric.ToLowerInvariant().Split('_', '/', '-', '.', ' ');
        return words.Any(w => Lower.Contains(w, StringComparer.Ordinal)) ? true : words.Any(w => Higher.Contains(w, StringComparer.Ordinal)) ? false : null;
    }

    private static RawSeries? Watched(RawRun run)
    {
        if (Monitor(run) is not { } monitor) return run.Metrics.Find("val_loss");
        RawSeries? named = run.Metrics.All.FirstOrDefault(s => string.Equals(s.Name, monitor, StringComparison.OrdinalIgnoreCase) || string.Equals(s.RecordedAs, monitor, StringComparison.OrdinalIgnoreCase));
        return named ?? run.Metrics.Find(RawNames.Of(new Dictionary<string, int>(StringComparer.Ordinal) { [monitor] = 2 }).GetValueOrDefault(monitor, monitor));
    }

    private sealed record Course(IReadOnlyList<RawPoint> Points, int LongestWait, int WaitFrom, int WaitTo, int LastWait, double WholeGain);

    private static Course? Replay(RawRun run)
    {
        if (Watched(run)?.Finite is not { Count: > 0 } points) return null;
        bool isLower = IsLowerBetter(Monitor(run) ?? "val_loss") ?? Mode(run) == "min";
        double[] values = [.. points.Select(p => isLower ? p.Value : -p.Value)];
        double starts = run.Parameters.LooseNumber("start_from_epoch", "min_epochs", "early_stopping_start", "early_stopping_warmup") ?? 0, best = double.PositiveInfinity;
        int wait = 0, longest = 0, bestAt = 0, from = 0, to = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (points[i].Epoch < starts) continue;
            if (double.IsPositiveInfinity(best) || values[i] < best - MinDelta(run)) (best, wait, bestAt) = (values[i], 0, i);
            else wait++;
            if (wait > longest) (longest, from, to) = (wait, bestAt, i);
        }

        return new Course(points, longest, from, to, wait, Math.Min(values[0] - values.Min(), 1e300));
    }
}
