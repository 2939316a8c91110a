namespace DeepFix.Knowledge.Dense;

/// <summary>Which embedding model is asked, and for how long.</summary>
public sealed record DenseOptions
{
    /// <summary>Who makes the vectors. Null: nobody, the search goes by words alone.</summary>
    public GeneratorKind? Kind { get; init; }

    /// <summary>Name of the model, or the path of its file where it is <see cref="GeneratorKind.Onnx"/>.</summary>
    public string? Model { get; init; }

    /// <summary>Path of <c>vocab.txt</c>, one word piece a line, for <see cref="GeneratorKind.Onnx"/>.</summary>
    public string? Vocabulary { get; init; }

    /// <summary>Address of the service, as <c>http://localhost:11434</c> or <c>https://host/v1</c>; not for <see cref="GeneratorKind.Onnx"/>.</summary>
    public string? Url { get; init; }

    /// <summary>Key for the service, sent as a bearer token.</summary>
    public string? ApiKey { get; init; }

    /// <summary>What the model wants before a question, as <c>query: </c>.</summary>
    public string QueryPrefix { get; init; } = "";

    /// <summary>What the model wants before a text that is searched, as <c>passage: </c>.</summary>
    public string ItemPrefix { get; init; } = "";

    /// <summary>Longest wait for the vector of a question, in milliseconds; then the search goes by words alone.</summary>
    public int TimeoutMilliseconds { get; init; } = 500;

    /// <summary>Folder in which the items' vectors are kept from one start to the next. Null: they are computed at each start.</summary>
    public string? Folder { get; init; }

    /// <summary>Never printed: there may be a key in it.</summary>
    public override string ToString() => nameof(DenseOptions);
}
