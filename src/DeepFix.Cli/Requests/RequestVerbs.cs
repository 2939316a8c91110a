using System.CommandLine;
using System.Text.Json;
using DeepFix.Api;
using DeepFix.Cli.Analyze;
using DeepFix.Reports;

namespace DeepFix.Cli.Requests;

/// <summary><c>deepfix status</c>, <c>result</c> and <c>cancel</c>: what became of an analysis that a server accepted.</summary>
internal static class RequestVerbs
{
    private const double LongestAnswerSeconds = 20;

    public static Command Status(Terminal terminal)
        => Build(terminal, "status", "Ask a server how far an accepted analysis is.", ["text", "json"], async (server, id, format, cancellationToken) =>
        {
            RequestStatus status = Read(server, await server.AskAsync(HttpMethod.Get, Path("status", id), cancellationToken));
            Print(terminal, status, format);
            return ExitCode.Done;
        });

    public static Command Cancel(Terminal terminal)
        => Build(terminal, "cancel", "Cancel an analysis that a server accepted.", ["text", "json"], async (server, id, format, cancellationToken) =>
        {
            RequestStatus status = Read(server, await server.AskAsync(HttpMethod.Delete, Path("analyze", id), cancellationToken));
            Print(terminal, status, format);
            return ExitCode.Done;
        });

    public static Command Result(Terminal terminal)
        => Build(terminal, "result", "Read the result of an analysis that a server accepted.", ["text", "json", "markdown", "html"], async (server, id, format, cancellationToken) =>
        {
            (int status, byte[] body) = await server.AskAsync(HttpMethod.Get, Path("result", id), cancellationToken);
            if (status == 202) throw new ServerException($"There is no result yet: {id} is {State(DeepFixServer.Read(body, DeepFixJson.Default.AcceptedRequest)?.Status ?? RequestState.Running)}.", "Ask again in a little while; deepfix status tells how far it is.", ExitCode.CouldNotJudge);
            if (status != 200 || DeepFixServer.Read(body, DeepFixJson.Default.AnalysisResult) is not { } result) throw server.Refusal(status, body);
            terminal.Out.Write(format switch
            {
                OutputFormat.Json => ResultJson.One(result),
                OutputFormat.Html => HtmlReport.Render(result),
                OutputFormat.Markdown => MarkdownReport.Render(result),
                _ => TextReport.Render(result, name: null, terminal.Palette, terminal.Width),
            });
            return Verdict.Of(result).Kind is VerdictKind.Fault or VerdictKind.Clean ? ExitCode.Done : ExitCode.CouldNotJudge;
        });

    private static Command Build(Terminal terminal, string name, string description, string[] formats, Func<DeepFixServer, string, OutputFormat, CancellationToken, Task<int>> run)
    {
        var id = new Argument<string>("request-id") { Description = "The id that deepfix analyze --async printed." };
        Option<string?> format = OutputFormats.Option("How the answer is written. Default: text.", formats);
        var arguments = new ServerArguments($"The DeepFix server that accepted it. Default: {ServerArguments.DefaultUrl}.");
        var command = new Command(name, description) { id, format };
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using DeepFixServer server = arguments.OpenOrDefault(parsed, terminal, LongestAnswerSeconds);
            return await run(server, parsed.GetRequiredValue(id), OutputFormats.Parse(parsed.GetValue(format), OutputFormat.Text), cancellationToken);
        });
        return command;
    }

    private static string Path(string route, string requestId) => $"api/v1/{route}/{Uri.EscapeDataString(requestId)}";

    private static RequestStatus Read(DeepFixServer server, (int Status, byte[] Body) answer)
        => answer.Status is 200 or 202 && DeepFixServer.Read(answer.Body, DeepFixJson.Default.RequestStatus) is { } status ? status : throw server.Refusal(answer.Status, answer.Body);

    private static void Print(Terminal terminal, RequestStatus status, OutputFormat format)
        => terminal.Out.Write(format == OutputFormat.Json ? ResultJson.Written(json => JsonSerializer.Serialize(json, status, DeepFixJson.Default.RequestStatus)) : Text(status, terminal.Palette));

    private static string Text(RequestStatus status, Palette palette)
    {
        string far = status.IsFinished || status.Stage is null ? "" : $", {SafeText.Line(status.Stage)}, {Significant.Text(Math.Round(100 * status.Progress))} %";
        string why = status.ErrorMessage is { } message ? $"  {SafeText.Line(message)}\n" : "";
        return $"{palette.Strong(SafeText.Line(status.RequestId))}  {SafeText.Line(status.RunId)}  {State(status.Status)}{far}\n{why}";
    }

    private static string State(RequestState state) => state.ToString().ToLowerInvariant();
}
