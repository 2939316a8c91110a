namespace DeepFix.Server.Hosting;

/// <summary>The operator's settings: section <c>DeepFix</c>, in the environment <c>DeepFix__…</c>. docs/server.md has them as a table.</summary>
internal sealed record ServerOptions
{
    public const string Section = "DeepFix";

    /// <summary>Tracking servers that may be read from, as <c>scheme://host:port</c>. Null: those on loopback where the server itself listens on loopback only, else none.</summary>
    public string[]? AllowedTrackingHosts { get; init; }

    /// <summary>Schemes of tracking URIs allowed besides http and https: <c>file</c> (also a bare path) and <c>sqlite</c>. They let every caller read stores on this machine.</summary>
    public string[] AllowedTrackingSchemes { get; init; } = [];

    /// <summary>Artifact roots outside the tracking server that may be read, as <c>s3://bucket</c> or <c>wasbs://container@account.blob.core.windows.net</c>.</summary>
    public string[] AllowedArtifactRoots { get; init; } = [];

    /// <summary>Keys that callers must send one of. None: no key is asked for.</summary>
    public ApiKeyOptions[] ApiKeys { get; init; } = [];

    /// <summary>How often one API key may call.</summary>
    public RateLimitOptions RateLimit { get; init; } = new();

    /// <summary>Host names, besides those of loopback, under which a server that listens on loopback only may be called: those of a proxy before it.</summary>
    public string[] AllowedHosts { get; init; } = [];

    /// <summary>Origins, as <c>scheme://host:port</c>, whose web pages may send to a server that listens on loopback only, besides its own.</summary>
    public string[] AllowedOrigins { get; init; } = [];

    /// <summary>Folder of mounted secrets: each file is a setting, its name the environment variable's, its text the value.</summary>
    public string? SecretsFolder { get; init; }

    /// <summary>Largest body of a request, in bytes.</summary>
    public long MaxRequestBytes { get; init; } = 1 << 20;

    /// <summary>Folder under which artifacts are kept while they are analysed. Null: the system's folder for temporary files.</summary>
    public string? TempFolder { get; init; }

    /// <summary>Path under which a proxy shows the server, as <c>/deepfix</c>. Null: at the root.</summary>
    public string? PathBase { get; init; }

    /// <summary>Addresses or networks of the proxies whose X-Forwarded-For, -Proto and -Host are believed. Anyone else's are ignored.</summary>
    public string[] TrustedProxies { get; init; } = [];

    /// <summary>Folder of the keys that protect cookies and forms of the web page, shared by all replicas. Null: they are in the job store.</summary>
    public string? KeysFolder { get; init; }

    /// <summary>Longest wait at the end for analyses at work, in seconds.</summary>
    public double ShutdownSeconds { get; init; } = 30;

    /// <summary>Analyses that are worked on after the answer, and how many at once.</summary>
    public JobOptions Jobs { get; init; } = new();

    /// <summary>The knowledge base.</summary>
    public KnowledgeOptions Knowledge { get; init; } = new();

    /// <summary>A language model that may word summary and rationales.</summary>
    public NarrationOptions Narration { get; init; } = new();

    /// <summary>What may be fetched of a run.</summary>
    public FetchOptions Fetch { get; init; } = new();

    /// <summary>How tracking servers and artifact stores are spoken to.</summary>
    public MlflowAccessOptions Mlflow { get; init; } = new();
}
