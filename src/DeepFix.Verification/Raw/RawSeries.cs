namespace DeepFix.Verification.Raw;

/// <summary>The logged points of one metric in order of step.</summary>
/// <param name="Name">Its contract name, or its own.</param>
/// <param name="Points">Step, epoch (NaN where unknown) and value of each.</param>
internal sealed record RawSeries(string Name, IReadOnlyList<RawPoint> Points)
{
    /// <summary>The name that it was logged under.</summary>
    public string RecordedAs { get; init; } = Name;

    /// <summary>The points whose value is finite.</summary>
    public IReadOnlyList<RawPoint> Finite => [.. Points.Where(p => double.IsFinite(p.Value))];

    /// <summary>The points whose value is not finite.</summary>
    public IReadOnlyList<RawPoint> Broken => [.. Points.Where(p => !double.IsFinite(p.Value))];
}
