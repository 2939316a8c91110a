using DeepFix.Mlflow.Artifacts;
using DeepFix.Mlflow.Http;
using DeepFix.Mlflow.Rest;
using DeepFix.Mlflow.Stores;

namespace DeepFix.Mlflow;

/// <summary>MLflow at a tracking URI: a server (<c>http</c>, <c>https</c>), a database (<c>sqlite:</c>) or an mlruns folder (a path or <c>file:</c>).</summary>
public sealed class MlflowClient : IAsyncDisposable
{
    private readonly ArtifactRepositories _artifacts;

    private MlflowClient(ITrackingStore store, MlflowOptions options, MlflowHttp? http = null, string? storePath = null)
    {
        Store = store;
        StorePath = storePath;
        Http = http;
        Options = options;
        _artifacts = new ArtifactRepositories(http, storePath, options, options.UseEnvironment ? Environment.GetEnvironmentVariable : static _ => null);
        Writer = http is null ? null : new RestTrackingWriter(http, TimeProvider.System);
    }

    /// <summary>The tracking URI, without credentials: safe to show.</summary>
    public string TrackingUri => Store.TrackingUri;

    /// <summary>Reads experiments, runs and metric histories.</summary>
    public ITrackingStore Store { get; }

    /// <summary>Writes runs; null where the store is read-only, as those on disk are.</summary>
    public RestTrackingWriter? Writer { get; }

    /// <summary>The guarded way to the server; null for a store on disk.</summary>
    internal MlflowHttp? Http { get; }

    /// <summary>Path of the database or the mlruns folder; null for a server.</summary>
    internal string? StorePath { get; }

    /// <summary>The options, completed from the environment.</summary>
    internal MlflowOptions Options { get; }

    /// <summary>Opens a tracking URI. Nothing is sent yet.</summary>
    /// <exception cref="MlflowException">The URI is malformed or of a scheme that is not supported, or a file named in the options cannot be read.</exception>
    public static MlflowClient Open(string trackingUri, MlflowOptions? options = null)
    {
        options ??= new MlflowOptions();
        return SchemeOf(trackingUri) switch
        {
            "http" or "https" => OpenServer(trackingUri, options),
            "sqlite" => OpenDatabase(trackingUri, options),
            "" or "file" => OpenFolder(trackingUri, options),
            var scheme => throw Unsupported(scheme),
        };
    }

    /// <summary>The artifacts of a run: beside the store, through the server, or where its artifact URI leads.</summary>
    /// <param name="run">A run of this store.</param>
    /// <param name="warn">Told, in a sentence, where the artifacts are not at the place that the run's record names.</param>
    /// <exception cref="MlflowException">With <see cref="MlflowErrorCode.UnsupportedUri"/> or <see cref="MlflowErrorCode.HostNotAllowed"/> where nothing leads there.</exception>
    public IArtifactRepository ArtifactsOf(Run run, Action<string>? warn = null)
    {
        var source = _artifacts.For(run);
        if (source.Notice is { } notice) warn?.Invoke(notice);
        return source.Repository;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _artifacts.Dispose();
        await Store.DisposeAsync();
        Http?.Dispose();
    }

    private static MlflowClient OpenServer(string trackingUri, MlflowOptions options)
    {
        // The text is not repeated in the message: it may hold a password.
        if (!Uri.TryCreate(trackingUri, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw new MlflowException(MlflowErrorCode.UnsupportedUri, "The tracking URI is not a well-formed http address.", "Write it as http://host:port or https://host:port, with the server's path prefix, if it has one.");

        var http = new MlflowHttp(uri, options);
        return new MlflowClient(new RestTrackingStore(http), http.Options, http);
    }

    private static MlflowClient OpenDatabase(string trackingUri, MlflowOptions options)
    {
        var store = new SqliteTrackingStore(trackingUri, options);
        return new MlflowClient(store, options, storePath: store.DatabasePath);
    }

    private static MlflowClient OpenFolder(string trackingUri, MlflowOptions options)
    {
        // MLflow itself wants sqlite: here; a path that ends like a database can mean nothing else.
        if (trackingUri.EndsWith(".db", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(trackingUri)) return OpenDatabase(trackingUri, options);

        var store = new FileTrackingStore(trackingUri, options);
        return new MlflowClient(store, options, storePath: store.FolderPath);
    }

    // One letter before the colon is a drive.
    private static string SchemeOf(string trackingUri) =>
        trackingUri.IndexOf(':', StringComparison.Ordinal) is > 1 and var colon && trackingUri[..colon].All(static c => char.IsAsciiLetterOrDigit(c) || c is '+' or '-' or '.')
            ? trackingUri[..colon].ToLowerInvariant()
            : "";

    private static MlflowException Unsupported(string scheme) => new(
        MlflowErrorCode.UnsupportedUri,
        $"Tracking URIs of scheme '{scheme}' are not supported.",
        "Use the http address of a tracking server, sqlite:///path/to/mlflow.db, or the path of an mlruns folder.");
}
