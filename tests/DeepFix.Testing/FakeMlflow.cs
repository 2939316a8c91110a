using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DeepFix.Testing;

/// <summary>A tracking server on loopback that holds what a test puts in and enforces what MLflow 3.x over SQL enforces. Counts requests and bytes.</summary>
public sealed class FakeMlflow : IAsyncDisposable
{
    private const string Api = "/api/2.0/mlflow/";
    private const string AjaxApi = "/ajax-api/2.0/mlflow/";
    private const string Proxy = "/api/2.0/mlflow-artifacts/artifacts";

    private readonly WebApplication _application;
    private readonly FakeMlflowOptions _options;
    private readonly FakeTrackingRoutes _tracking;
    private readonly FakeArtifactRoutes _artifacts;
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Lock _lock = new();
    private long _bytesSent;
    private int _inFlight;
    private int _mostInFlight;

    private FakeMlflow(WebApplication application, FakeMlflowOptions options)
    {
        _application = application;
        _options = options;
        _tracking = new FakeTrackingRoutes(Store);
        _artifacts = new FakeArtifactRoutes(Store);
        _ = Store.AddExperiment("Default");
    }

    /// <summary>What it holds. Fill it before the first request.</summary>
    public FakeStore Store { get; } = new();

    /// <summary>The tracking URI.</summary>
    public Uri Uri { get; private set; } = new("http://localhost");

    /// <summary>Every request so far: method and raw target.</summary>
    public IReadOnlyList<string> Requests => [.. _requests];

    /// <summary>Bytes of all bodies sent so far.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    /// <summary>The most requests that were under way at once.</summary>
    public int MostInFlight => Volatile.Read(ref _mostInFlight);

    /// <summary>Looks at a request before the server does: an answer from here is sent as text with that status, null lets it pass.</summary>
    public Func<HttpRequest, (int Status, string ContentType, string Body)?>? Interceptor { get; set; }

    public static async Task<FakeMlflow> StartAsync(FakeMlflowOptions? options = null, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (certificate is not null) listen.UseHttps(certificate);
            });
        });
        if (certificate is not null) builder.WebHost.UseKestrelHttpsConfiguration();
        var application = builder.Build();
        var fake = new FakeMlflow(application, options ?? new FakeMlflowOptions());
        application.Run(fake.HandleAsync);
        await application.StartAsync();
        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        fake.Uri = new Uri(address + fake._options.PathPrefix);
        return fake;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private async Task HandleAsync(HttpContext context)
    {
        int now = Interlocked.Increment(ref _inFlight);
        for (int most = MostInFlight; now > most && Interlocked.CompareExchange(ref _mostInFlight, now, most) != most;)
            most = MostInFlight;

        try
        {
            string target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
            _requests.Enqueue($"{context.Request.Method} {target}");
            if (_options.Delay > TimeSpan.Zero) await Task.Delay(_options.Delay, context.RequestAborted);
            byte[] body = await ReadAsync(context);
            // An interceptor may hold its request back, and must not hold up with it a thread that others wait for.
            FakeAnswer answer = Interceptor is null
                ? Answer(context.Request, target, body)
                : await Task.Factory.StartNew(() => Answer(context.Request, target, body), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await SendAsync(context, answer);
        }
        finally
        {
            _ = Interlocked.Decrement(ref _inFlight);
        }
    }

    private FakeAnswer Answer(HttpRequest request, string target, byte[] body)
    {
        if (Interceptor?.Invoke(request) is { } given) return new FakeAnswer(given.Status, given.ContentType, Encoding.UTF8.GetBytes(given.Body));

        string path = target.Split('?')[0];
        if (!path.StartsWith(_options.PathPrefix + "/", StringComparison.Ordinal)) return FakeAnswer.Page(404, "Not Found");

        path = "/" + path[_options.PathPrefix.Length..].TrimStart('/');
        if (_options.Account is { } account && request.Headers.Authorization != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.Username}:{account.Password}")))
            return FakeAnswer.Text(401, "You are not authenticated. Please see https://www.mlflow.org/docs/latest/auth/index.html#authenticating-to-mlflow") with { ContentType = "text/html; charset=utf-8" };

        lock (_lock)
        {
            try
            {
                return Route(request, path, body);
            }
            catch (FakeErrorException error)
            {
                return FakeAnswer.Error(error);
            }
        }
    }

    private FakeAnswer Route(HttpRequest request, string path, byte[] body) => path switch
    {
        "/health" => FakeAnswer.Text(200, "OK"),
        "/version" => FakeAnswer.Text(200, "3.17.2"),
        "/api/3.0/mlflow/server-info" => FakeAnswer.Json(new JsonObject { ["store_type"] = "SqlStore", ["workspaces_enabled"] = false, ["multipart_uploads_enabled"] = false, ["multipart_downloads_enabled"] = false }),
        "/get-artifact" when IsRead(request) => _artifacts.Get(Query(request), request.Headers.Range),
        AjaxApi + "upload-artifact" when HttpMethods.IsPost(request.Method) => _artifacts.Upload(Query(request), body),
        _ when path.StartsWith(Proxy, StringComparison.Ordinal) => RouteProxy(request, path[Proxy.Length..], body),
        _ when path.StartsWith(Api, StringComparison.Ordinal) => RouteTracking(request, path[Api.Length..], body),
        _ when path.StartsWith(AjaxApi, StringComparison.Ordinal) => RouteTracking(request, path[AjaxApi.Length..], body),
        _ => FakeAnswer.Page(404, "Not Found"),
    };

    private FakeAnswer RouteTracking(HttpRequest request, string call, byte[] body)
    {
        bool isGet = IsRead(request);
        if (FakeTrackingRoutes.Reads.Contains(call))
        {
            if (!isGet) return FakeAnswer.Page(405, "Method Not Allowed");
            return FakeAnswer.Json(call == "artifacts/list" ? _artifacts.List(Query(request)) : _tracking.Answer(call, Query(request)));
        }

        if (!FakeTrackingRoutes.Writes.Contains(call)) return FakeAnswer.Page(404, "Not Found");
        if (isGet && call == "experiments/search") return FakeAnswer.Json(_tracking.Answer(call, Query(request)));
        if (!HttpMethods.IsPost(request.Method)) return FakeAnswer.Page(405, "Method Not Allowed");
        if (request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            throw FakeErrorException.Invalid("Bad Request. Content-Type header is missing.");
        if (call == "runs/log-batch" && body.Length > FakeWriteRules.LongestBatchBody)
            throw FakeErrorException.Invalid(string.Create(CultureInfo.InvariantCulture, $"Batched logging API requests must be at most {FakeWriteRules.LongestBatchBody} bytes, got a request of size {body.Length}."));

        return FakeAnswer.Json(_tracking.Answer(call, FakeJson.Parse(body)));
    }

    private FakeAnswer RouteProxy(HttpRequest request, string rest, byte[] body)
    {
        if (!_options.ServeArtifacts) return FakeAnswer.Detail(503, "Artifact serving is disabled. Run `mlflow server` with `--serve-artifacts` to enable.");
        if (rest.Length == 0) return FakeAnswer.Json(_artifacts.ProxyList(request.Query["path"].ToString()));

        string path = Uri.UnescapeDataString(rest[1..]);
        return request.Method switch
        {
            "GET" or "HEAD" => _artifacts.ProxyGet(path, request.Headers.Range),
            "PUT" => _artifacts.ProxyPut(path, body),
            "DELETE" => _artifacts.ProxyDelete(path),
            _ => FakeAnswer.Page(405, "Method Not Allowed"),
        };
    }

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    private static JsonObject Query(HttpRequest request)
    {
        var query = new JsonObject();
        foreach (var (name, values) in request.Query) query[name] = values[0];
        return query;
    }

    private static async Task<byte[]> ReadAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory, context.RequestAborted);
        return memory.ToArray();
    }

    private async Task SendAsync(HttpContext context, FakeAnswer answer)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Length;
        foreach (var (name, value) in answer.Headers) response.Headers[name] = value;
        if (HttpMethods.IsHead(context.Request.Method)) return;

        await using var counted = new CountingStream(response.Body, count => Interlocked.Add(ref _bytesSent, count));
        if (answer.File is { } file)
            await file.WriteToAsync(counted, answer.From, answer.Length, context.RequestAborted);
        else
            await counted.WriteAsync(answer.Body, context.RequestAborted);
    }
}
