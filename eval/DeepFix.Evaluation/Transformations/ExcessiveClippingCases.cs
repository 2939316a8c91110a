using static DeepFix.Evaluation.Transformations.Transformation;

namespace DeepFix.Evaluation.Transformations;

/// <summary>Clipping that cuts most steps. The recorded runs log the norm before clipping, or were not clipped.</summary>
internal static class ExcessiveClippingCases
{
    private const string Code = Codes.ExcessiveClipping;

    public static IEnumerable<Transformation> All { get; } =
    [
        Fault(Code, "the declared value lies at the lowest fifth of the norms", (run, _) => At(run, 0.2) is { } clip ? run.Declaring("gradient_clip_val", RecordedRun.Text(clip)) : null),
        Fault(Code, "it lies far below all norms, under Hugging Face's name", (run, _) => At(run, 0) is { } clip ? run.Declaring("max_grad_norm", RecordedRun.Text(clip / 20)) : null),
        Fault(Code, "it lies at the lowest third, under Keras' name", (run, _) => At(run, 0.33) is { } clip ? run.Declaring("clipnorm", RecordedRun.Text(clip)) : null),
        Fault(Code, "norms are logged after they were cut at their lowest third", (run, _) => At(run, 0.33) is { } clip ? Cut(run, clip).Declaring("clip_grad_norm", RecordedRun.Text(clip)) : null),
        Fault(Code, "the same, and the value is not declared", (run, _) => At(run, 0.25) is { } clip && clip < At(run, 1) * 0.999 ? Cut(run, clip) : null),
        NearMiss(Code, "the value lies at the highest tenth: a guard", (run, _) => At(run, 0.9) is { } clip ? run.Declaring("gradient_clip_val", RecordedRun.Text(clip * 1.0001)) : null),
        NearMiss(Code, "it lies just above all norms", (run, _) => At(run, 1) is { } clip ? run.Declaring("gradient_clip_val", RecordedRun.Text(clip * 1.05)) : null),
        NearMiss(Code, "only the first third of the run is cut, where norms are large", (run, _) => At(run, 0.6) is { } clip ? run.With("grad_norm", i => RecordedRun.Text(i < run.Rows.Count / 3 ? clip * 3 : clip * 0.5)).Declaring("grad_clip", RecordedRun.Text(clip)) : null),
        NearMiss(Code, "gradients are clipped by value, which says nothing of the norm", (run, _) => At(run, 0) is { } clip ? run.Declaring("gradient_clip_val", RecordedRun.Text(clip / 20)).Declaring("gradient_clip_algorithm", "value") : null),
        NearMiss(Code, "0 is declared: no clipping", (run, _) => At(run, 0) is not null ? run.Declaring("gradient_clip_val", "0.0") : null),
        NearMiss(Code, "no value is declared, and the norm varies", (run, _) => At(run, 0) is not null ? run : null),
    ];

    private static double? At(RecordedRun run, double share)
    {
        double[] norms = [.. run.Numbers("grad_norm").Where(double.IsFinite).Order()];
        bool isClipped = run.Parameters.Any(l => l.Contains("clip", StringComparison.Ordinal));
        return norms.Length < 10 || isClipped || norms[0] <= 0 ? null : norms[(int)(share * (norms.Length - 1))];
    }

    private static RecordedRun Cut(RecordedRun run, double clip) => run.Changing("grad_norm", (_, norm) => Math.Min(norm, clip));
}
