namespace DeepFix.Evaluation.Transformations;

/// <summary>What was found of the transformed runs of one code.</summary>
internal sealed record TransformationCount
{
    /// <summary>Runs with the fault put in.</summary>
    public int Faults { get; init; }

    /// <summary>Those in which it was found.</summary>
    public int Found { get; init; }

    /// <summary>Runs that only look like it.</summary>
    public int NearMisses { get; init; }

    /// <summary>Untouched runs, or near misses, in which it was found all the same.</summary>
    public IReadOnlyList<string> False { get; init; } = [];

    /// <summary>Faults that were not found: transformation and run.</summary>
    public IReadOnlyList<string> Missed { get; init; } = [];

    /// <summary>Share of the faults that were found.</summary>
    public double Recall => (double)Found / Math.Max(1, Faults);

    /// <summary>One run more.</summary>
    public TransformationCount With(Transformation change, string run, bool isFound, bool isThereAlready)
    {
        string name = $"{change.Description} ({run}{(isThereAlready ? ", before the change too" : "")})";
        if (!change.IsFault) return this with { NearMisses = NearMisses + 1, False = isFound ? [.. False, name] : False };
        return this with { Faults = Faults + 1, Found = Found + (isFound ? 1 : 0), Missed = isFound ? Missed : [.. Missed, name] };
    }
}
