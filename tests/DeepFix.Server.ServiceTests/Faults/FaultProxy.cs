using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
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

namespace DeepFix.Server.ServiceTests.Faults;

/// <summary>Stands before an MLflow server and does to its answers what a test chooses, by the request and how often it came before.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpClient _client;
    private readonly Func<string, int, Fault> _choose;
    private readonly ConcurrentDictionary<string, int> _seen = new(StringComparer.Ordinal);
    private int _requests;

    private FaultProxy(WebApplication application, Uri target, Func<string, int, Fault> choose)
    {
        _application = application;
        _choose = choose;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { BaseAddress = target };
    }

    public Uri Uri { get; private set; } = new("http://localhost");

    /// <summary>Requests so far, the repeated ones included.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <param name="target">The server behind.</param>
    /// <param name="choose">From the request's target and the number of times that it came before.</param>
    public static async Task<FaultProxy> StartAsync(Uri target, Func<string, int, Fault> choose)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication application = builder.Build();
        var proxy = new FaultProxy(application, target, choose);
        application.Run(proxy.HandleAsync);
        await application.StartAsync();
        proxy.Uri = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
        _client.Dispose();
    }

    private async Task HandleAsync(HttpContext http)
    {
        string target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        Interlocked.Increment(ref _requests);
        Fault fault = _choose(target, _seen.AddOrUpdate(target, 0, static (_, before) => before + 1));
        if (fault == Fault.Reset)
        {
            http.Abort();
            return;
        }

        if (Refusal(fault) is { } refusal)
        {
            await RefuseAsync(http, fault, refusal);
            return;
        }

        using HttpResponseMessage answer = await ForwardAsync(http, target);
        byte[] body = await answer.Content.ReadAsByteArrayAsync(http.RequestAborted);
        if (fault == Fault.Corrupt) body = Corrupted(body);
        if (fault == Fault.Short) body = Shortened(body, answer.Content.Headers.ContentType?.MediaType);
        if (fault == Fault.Delay) await Task.Delay(TimeSpan.FromMilliseconds(300), http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        http.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        http.Response.ContentLength = body.Length;
        await SendAsync(http, body, fault);
    }

    private static int? Refusal(Fault fault) => fault switch
    {
        Fault.ServerError => 500,
        Fault.BadGateway => 502,
        Fault.Unavailable => 503,
        Fault.TooMany or Fault.TooManyUntil or Fault.TooManyForLong => 429,
        _ => null,
    };

    private static Task RefuseAsync(HttpContext http, Fault fault, int status)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html";
        http.Response.Headers.RetryAfter = fault switch
        {
            Fault.TooMany => "1",
            Fault.TooManyUntil => DateTimeOffset.UtcNow.AddSeconds(2).ToString("R", CultureInfo.InvariantCulture),
            Fault.TooManyForLong => "3600",
            _ => default,
        };
        return http.Response.WriteAsync("<html>in trouble</html>", http.RequestAborted);
    }

    private async Task<HttpResponseMessage> ForwardAsync(HttpContext http, string target)
    {
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(_client.BaseAddress!, target));
        if (http.Request.ContentLength > 0)
        {
            request.Content = new StreamContent(http.Request.Body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", http.Request.ContentType);
        }

        return await _client.SendAsync(request, http.RequestAborted);
    }

    private static async Task SendAsync(HttpContext http, byte[] body, Fault fault)
    {
        if (fault == Fault.Cut)
        {
            await http.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            http.Abort();
            return;
        }

        if (fault != Fault.Drip)
        {
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
            return;
        }

        for (int i = 0; i < body.Length; i++)
        {
            await http.Response.Body.WriteAsync(body.AsMemory(i, 1), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
            await Task.Delay(TimeSpan.FromMilliseconds(500), http.RequestAborted);
        }
    }

    private static byte[] Corrupted(byte[] body)
    {
        byte[] corrupted = [.. body];
        for (int i = body.Length / 2; i < Math.Min(body.Length, (body.Length / 2) + 12); i++) corrupted[i] = (byte)(0xF5 + (i % 8));
        return corrupted;
    }

    private static byte[] Shortened(byte[] body, string? type)
    {
        if (type != "application/json") return body[..(body.Length / 2)];
        JsonNode answer = JsonNode.Parse(body)!;
        if (answer["metrics"] is JsonArray points)
        {
            int half = points.Count / 2;
            while (points.Count > half) points.RemoveAt(points.Count - 1);
        }

        return Encoding.UTF8.GetBytes(answer.ToJsonString());
    }
}
