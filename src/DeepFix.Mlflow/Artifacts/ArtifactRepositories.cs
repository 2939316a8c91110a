using Amazon.S3;
using DeepFix.Mlflow.Http;

namespace DeepFix.Mlflow.Artifacts;

/// <summary>Picks the way to a run's artifacts: by the scheme of its artifact URI, by where the run is tracked, and by what credentials there are.</summary>
public sealed class ArtifactRepositories : IDisposable
{
    private readonly MlflowHttp? _http;
    private readonly string? _storePath;
    private readonly MlflowOptions _options;
    private readonly S3Settings _s3;
    private readonly AzureSettings _azure;
    private readonly Lazy<AmazonS3Client> _s3Client;

    /// <param name="http">The way to the tracking server; null for a store on disk.</param>
    /// <param name="storePath">Path of the store on disk; null for a tracking server.</param>
    /// <param name="options">Credentials and what may be reached.</param>
    /// <param name="environment">The value of an environment variable, or null.</param>
    internal ArtifactRepositories(MlflowHttp? http, string? storePath, MlflowOptions options, Func<string, string?> environment)
    {
        _http = http;
        _storePath = storePath;
        _options = options;
        _s3 = new S3Settings(options, environment);
        _azure = new AzureSettings(options, environment);
        _s3Client = new Lazy<AmazonS3Client>(_s3.CreateClient);
    }

    /// <summary>The artifacts of a run of this store.</summary>
    /// <exception cref="MlflowException">With <see cref="MlflowErrorCode.UnsupportedUri"/> or <see cref="MlflowErrorCode.HostNotAllowed"/> where nothing leads there.</exception>
    public ArtifactSource For(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return _http is { } http ? Tracked(run, http) : OnDisk(run, _storePath ?? throw new InvalidOperationException("Neither a server nor a store on disk."));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_s3Client.IsValueCreated) _s3Client.Value.Dispose();
    }

    // The server reads everything that is not read more directly, so no root is out of reach that it reaches.
    private ArtifactSource Tracked(Run run, MlflowHttp http)
    {
        var isAllowed = ArtifactRoots.IsAllowed(run.ArtifactUri, _options.AllowedArtifactRoots);
        return ArtifactRoots.SchemeOf(run.ArtifactUri) switch
        {
            "mlflow-artifacts" => Proxied(run, http, isAllowed),
            "http" or "https" => Web(run, http, isAllowed),
            "s3" when isAllowed && _s3.HasCredentials => S3(run),
            "wasb" or "wasbs" or "abfs" or "abfss" when isAllowed && _azure.HasCredentials => Azure(run),
            _ => Server(run, http),
        };
    }

    private ArtifactSource OnDisk(Run run, string storePath)
    {
        if (LocalArtifacts.IsLocal(run.ArtifactUri))
        {
            var (folder, notice) = LocalArtifacts.Locate(run, storePath);
            return new ArtifactSource(new LocalArtifactRepository(folder), folder, notice);
        }
        if (!ArtifactRoots.IsAllowed(run.ArtifactUri, _options.AllowedArtifactRoots)) throw NotAllowed(run);
        return ArtifactRoots.SchemeOf(run.ArtifactUri) switch
        {
            "s3" when _s3.HasCredentials || _options.UseEnvironment => S3(run),
            "wasb" or "wasbs" or "abfs" or "abfss" => Azure(run),
            _ => throw Unsupported(run),
        };
    }

    private ArtifactSource S3(Run run) => new(S3ArtifactRepository.Open(run.ArtifactUri, _s3Client.Value, _s3.Host), ArtifactRoots.Show(run.ArtifactUri));

    private ArtifactSource Azure(Run run) => new(AzureBlobArtifactRepository.Open(run.ArtifactUri, _azure), ArtifactRoots.Show(run.ArtifactUri));

    private static ArtifactSource Server(Run run, MlflowHttp http) => new(new ServerArtifactRepository(http, run.RunId), ArtifactRoots.Show(run.ArtifactUri));

    private static ArtifactSource Proxied(Run run, MlflowHttp http, bool isAllowed)
    {
        var address = ProxyAddress.OfProxyUri(run.ArtifactUri, http.Base);
        if (!Hosts.AreSame(address.Server, http.Base))
        {
            if (!isAllowed) return Server(run, http);
            http.AllowHost(address.Server);
        }
        return new ArtifactSource(new ProxiedArtifactRepository(http, address.Server, address.Root, new ServerArtifactRepository(http, run.RunId)), ArtifactRoots.Show(run.ArtifactUri));
    }

    private static ArtifactSource Web(Run run, MlflowHttp http, bool isAllowed)
    {
        var root = ProxyAddress.WebRoot(run.ArtifactUri);
        if (!Hosts.AreSame(root, http.Base))
        {
            if (!isAllowed) return Server(run, http);
            http.AllowHost(root);
        }
        IArtifactRepository repository = ProxyAddress.OfWebRoot(root) is { } address
            ? new ProxiedArtifactRepository(http, address.Server, address.Root, new ServerArtifactRepository(http, run.RunId))
            : new HttpArtifactRepository(http, root);
        return new ArtifactSource(repository, root.AbsoluteUri);
    }

    private static MlflowException NotAllowed(Run run) =>
        new(MlflowErrorCode.HostNotAllowed, $"The artifacts of run '{run.RunId}' lie at {ArtifactRoots.Show(run.ArtifactUri)}, which is not on the list of allowed artifact roots.", "Add it to the allowed artifact roots if it is meant to be read.");

    private static MlflowException Unsupported(Run run) => new(
        MlflowErrorCode.UnsupportedUri,
        $"The artifacts of run '{run.RunId}' lie at {ArtifactRoots.Show(run.ArtifactUri)}, which cannot be read from a store on disk.",
        "Use the http address of a tracking server that has this store and reaches the artifacts, or copy them to a folder and analyse that.");
}
