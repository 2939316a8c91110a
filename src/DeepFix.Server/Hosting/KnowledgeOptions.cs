using DeepFix.Knowledge.Dense;

namespace DeepFix.Server.Hosting;

/// <summary>The knowledge base: section <c>DeepFix:Knowledge</c>.</summary>
internal sealed record KnowledgeOptions
{
    /// <summary>Redis that several servers share kept answers over, as <c>host:port,password=…</c>. Null: every server keeps its own.</summary>
    public string? RedisConnectionString { get; init; }

    /// <summary>An embedding model that joins the ranking. Without a kind: none.</summary>
    public DenseOptions Embeddings { get; init; } = new();

    /// <summary>Never printed: a connection string may hold a password.</summary>
    public override string ToString() => nameof(KnowledgeOptions);
}
