namespace DeepFix.Knowledge;

/// <summary>An item of the knowledge base as it was written.</summary>
public sealed record Entry
{
    /// <summary>Stable id: a code, or the name of a page about a topic.</summary>
    public required string Id { get; init; }

    /// <summary>Title for people.</summary>
    public required string Title { get; init; }

    /// <summary>training, data_quality, architecture or optimization.</summary>
    public required string Domain { get; init; }

    /// <summary>At most five codes and topics.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Kinds of question that it answers.</summary>
    public required IReadOnlyList<string> QueryTypes { get; init; }

    /// <summary>Ways in which people put the question.</summary>
    public required IReadOnlyList<string> AskedAs { get; init; }

    /// <summary>Keys of its sources.</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Version of the text.</summary>
    public required string Version { get; init; }

    /// <summary>How well established it is, 0 to 1.</summary>
    public required double Reliability { get; init; }

    /// <summary>The text, Markdown.</summary>
    public required string Content { get; init; }
}
