using DeepFix.Api;

namespace DeepFix.Reports.Charts;

/// <summary>One curve of a chart.</summary>
/// <param name="Id">Id of its path in the document.</param>
/// <param name="Series">The metric.</param>
/// <param name="Label">What the line is called: training, validation, or nothing where it is alone.</param>
/// <param name="Points">Its finite points.</param>
/// <param name="Curve">The curve as the result has it.</param>
internal sealed record CurveLine(string Id, string Series, string Label, IReadOnlyList<IReadOnlyList<double>> Points, Curve Curve)
{
    /// <summary>The style of a line that is only there for comparison: it has no name in the chart.</summary>
    public const string Unnamed = "other";

    /// <summary>Its class in the style sheet; null: by its label.</summary>
    public string? Style { get; init; }

    public double LastValue => Points[^1][1];
}
