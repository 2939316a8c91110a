namespace DeepFix.Detectors;

/// <summary>How probable findings about data are, by the kind of proof that they rest on.</summary>
internal static class Certainty
{
    /// <summary>Counted rows or cells: only the record itself can be wrong.</summary>
    public const double Counted = 0.97;

    /// <summary>A difference with a chance below one in a thousand to be noise, large enough to matter.</summary>
    public const double Tested = 0.9;

    /// <summary>True by the numbers, though people could call it either way.</summary>
    public const double Arguable = 0.7;

    /// <summary>As likely a property of the data as a fault of them.</summary>
    public const double Even = 0.5;

    /// <summary>One explanation among several that the record does not tell apart.</summary>
    public const double OneOfSeveral = 0.25;

    /// <summary>Read from a coarse summary.</summary>
    public const double Coarse = 0.6;
}
