using DeepFix.Server.Narration;

namespace DeepFix.Server.Hosting;

/// <summary>A language model that may word what was computed: section <c>DeepFix:Narration</c>. Off without a kind.</summary>
internal sealed record NarrationOptions
{
    /// <summary>Who has the model. Null: nobody, the computed texts stand.</summary>
    public NarratorKind? Kind { get; init; }

    /// <summary>Address of the service, as <c>http://localhost:11434</c> or <c>https://host/v1</c>.</summary>
    public string? Url { get; init; }

    /// <summary>Name of the model.</summary>
    public string? Model { get; init; }

    /// <summary>Key for the service, sent as a bearer token.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Longest wait for the model, in seconds; what is left of the analysis time cuts it.</summary>
    public double TimeoutSeconds { get; init; } = 15;

    /// <summary>Never printed: there may be a key in it.</summary>
    public override string ToString() => nameof(NarrationOptions);
}
