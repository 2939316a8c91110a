using System.Net;
using DeepFix.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DeepFix.Client.Tests.Recording;

/// <summary>A DeepFix server on loopback that is alive and answers analyses as a test says.</summary>
internal sealed class FakeDeepFix : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly List<string> _requests = [];

    private FakeDeepFix(WebApplication application) => _application = application;

    public string Url { get; private set; } = "";

    public IReadOnlyList<string> Requests
    {
        get
        {
            lock (_requests) return [.. _requests];
        }
    }

    public static async Task<FakeDeepFix> StartAsync(Func<HttpContext, Task> answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication application = builder.Build();
        var fake = new FakeDeepFix(application);
        application.Run(async context =>
        {
            lock (fake._requests) fake._requests.Add($"{context.Request.Method} {context.Request.Path}");
            if (context.Request.Path == "/health/live") await context.Response.WriteAsync("{}");
            else await answer(context);
        });
        await application.StartAsync();
        fake.Url = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return fake;
    }

    /// <summary>Refuses with an error of the contract.</summary>
    public static Task RefuseAsync(HttpContext context, DeepFixException failure)
    {
        context.Response.StatusCode = failure.Code.Status();
        return context.Response.WriteAsync(System.Text.Json.JsonSerializer.Serialize(failure.ToResponse(DateTimeOffset.UnixEpoch), DeepFixJson.Default.ErrorResponse));
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }
}
