using DeepFix.Verification.Raw;

namespace DeepFix.Verification.Measures;

/// <summary>What the model is fed in validation against training, less what the raw features explain.</summary>
/// <param name="MissedShift">Shift of the mean in deviations of the training inputs.</param>
/// <param name="MissedSpread">Ratio of the spreads around the training mean, or its inverse.</param>
internal sealed record ModelInputs(double MissedShift, double MissedSpread)
{
    public static ModelInputs? Of(RawRun run)
    {
        if (Moments(run.Data.Statistics["model_input"]?["train"]) is not (var mean, > 0 and var std) || Moments(run.Data.Statistics["model_input"]?["val"]) is not (var valMean, > 0 and var valStd)) return null;
        var raw = run.Data.Features.Where(f => f["kind"]?.Text?.ToLowerInvariant() == "numeric" && Moments(f["train"]) is not null && Moments(f["val"]) is not null).Select(f => (Train: Moments(f["train"])!.Value, Val: Moments(f["val"])!.Value)).ToList();
        if (raw.Count == 0) return null;
        double shift = (valMean - mean) / std, spread = Math.Sqrt((valStd * valStd / (std * std)) + (shift * shift));
        (double Shift, double Spread)[] explained = [(0, 1), Each(raw), Together(raw)];
        return new ModelInputs(explained.Min(e => Math.Abs(shift - e.Shift)), explained.Min(e => Math.Max(spread / e.Spread, e.Spread / spread)));
    }

    private static (double Mean, double Std)? Moments(Node? node) => node?["mean"]?.Sane is { } mean && node["std"]?.Sane is >= 0 and var std ? (mean, std) : null;

    // Every feature brought to one scale of its own.
    private static (double Shift, double Spread) Each(List<((double Mean, double Std) Train, (double Mean, double Std) Val)> raw)
    {
        var moving = raw.Where(r => r.Train.Std > 0).Select(r => (D: (r.Val.Mean - r.Train.Mean) / r.Train.Std, R: r.Val.Std / r.Train.Std)).ToList();
        return moving.Count == 0 ? (0, 1) : (moving.Sum(m => m.D) / moving.Count, Math.Max(Math.Sqrt(moving.Sum(m => (m.R * m.R) + (m.D * m.D)) / moving.Count), double.Epsilon));
    }

    // All features brought to one scale together, or left as they are.
    private static (double Shift, double Spread) Together(List<((double Mean, double Std) Train, (double Mean, double Std) Val)> raw)
    {
        double mean = raw.Average(r => r.Train.Mean), valMean = raw.Average(r => r.Val.Mean);
        double variance = raw.Average(r => (r.Train.Std * r.Train.Std) + ((r.Train.Mean - mean) * (r.Train.Mean - mean)));
        double around = raw.Average(r => (r.Val.Std * r.Val.Std) + ((r.Val.Mean - mean) * (r.Val.Mean - mean)));
        return variance <= 0 || around <= 0 ? (0, 1) : ((valMean - mean) / Math.Sqrt(variance), Math.Sqrt(around / variance));
    }
}
