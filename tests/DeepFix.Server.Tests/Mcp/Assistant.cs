using System.IO.Pipelines;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Assistants;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace DeepFix.Server.Tests.Mcp;

/// <summary>An assistant: a real client of the protocol, connected to the catalogue in memory, to a server or to a program.</summary>
internal sealed class Assistant : IAsyncDisposable
{
    private readonly McpClient _client;
    private readonly IAsyncDisposable? _server;

    private Assistant(McpClient client, IAsyncDisposable? server) => (_client, _server) = (client, server);

    private static CancellationToken None => TestContext.Current.CancellationToken;

    public string? Instructions => _client.ServerInstructions;

    /// <summary>Connects to the catalogue over some backend.</summary>
    public static async Task<Assistant> OfAsync(IAssistantBackend backend)
    {
        Pipe up = new(), down = new();
        var options = new McpServerOptions();
        ToolCatalog.Configure(options, "1.2.3", backend, static e => e as DeepFixException ?? new DeepFixException(ErrorCode.InternalServerError, "It failed.", "Try again."));
        var server = McpServer.Create(new StreamServerTransport(up.Reader.AsStream(), down.Writer.AsStream(), "test"), options);
        _ = server.RunAsync(None);
        return await OverAsync(new StreamClientTransport(up.Writer.AsStream(), down.Reader.AsStream()), server);
    }

    /// <summary>Connects over whatever is there.</summary>
    /// <param name="transport">What is there.</param>
    /// <param name="server">What ends with the connection.</param>
    public static async Task<Assistant> OverAsync(IClientTransport transport, IAsyncDisposable? server = null)
        => new(await McpClient.CreateAsync(transport, cancellationToken: None), server);

    /// <summary>Connects to a server.</summary>
    public static Task<Assistant> AtAsync(Uri server, string? apiKey = null)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        if (apiKey is not null) headers["Authorization"] = "Bearer " + apiKey;
        var transport = new HttpClientTransport(new HttpClientTransportOptions { Endpoint = new Uri(server, "/mcp"), TransportMode = HttpTransportMode.StreamableHttp, AdditionalHeaders = headers });
        return OverAsync(transport);
    }

    public async Task<IReadOnlyList<Tool>> ToolsAsync() => [.. (await _client.ListToolsAsync(cancellationToken: None)).Select(t => t.ProtocolTool)];

    public async Task<Told> CallAsync(string tool, params (string Name, object? Value)[] arguments)
    {
        CallToolResult result = await _client.CallToolAsync(tool, arguments.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal), cancellationToken: None);
        return new Told(result.Content.ShouldHaveSingleItem().ShouldBeOfType<TextContentBlock>().Text, result.IsError ?? false);
    }

    /// <summary>Makes the call that an answer says to make next.</summary>
    public Task<Told> CallAsync(JsonObject call)
        => CallAsync((string)call["tool"]!, [.. call["arguments"]!.AsObject().Select(a => (a.Key, (object?)a.Value))]);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }
}
