namespace DeepFix.Knowledge;

/// <summary>The help page of a code: what a finding's title and a recommendation's rationale are read from.</summary>
public sealed record CodePage
{
    /// <summary>The code that it is about.</summary>
    public required string Code { get; init; }

    /// <summary>Title for people.</summary>
    public required string Title { get; init; }

    /// <summary>training, data_quality, architecture or optimization.</summary>
    public required string Domain { get; init; }

    /// <summary>At most five tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Version of the text.</summary>
    public required string Version { get; init; }

    /// <summary>How well established the page is, 0 to 1.</summary>
    public required double Reliability { get; init; }

    /// <summary>Why each remedy helps, by action code.</summary>
    public required IReadOnlyDictionary<string, string> Rationales { get; init; }

    /// <summary>Where its facts come from.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>The page's text, Markdown.</summary>
    public required string Text { get; init; }
}
