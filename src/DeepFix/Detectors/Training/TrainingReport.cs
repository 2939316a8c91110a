using DeepFix.Artifacts;

namespace DeepFix.Detectors.Training;

/// <summary>What every training detector says alike.</summary>
internal static class TrainingReport
{
    /// <summary>Unit of a number of points of a curve.</summary>
    public const string Points = "points";

    /// <summary>A finding whose evidence, where nothing else is said, comes from the run's metrics.</summary>
    public static Finding Finding(this TrainingArtifacts artifacts, string code, Severity severity, double confidence, string description, params IReadOnlyList<Evidence> items)
        => DeepFix.Finding.Of(code, severity, confidence, description, [.. items.Select(artifacts.Sourced)]);

    /// <summary>A single finding as a verdict.</summary>
    public static Detection Found(this TrainingArtifacts artifacts, string code, Severity severity, double confidence, string description, params IReadOnlyList<Evidence> items)
        => new Detection.Found(artifacts.Finding(code, severity, confidence, description, items));

    /// <summary>A clean verdict whose numbers, where nothing else is said, come from the run's metrics.</summary>
    public static Detection Clean(this TrainingArtifacts artifacts, params IReadOnlyList<Evidence> items) => new Detection.Clean([.. items.Select(artifacts.Sourced)]);

    /// <summary>A declared setting as evidence.</summary>
    public static Evidence Declared(this TrainingArtifacts artifacts, string measure, double value, string parameter)
        => new() { Measure = measure, Value = value, Series = parameter, Source = artifacts.Parameters.Source is { Length: > 0 } source ? source : null };

    /// <summary>A measured number without a limit.</summary>
    public static Evidence Measured(string measure, double value, string? unit = null, string? series = null, long? fromStep = null, long? toStep = null)
        => new() { Measure = measure, Value = value, Unit = unit, Series = series, FromStep = fromStep, ToStep = toStep };

    /// <summary>No verdict, because a column is missing.</summary>
    public static Detection Lacks(string columns) => new Detection.NotAssessable($"The run logged no {columns}.", $"Log {columns} once an epoch.");

    /// <summary>No verdict, because the record is too short.</summary>
    public static Detection TooShort(Curve curve, Limit fewest)
        => new Detection.NotAssessable(
            $"{curve.Name} has {Significant.Text(curve.Count)} finite points; fewer than {Significant.Text(fewest.Value)} do not show it.",
            $"Log {curve.Name} at {Significant.Text(fewest.Value)} points or more, once an epoch for instance.");

    /// <summary>A share in percent, for people.</summary>
    public static string Percent(double share) => Significant.Text(100 * share, 3) + " %";

    /// <summary>A step, for people.</summary>
    public static string Step(long step) => step.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static Evidence Sourced(this TrainingArtifacts artifacts, Evidence item)
        => item.Source is null && artifacts.Metrics.Source.Length > 0 ? item with { Source = artifacts.Metrics.Source } : item;
}
