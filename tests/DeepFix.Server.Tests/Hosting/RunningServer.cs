using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DeepFix.Server.Tests.Hosting;

/// <summary>The server itself on a free port of loopback, with settings and a temporary folder of its own.</summary>
public sealed class RunningServer : WebApplicationFactory<Program>
{
    private readonly Dictionary<string, string?> _settings;
    private readonly Action<IServiceCollection>? _services;
    private readonly string _store;

    public RunningServer()
        : this(new Dictionary<string, string?>(StringComparer.Ordinal), services: null, onEveryAddress: false)
    {
    }

    private RunningServer(IReadOnlyDictionary<string, string?> settings, Action<IServiceCollection>? services, bool onEveryAddress)
    {
        TempFolder = Directory.CreateTempSubdirectory("deepfix-server-tests-").FullName;
        _store = Directory.CreateTempSubdirectory("deepfix-server-tests-store-").FullName;
        _services = services;
        _settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["DeepFix:TempFolder"] = TempFolder,
            ["DeepFix:Jobs:SqlitePath"] = Path.Combine(_store, "jobs.db"),
            ["Logging:LogLevel:Default"] = "Trace",
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
        };
        foreach ((string name, string? value) in settings) _settings[name] = value;
        UseKestrel(kestrel =>
        {
            if (onEveryAddress) kestrel.ListenAnyIP(0);
            else kestrel.Listen(System.Net.IPAddress.Loopback, 0);
        });
        StartServer();
        string address = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Uri = Loopback.At(new Uri(address).Port);
        Http = new HttpClient { BaseAddress = Uri };
    }

    public Uri Uri { get; }

    public HttpClient Http { get; }

    public string TempFolder { get; }

    /// <summary>Everything that was logged, at every level.</summary>
    public LogLines Log { get; } = new();

    public static RunningServer Start(IReadOnlyDictionary<string, string?>? settings = null, Action<IServiceCollection>? services = null, bool onEveryAddress = false)
        => new(settings ?? new Dictionary<string, string?>(StringComparer.Ordinal), services, onEveryAddress);

    /// <summary>Asks for the analysis of a run.</summary>
    public Task<Answer> AnalyzeAsync(string runId, Uri trackingUri, Action<JsonObject>? further = null)
    {
        var body = new JsonObject { ["run_id"] = runId, ["mlflow_tracking_uri"] = trackingUri.AbsoluteUri.TrimEnd('/') };
        further?.Invoke(body);
        return PostAsync(body.ToJsonString());
    }

    public async Task<Answer> PostAsync(string body, string contentType = "application/json", string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/analyze") { Content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (accept is not null) request.Headers.TryAddWithoutValidation("Accept", accept);
        return await SendAsync(request);
    }

    public async Task<Answer> PostToAsync(string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        return await SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
    }

    public async Task<Answer> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        return await SendAsync(request);
    }

    protected override IHost CreateHost(IHostBuilder builder)
    {
        builder.ConfigureHostConfiguration(host => host.AddInMemoryCollection(_settings));
        builder.ConfigureLogging(logging => logging.ClearProviders().AddProvider(Log));
        if (_services is not null) builder.ConfigureServices(_services);
        return base.CreateHost(builder);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing) return;
        Http.Dispose();
        foreach (string folder in (string[])[TempFolder, _store])
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }
}
