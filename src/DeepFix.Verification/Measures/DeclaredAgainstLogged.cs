using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>What is declared, held against what was logged.</summary>
internal static class DeclaredAgainstLogged
{
    private const double LargestStepShare = 1.02;
    private const double ConstantRate = 1.001;
    private static readonly string[] Accumulates = ["accumulate_grad_batches", "gradient_accumulation_steps", "accumulation_steps", "grad_accum", "world_size", "num_devices", "devices", "num_gpus"];
    private static readonly string[] NamesClasses = ["num_classes", "n_classes", "num_labels", "model.num_classes"];

    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("epochs logged beyond those planned", (run, _) => run.Parameters.Epochs is > 0 and var planned && Longest(run) is { } s && Span(s) is var (first, last) ? Over(s, last - first + 1 - planned) : null),
        One("first logged learning rate over the declared one, or its inverse", FirstRate),
        One("steps an epoch beyond rows over batch size", (run, _) => Steps(run) is var (s, measured, _, most) ? Over(s, measured / most > LargestStepShare ? measured - most : Math.Min(measured - most, 0)) : null),
        One("share by which steps an epoch miss every whole division of rows over batch size", (run, _) => Steps(run) is var (s, measured, least, most) && measured < least ? Over(s, Miss(run, measured, least, most)) : null),
        One("class names beyond or short of num_classes", (run, _) => run.Data.NumClasses is { } classes && run.Data.ClassNames.Count > 0 ? new(Math.Abs(run.Data.ClassNames.Count - classes)) : null),
        One("classes in the data beyond num_classes", (run, _) => run.Data.NumClasses is { } classes ? new(Math.Max(0, SeenClasses(run) - classes)) : null),
        One("classes of the model beyond or short of those of the data", (run, _) => run.Data.NumClasses is { } classes && NamesClasses.Select(run.Parameters.Exactly).FirstOrDefault(d => d is not null) is { } outputs ? new(Math.Abs(outputs - classes)) : null),
        One("rows of {} by which metadata and statistics differ", (run, s) => run.Data.Metadata[$"num_{s.Words[0]}_samples"]?.Count is { } declared ? new(Math.Abs(Counted(run, s.Words[0], declared) - declared)) : null),
        One("validation losses logged over no declared row", (run, _) => run.Data.Declared.GetValueOrDefault("num_val_samples") == "0" && run.Metrics.Find("val_loss") is { } loss ? new(loss.Points.Count) : null),
        One("root mean square of what the model is fed", (run, _) => run.Data.Statistics["model_input"]?["train"] is { } fed && fed["mean"]?.Sane is { } mean && fed["std"]?.Sane is { } std ? new(Math.Sqrt((mean * mean) + (std * std))) : null),
        One("loss per wrong prediction in the first epoch over its median afterwards", FirstCost),
    ];

    private static RawSeries? Longest(RawRun run)
        => run.Metrics.Find("train_loss") is { Points.Count: > 1 } loss ? loss : run.Metrics.All.Where(s => s.Points.Count > 1).MaxBy(s => s.Points.Count);

    private static (double First, double Last)? Span(RawSeries series)
        => series.Points.All(p => double.IsFinite(p.Epoch)) ? (Math.Floor(series.Points.Min(p => p.Epoch)), Math.Floor(series.Points.Max(p => p.Epoch))) : null;

    private static Recomputed Over(RawSeries series, double value) => new(value, series.Points[0].Step, series.Points[^1].Step);

    private static Recomputed? FirstRate(RawRun run, Stated stated)
    {
        if (run.Parameters.LearningRate is not (> 0 and var declared) || run.Metrics.Find("learning_rate")?.Finite is not { Count: > 1 } rates) return null;
        double first = rates[0].Value, highest = rates.Max(r => r.Value), lowest = rates.Min(r => r.Value);
        double ratio = highest / lowest <= ConstantRate ? Math.Max(first / declared, declared / first) : highest <= first ? Math.Max(1, first / declared) : 1;
        return new(ratio, rates[0].Step, rates[0].Step);
    }

    private static (RawSeries Series, double Measured, double Least, double Most)? Steps(RawRun run)
    {
        if (run.Parameters.BatchSize is not (> 0 and var batch) || run.Data.Samples("train") is not { } rows || Longest(run) is not { } series || Span(series) is not var (first, last)) return null;
        return (series, (series.Points[^1].Step - series.Points[0].Step) / (last - first), Math.Floor(rows / batch), Math.Ceiling(rows / batch));
    }

    private static double Miss(RawRun run, double measured, double least, double most)
    {
        double divisor = Accumulates.Select(run.Parameters.Exactly).FirstOrDefault(d => d is > 1) ?? Math.Max(1, Math.Round(most / measured));
        return Math.Max(0, Math.Max(Math.Floor(least / divisor) - measured, measured - Math.Ceiling(most / divisor))) / measured;
    }

    private static int SeenClasses(RawRun run)
        => (run.Data.Statistics["splits"]?.Members ?? []).Select(m => m.Key).Concat(["train", "val", "test"]).Distinct(StringComparer.Ordinal)
            .SelectMany(s => run.Data.Classes(s).Where(c => c.Rows > 0).Select(c => c.Name)).Distinct(StringComparer.Ordinal).Count();

    private static double Counted(RawRun run, string split, double declared)
        => run.Data.Classes(split) is { Count: > 0 } classes ? classes.Sum(c => c.Rows) : run.Data.Samples(split) ?? declared;

    private static Recomputed? FirstCost(RawRun run, Stated stated)
    {
        if (run.Metrics.Curve("train_loss") is not { } loss || run.Metrics.Curve("train_accuracy") is not { } right) return null;
        List<double> costs = [];
        for (int i = 0; i < loss.Count; i++)
        {
            int same = right.At(loss.Step(i));
            if (right.Step(same) == loss.Step(i) && right.Values[same] is >= 0 and < 1 && loss.Values[i] > 0) costs.Add(loss.Values[i] / (1 - right.Values[same]));
            else if (i == 0) return null;
        }

        return costs.Count < 2 ? null : new(Math.Min(costs[0] / Plain.Median([.. costs.Skip(1)]), 1e15), loss.Step(0), loss.LastStep);
    }
}
