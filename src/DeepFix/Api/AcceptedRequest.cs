namespace DeepFix.Api;

/// <summary>The answer to a request that is worked on after it was answered: what was accepted outlives a crash of the server.</summary>
public sealed record AcceptedRequest
{
    /// <summary>Id of the request.</summary>
    public required string RequestId { get; init; }

    /// <summary>Where it stands now.</summary>
    public required RequestState Status { get; init; }

    /// <summary>Where to ask how far it is; an absolute path on the same server.</summary>
    public required string StatusUrl { get; init; }

    /// <summary>Where the result will be; an absolute path on the same server.</summary>
    public required string ResultUrl { get; init; }
}
