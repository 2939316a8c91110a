using System.Net;
using System.Net.Http.Headers;
using Polly.CircuitBreaker;

namespace DeepFix.Mlflow.Http;

/// <summary>Speaks HTTP to the tracking server and to artifact roots, guarded: hosts and addresses are checked, credentials go to the tracking host alone,
/// no redirect leads to another host, and what fails in transport fails as <see cref="MlflowException"/>.</summary>
internal sealed class MlflowHttp : IDisposable
{
    // A body is given at least this much speed before a request counts as stuck.
    private const double SlowestUploadBytesPerSecond = 64 * 1024;

    private readonly HttpMessageHandler _handler;
    private readonly HttpClient _client;
    private readonly HostRules _hosts;
    private readonly AuthenticationHeaderValue? _authorization;
    private readonly MlflowNetwork _network;

    /// <summary>For a tracking URI of scheme http or https; what the options leave open is taken from the environment where they allow it.</summary>
    public MlflowHttp(Uri trackingUri, MlflowOptions options)
        : this(trackingUri, options, ClientEnvironment.Process, (options.Network ?? new MlflowNetwork()).Resolve)
    {
    }

    internal MlflowHttp(Uri trackingUri, MlflowOptions options, ClientEnvironment environment, ResolveHost resolve)
        : this(trackingUri, environment.Complete(options, trackingUri), resolve)
    {
    }

    private MlflowHttp(Uri trackingUri, MlflowOptions options, ResolveHost resolve)
        : this(trackingUri, options, CreateHandler(options, new GuardedConnection(resolve, options.Network?.Open ?? GuardedConnection.OpenSocketAsync)))
    {
    }

    /// <summary>With a given transport; the environment is not looked at.</summary>
    internal MlflowHttp(Uri trackingUri, MlflowOptions options, HttpMessageHandler handler)
    {
        Options = options;
        Base = new Uri(Hosts.WithoutSecrets(trackingUri).AbsoluteUri.TrimEnd('/') + "/");
        _authorization = Authorization.From(options);
        _hosts = new HostRules(Base, options.AllowedHosts);
        _handler = handler;
        _network = options.Network ?? new MlflowNetwork();
        Reads = new Reads(options, _network.Time);
        _client = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The tracking URI without user information and query, ending in a slash.</summary>
    public Uri Base { get; }

    /// <summary>The tracking URI, safe to show.</summary>
    public string ShownUri => Base.AbsoluteUri.TrimEnd('/');

    /// <summary>Options, completed from the environment.</summary>
    public MlflowOptions Options { get; }

    /// <summary>Repeats reads that failed.</summary>
    public Reads Reads { get; }

    /// <summary>Names a host that artifacts asked for lie on; without effect where the options list the hosts.</summary>
    public void AllowHost(Uri root) => _hosts.Name(root);

    /// <summary>Sends a request, made anew for every redirect followed. Any status comes back, see <see cref="ErrorAnswer"/>. The caller disposes the answer.</summary>
    /// <exception cref="MlflowException">Nobody answers, or the host may not be asked, or the answer points to another host.</exception>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> create, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        Uri? redirected = null;
        for (int followed = 0; ; followed++)
        {
            using var request = create();
            request.RequestUri = redirected ?? request.RequestUri!;
            _hosts.Check(request.RequestUri);
            Prepare(request);
            var response = await SendUnlessLeftAloneAsync(request, completion, cancellationToken);
            if (!Redirects.IsRedirect(response)) return response;

            using (response) redirected = Redirects.Next(request, response, followed);
        }
    }

    /// <summary>The body of an answer as a stream that watches over time and failures, and disposes the answer with itself.</summary>
    public Task<Stream> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken) => ReadAsync(response, long.MaxValue, cancellationToken);

    /// <summary>The same, of at most so many bytes.</summary>
    public async Task<Stream> ReadAsync(HttpResponseMessage response, long mostBytes, CancellationToken cancellationToken) =>
        new AnswerStream(response, await response.Content.ReadAsStreamAsync(cancellationToken), response.RequestMessage?.RequestUri ?? Base, Options.RequestTimeout, mostBytes);

    /// <summary>A handler with the same guard, for a client of another kind of store. It adds no credentials.</summary>
    public HttpMessageHandler CreateGuardedHandler() => new GuardedHandler(_hosts, new UndisposedHandler(_handler));

    public void Dispose()
    {
        _client.Dispose();
        _handler.Dispose();
    }

    private static SocketsHttpHandler CreateHandler(MlflowOptions options, GuardedConnection connection) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = options.UseEnvironment,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxConnectionsPerServer = 16,
        ConnectTimeout = options.RequestTimeout,
        SslOptions = TlsSettings.From(options),
        ConnectCallback = connection.ConnectAsync,
    };

    private void Prepare(HttpRequestMessage request)
    {
        request.Headers.UserAgent.ParseAdd("DeepFix.Mlflow/0.1");
        if (!Hosts.AreSame(request.RequestUri!, Base)) return;

        if (_authorization is not null) request.Headers.Authorization = _authorization;
        if (Options.Workspace is { Length: > 0 } workspace) request.Headers.Add("X-MLFLOW-WORKSPACE", workspace);
    }

    private async Task<HttpResponseMessage> SendUnlessLeftAloneAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        try
        {
            return await _network.BreakerOf(request.RequestUri!).ExecuteAsync(async token => await SendOnceAsync(request, completion, token), cancellationToken);
        }
        catch (BrokenCircuitException e)
        {
            throw TransportFailure.LeftAlone(request.RequestUri!, e);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        var allowed = Options.RequestTimeout + TimeSpan.FromSeconds((request.Content?.Headers.ContentLength ?? 0) / SlowestUploadBytesPerSecond);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(allowed);
        try
        {
            return await _client.SendAsync(request, completion, limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw TransportFailure.TimedOut(request.RequestUri!, allowed, e);
        }
        catch (HttpRequestException e)
        {
            throw TransportFailure.From(request.RequestUri!, e);
        }
    }
}
