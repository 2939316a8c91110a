using System.CommandLine;
using DeepFix.Api;
using DeepFix.Assistants;
using DeepFix.Mlflow;
using DeepFix.Reports;
using ModelContextProtocol.Server;

namespace DeepFix.Cli.Mcp;

/// <summary><c>deepfix mcp</c>: the tools of assistants over standard input and output. Nothing but the protocol is written to standard output.</summary>
internal static class McpVerb
{
    public static Command Build(Terminal terminal)
    {
        var trackingUris = new Option<string[]>("--tracking-uri", "-t")
        {
            HelpName = "URI",
            Description = "An MLflow that the assistant may read; may be given several times, the first is the default. Others are refused. Default: MLFLOW_TRACKING_URI, else mlflow.db or mlruns in this folder.",
        };
        var command = new Command("mcp", "Offer analyses to an assistant, over the Model Context Protocol on standard input and output.") { trackingUris };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            IReadOnlyList<string> stores = Stores(parsed.GetValue(trackingUris) ?? [], terminal);
            await terminal.Error.WriteLineAsync($"deepfix mcp: reads {(stores.Count == 0 ? "no MLflow (give --tracking-uri)" : string.Join(", ", stores.Select(s => SafeText.Line(Fetch.SafeUri.Of(s)))))}; ends when standard input does");
            using var assistant = new LocalAssistant(stores, new MlflowOptions(), TimeProvider.System);
            var options = new McpServerOptions();
            ToolCatalog.Configure(options, VersionAction.Version, assistant, failure => Told(failure, terminal));
            (Stream input, Stream output) = terminal.OpenPipes();
            await using var transport = new StreamServerTransport(input, output, "deepfix");
            await using McpServer server = McpServer.Create(transport, options);
            await server.RunAsync(cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }

    private static IReadOnlyList<string> Stores(string[] given, Terminal terminal)
    {
        if (given.Length > 0) return [.. given.Select(uri => TrackingUri.Resolve(uri, terminal))];
        try
        {
            return [TrackingUri.Resolve(null, terminal)];
        }
        catch (UsageException)
        {
            // The knowledge base and the list of detectors need no MLflow.
            return [];
        }
    }

    private static DeepFixException Told(Exception exception, Terminal terminal)
    {
        DeepFixException failure = exception as DeepFixException
            ?? new DeepFixException(ErrorCode.InternalServerError, "deepfix failed at this call.", "Call the tool again; if it fails again, report what deepfix mcp wrote to its error stream.");
        terminal.Error.WriteLine($"deepfix mcp: {failure.Code.WireName()}: {SafeText.Line(failure == exception ? failure.Message : $"{exception.GetType().Name}: {exception.Message}")}");
        return failure;
    }
}
