namespace DeepFix.Artifacts.Foreign;

/// <summary>A training log in a format of others, read: the contract's files made from it, and how it was read.</summary>
public sealed record ForeignLog
{
    /// <summary>The format, as its users call it: <c>Lightning CSV log</c>.</summary>
    public required string Format { get; init; }

    /// <summary>The same numbers as the contract's files: <c>metrics.csv</c> and, where settings lay beside the log, <c>params.yaml</c>.</summary>
    public required IReadOnlyList<RunFile> Files { get; init; }

    /// <summary>For every metric of the contract that was found, the column that it was taken from.</summary>
    public required IReadOnlyDictionary<string, string> TakenFrom { get; init; }

    /// <summary>In sentences for the user: the format, what each column was taken for, what was left out, and how to correct it.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
