using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DeepFix.Testing;

/// <summary>A server on loopback that gives one answer to whatever it is asked, and keeps what that was.</summary>
public sealed class CannedServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentQueue<CannedRequest> _asked = new();

    private CannedServer(WebApplication application) => _application = application;

    /// <summary>Scheme, host and port.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Every request so far, in the order of their answers.</summary>
    public IReadOnlyList<CannedRequest> Asked => [.. _asked];

    public static async Task<CannedServer> StartAsync(int status, string body, string contentType = "application/json")
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var server = new CannedServer(application);
        application.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            string sent = await reader.ReadToEndAsync(context.RequestAborted);
            string? authorization = context.Request.Headers.Authorization;
            server._asked.Enqueue(new CannedRequest(context.Request.Method, context.Features.Get<IHttpRequestFeature>()!.RawTarget, authorization, sent));
            (context.Response.StatusCode, context.Response.ContentType) = (status, contentType);
            await context.Response.WriteAsync(body, context.RequestAborted);
        });
        await application.StartAsync();
        server.Url = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
