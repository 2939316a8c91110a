using System.Text.Json;
using DeepFix.Api;
using DeepFix.Reports;

namespace DeepFix.Cli.Analyze;

/// <summary>Hands runs to a server and does not wait: prints the ids to ask with.</summary>
internal sealed class SubmitJob(Terminal terminal, ServerAnalyst analyst, string server, OutputFormat format)
{
    /// <returns>The worst exit code of all runs.</returns>
    public async Task<int> RunAsync(IReadOnlyList<Subject> subjects, CancellationToken cancellationToken)
    {
        int exitCode = ExitCode.Done;
        List<AcceptedRequest> accepted = [];
        foreach (Subject subject in subjects)
        {
            try
            {
                AcceptedRequest request = await analyst.SubmitAsync(subject, cancellationToken);
                accepted.Add(request);
                if (format != OutputFormat.Json) await terminal.Out.WriteAsync(Said(subject, request).AsMemory(), cancellationToken);
            }
            catch (ServerException refused)
            {
                Failure.Of(refused).WriteTo(terminal.Error, subjects.Count > 1 ? subject.Label : null);
                exitCode = Math.Max(exitCode, refused.ExitCode);
            }
        }

        if (format == OutputFormat.Json) await terminal.Out.WriteAsync(Json(accepted, isOne: subjects.Count == 1).AsMemory(), cancellationToken);
        return exitCode;
    }

    private string Said(Subject subject, AcceptedRequest request)
    {
        string at = server == ServerArguments.DefaultUrl ? "" : $" --server {SafeText.Line(server)}", id = SafeText.Line(request.RequestId);
        return $"{terminal.Palette.Strong(SafeText.Line(subject.Label))}  {id}\n  deepfix status {id}{at}\n  deepfix result {id}{at}\n";
    }

    private static string Json(IReadOnlyList<AcceptedRequest> accepted, bool isOne) => ResultJson.Written(json =>
    {
        if (isOne && accepted is [var only])
        {
            JsonSerializer.Serialize(json, only, DeepFixJson.Default.AcceptedRequest);
            return;
        }

        json.WriteStartArray();
        foreach (AcceptedRequest request in accepted) JsonSerializer.Serialize(json, request, DeepFixJson.Default.AcceptedRequest);
        json.WriteEndArray();
    });
}
