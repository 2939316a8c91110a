using DeepFix.Artifacts;
using DeepFix.Statistics;

namespace DeepFix.Detectors.Training;

/// <summary>Gradient norms by layer, from the input to the output, in the order in which they were logged.</summary>
internal sealed class LayerGradients(IReadOnlyList<Curve> layers)
{
    // Neighbouring layers of a trained part differ by a few decades at most; what underflowed to 0 lies behind layers of tiny norms.
    private const double Underflow = 1e-6;

    /// <summary>All layers.</summary>
    public IReadOnlyList<Curve> All => layers;

    /// <summary>Layers whose gradient was exactly 0 at every point.</summary>
    public IReadOnlyList<Curve> Still { get; } = [.. layers.Where(IsStill)];

    /// <summary>The others.</summary>
    public IReadOnlyList<Curve> Moving { get; } = [.. layers.Where(l => !IsStill(l))];

    /// <summary>Exact zeros beside full gradients: a layer that is cut off, not one where the gradient faded on its way.</summary>
    public bool IsCut => Still.Count > 0 && Moving.Count > 0 && Smallest() > Underflow * Largest();

    /// <summary>Reads a run's layers.</summary>
    public static LayerGradients Of(TrainingArtifacts artifacts, CancellationToken cancellationToken)
    {
        string[] recorded = [.. artifacts.Metrics.Series.Select(s => s.Name).Where(n => n.StartsWith("grad_norm/", StringComparison.Ordinal))];
        return new([.. LayerOrder.Of(recorded).Select(n => Curve.Of(artifacts.Metrics.Find(n), cancellationToken)).OfType<Curve>()]);
    }

    private double Smallest() => Moving.Min(l => Order.Median(l.Values));

    private double Largest() => Moving.Max(l => Order.Median(l.Values));

    private static bool IsStill(Curve layer) => layer.Values.IndexOfAnyExcept(0.0) < 0;
}
