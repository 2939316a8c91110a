using DeepFix.Assistants;
using DeepFix.Server.Analysis;
using DeepFix.Server.Errors;
using DeepFix.Server.Security;
using ModelContextProtocol.Server;

namespace DeepFix.Server.Mcp;

/// <summary>The tools of assistants over Streamable HTTP. Each request stands alone, so that any replica answers it.</summary>
internal static class McpExtensions
{
    private const string Path = "/mcp";

    public static void AddAssistants(this IServiceCollection services)
    {
        services.AddSingleton<AssistantServices>();
        services.AddMcpServer().WithHttpTransport(static http =>
        {
            http.Stateless = true;
            http.ConfigureSessionOptions = Configure;
        });
    }

    public static void MapAssistants(this WebApplication app)
    {
        app.Use(static (http, next) => http.GetEndpoint()?.Metadata.GetMetadata<WholeBody>() is null ? next(http) : ReadBodyAsync(http, next));
        app.MapMcp(Path).WithMetadata(new WholeBody()).ExcludeFromDescription();
    }

    private static Task Configure(HttpContext http, McpServerOptions options, CancellationToken cancellationToken)
    {
        FailureHandler failures = http.RequestServices.GetRequiredService<FailureHandler>();
        string requestId = http.RequestId();
        var backend = new ServerAssistant(http.RequestServices.GetRequiredService<AssistantServices>(), http.Caller(), requestId, http.ArrivedAt());
        ToolCatalog.Configure(options, typeof(McpExtensions).Assembly.GetName().Version!.ToString(3), backend, failure => failures.Told(failure, requestId));
        return Task.CompletedTask;
    }

    /// <summary>A body is read within the same limits of size and time as everywhere, before the protocol looks at it.</summary>
    private static async Task ReadBodyAsync(HttpContext http, RequestDelegate next)
    {
        using MemoryStream body = await JsonBody.ReadAsync(http.Request, http.RequestServices.GetRequiredService<TimeProvider>(), http.RequestAborted);
        body.Position = 0;
        http.Request.Body = body;
        await next(http);
    }

    private sealed class WholeBody;
}
