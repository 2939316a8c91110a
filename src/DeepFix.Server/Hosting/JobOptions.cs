namespace DeepFix.Server.Hosting;

/// <summary>Analyses that are worked on after the answer, and how many at once: section <c>DeepFix:Jobs</c>.</summary>
internal sealed record JobOptions
{
    /// <summary>SQLite file that keeps accepted requests, results and answers. Null: <c>deepfix/jobs.db</c> in the user's folder for application data.</summary>
    public string? SqlitePath { get; init; }

    /// <summary>PostgreSQL instead of SQLite, for several replicas.</summary>
    public string? PostgresConnectionString { get; init; }

    /// <summary>Analyses at once on this replica, synchronous ones included.</summary>
    public int MaxConcurrent { get; init; } = 10;

    /// <summary>Analyses that wait at most; further ones get 429.</summary>
    public int MaxQueued { get; init; } = 100;

    /// <summary>Seconds without a sign of life after which another worker takes an analysis up.</summary>
    public double LeaseSeconds { get; init; } = 8;

    /// <summary>Hours for which results and answers are kept.</summary>
    public double KeepHours { get; init; } = 24;

    /// <summary>Never printed: a connection string may hold a password.</summary>
    public override string ToString() => nameof(JobOptions);
}
