using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Most steps are at or above the value at which gradients are clipped: the clipping sets the step, not the gradient.</summary>
public sealed class ExcessiveClipping(ExcessiveClipping.Limits limits) : Detector<TrainingArtifacts>
{
    private const double AtCeiling = 1e-3;

    /// <summary>A mean of norms that were cut lies above this share of the limit only where most of them were cut.</summary>
    private const double MeanOfCut = 0.9;

    /// <summary>With the default limits.</summary>
    public ExcessiveClipping() : this(new Limits())
    {
    }

    /// <inheritdoc />
    public override string Code => Codes.ExcessiveClipping;

    /// <inheritdoc />
    public override IReadOnlyList<Limit> AllLimits => [limits.FewestPoints, limits.ClippedShare, limits.PiledShare, limits.CutBy];

    /// <inheritdoc />
    public override IReadOnlyList<string> Reads => ["grad_norm", "gradient_clip_val"];

    /// <inheritdoc />
    public override Detection Detect(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (artifacts.Metrics.GradNorm?.Finite(cancellationToken) is not { Count: > 0 } norms) return TrainingReport.Lacks("grad_norm");
        if (limits.FewestPoints.IsCrossedBy(norms.Count))
            return new Detection.NotAssessable($"grad_norm has {Significant.Text(norms.Count)} finite points; fewer than {Significant.Text(limits.FewestPoints.Value)} say nothing of most steps.", "Log grad_norm once an epoch or more often.");
        bool isByValue = IsByValue(new RawSettings(artifacts.Parameters));
        if (!isByValue && artifacts.Parameters.GradientClipVal is { } clip and > 0) return AgainstDeclared(artifacts, norms, clip);
        if (isByValue || artifacts.Parameters.GradientClipVal is 0) return artifacts.Clean(TrainingReport.Measured("points of grad_norm that a clipping of the norm could have cut", 0, TrainingReport.Points, norms.Name));
        return Piled(artifacts, norms) ?? new Detection.NotAssessable("No clipping value is declared.", "Log gradient_clip_val in params.yaml, 0 where gradients are not clipped.");
    }

    private Detection AgainstDeclared(TrainingArtifacts artifacts, MetricSeries norms, double clip)
    {
        double largest = norms.Values[0];
        foreach (double norm in norms.Values) largest = Math.Max(largest, norm);
        // Where the norm is logged after clipping it ends at the value itself, and means over an epoch a little below it.
        bool isCutAlready = largest <= clip * (1 + AtCeiling) && largest >= clip * (1 - AtCeiling);
        int cut = 0;
        foreach (double norm in norms.Values) cut += norm >= clip * (isCutAlready ? MeanOfCut : 1 - AtCeiling) ? 1 : 0;
        double by = Math.Min(Order.Median(norms.Values) / clip, 1e6);
        Evidence share = limits.ClippedShare.Judge("share of the points of grad_norm at or above the clipping value", (double)cut / norms.Count, norms.Name, norms.Steps[0], norms.Steps[^1]);
        if (!share.CrossesLimit) return artifacts.Clean(share);
        Evidence size = limits.CutBy.Judge("median of grad_norm over the clipping value", by, norms.Name, norms.Steps[0], norms.Steps[^1]);
        string text = $"grad_norm is at or above the clipping value of {Significant.Text(clip)} at {TrainingReport.Percent(share.Value)} of its {Significant.Text(norms.Count)} points; its median is {Significant.Text(by, 3)} times that value. "
            + "So clipping is no guard against rare large gradients here: it sets the length of nearly every step" + (IsAdaptive(artifacts) ? ", which an optimiser that scales its steps by past gradients mostly undoes." : ", as a smaller learning rate would.");
        return artifacts.Found(Code, size.CrossesLimit && !IsAdaptive(artifacts) ? Severity.Medium : Severity.Low, 0.9, text, share, size.CrossesLimit ? size : size with { Limit = null, Side = null }, artifacts.Declared("declared clipping value", clip, "gradient_clip_val"));
    }

    // Nothing but a ceiling makes a norm stand at its very maximum again and again.
    private Detection? Piled(TrainingArtifacts artifacts, MetricSeries norms)
    {
        double largest = norms.Values[0];
        foreach (double norm in norms.Values) largest = Math.Max(largest, norm);
        int piled = 0, others = 0;
        foreach (double norm in norms.Values) (piled, others) = norm >= largest * (1 - 1e-4) ? (piled + 1, others) : (piled, others + 1);
        if (largest <= 0 || others == 0) return null;
        Evidence share = limits.PiledShare.Judge("share of the points of grad_norm at its very maximum", (double)piled / norms.Count, norms.Name, norms.Steps[0], norms.Steps[^1]);
        return share.CrossesLimit
            ? artifacts.Found(Code, Severity.Low, 0.8, $"grad_norm stands at its maximum of {Significant.Text(largest)} at {TrainingReport.Percent(share.Value)} of its {Significant.Text(norms.Count)} points. A norm varies from step to step; only clipping at that value, which params.yaml does not declare, makes it stand still there.", share)
            : null;
    }

    private static bool IsByValue(RawSettings settings)
        => settings.Find("gradient_clip_algorithm", "clip_algorithm", "clip_mode", "clip_type") is { Text: var text } && text.Contains("value", StringComparison.OrdinalIgnoreCase);

    private static bool IsAdaptive(TrainingArtifacts artifacts)
        => artifacts.Parameters.Optimizer is { } name && (name.Contains("ada", StringComparison.OrdinalIgnoreCase) || name.Contains("rmsprop", StringComparison.OrdinalIgnoreCase) || name.Contains("lion", StringComparison.OrdinalIgnoreCase) || name.Contains("lamb", StringComparison.OrdinalIgnoreCase));

    /// <summary>The numbers on which the verdict turns.</summary>
    public sealed record Limits
    {
        /// <summary>Points without which most steps are not known.</summary>
        public Limit FewestPoints { get; init; } = Limit.AtLeast(
            5, TrainingReport.Points, 1, 1000, "A few points say nothing of most steps.", "three of five are the smallest majority that one more point cannot turn");

        /// <summary>Share of points at or above the clipping value.</summary>
        public Limit ClippedShare { get; init; } = Limit.AtMost(
            0.5, "fraction", 0, 1, "Most steps are cut.", "definition: most steps");

        /// <summary>Share of points at the very maximum, where no value is declared.</summary>
        public Limit PiledShare { get; init; } = Limit.AtMost(
            0.5, "fraction", 0, 1, "Most steps stand at a ceiling.", "definition: most steps");

        /// <summary>Median norm over the clipping value from which the cut does damage.</summary>
        public Limit CutBy { get; init; } = Limit.AtMost(
            10, "ratio", 1, 1e6, "Steps are a tenth of what the learning rate says.", "a decade: what rates are searched by (Bengio 2012)");
    }
}
