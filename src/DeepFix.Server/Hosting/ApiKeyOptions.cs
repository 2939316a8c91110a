namespace DeepFix.Server.Hosting;

/// <summary>A key that callers may send: an entry of <c>DeepFix:ApiKeys</c>. The key itself is never stored.</summary>
internal sealed record ApiKeyOptions
{
    /// <summary>Whose key it is: results belong to this name. Several keys may have one name, so that a new key can take an old one's place.</summary>
    public string Name { get; init; } = "";

    /// <summary>SHA-256 of the key, as 64 hexadecimal digits.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Whether the key also opens what is for whoever runs the server.</summary>
    public bool IsOperator { get; init; }
}
