using System.CommandLine;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Cli.Analyze;
using DeepFix.Cli.Report;
using DeepFix.Fetch;

namespace DeepFix.Cli.Verify;

/// <summary><c>deepfix verify</c>: is a result what its run gives?</summary>
internal static class VerifyVerb
{
    public static Command Build(Terminal terminal)
    {
        var file = new Argument<string>("result.json") { Description = "The result, as deepfix analyze RUN --format json, the server or log_to_mlflow wrote it." };
        var run = new Option<string?>("--run", "-r") { HelpName = "run-id | folder", Description = "The run that it speaks of. Default: the run id in the result." };
        Option<string?> trackingUri = TrackingUri.Option();
        Option<string?> format = OutputFormats.Option("How the answer is written. Default: text.", "text", "json");
        var analysis = new AnalysisArguments();
        var command = new Command("verify", "Recompute every number of a result from its run, and fail where one differs.") { file, run, trackingUri, format };
        analysis.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string name = parsed.GetRequiredValue(file), path = terminal.FullPath(name);
            if (!File.Exists(path)) throw new UsageException($"there is no result '{name}'.", "Write one first: deepfix analyze RUN --format json > result.json.");
            byte[] written = await File.ReadAllBytesAsync(path, cancellationToken);
            AnalysisResult result = ResultFile.Read(written, name);
            if (result.Status == AnalysisStatus.Failed) throw new UsageException($"'{name}' holds no result: the analysis failed.", "Give the result of an analysis that completed.");
            Subject subject = new Subjects(terminal, new FetchLimits()).Of([parsed.GetValue(run) ?? result.RunId], parsed.GetValue(trackingUri))[0];
            var progress = new ProgressLine(terminal, TimeProvider.System);
            progress.Begin(1);
            Verified verified;
            try
            {
                verified = await new VerifyJob(analysis.Options(parsed), analysis.Context(parsed)).RunAsync(result, JsonNode.Parse(written)!.AsObject(), subject, progress.Of(subject), cancellationToken);
            }
            finally
            {
                progress.End();
            }

            string text = OutputFormats.Parse(parsed.GetValue(format), OutputFormat.Text) == OutputFormat.Json ? Json(verified) : VerifyText.Of(verified, name, terminal.Palette);
            await terminal.Out.WriteAsync(text.AsMemory(), cancellationToken);
            await terminal.Out.FlushAsync(cancellationToken);
            return verified.IsConfirmed ? ExitCode.Done : ExitCode.CouldNotJudge;
        });
        return command;
    }

    private static string Json(Verified verified) => ResultJson.Written(json =>
    {
        json.WriteStartObject();
        json.WriteString("run_id", verified.RunId);
        json.WriteBoolean("is_confirmed", verified.IsConfirmed);
        json.WriteNumber("numbers_recomputed", verified.Numbers.Numbers.Count);
        json.WriteNumber("numbers_confirmed", verified.Confirmed);
        json.WriteString("not_compared", verified.WhyNotWhole);
        json.WriteStartArray("differences");
        foreach (ResultDifference difference in verified.Differences)
        {
            json.WriteStartObject();
            json.WriteString("path", difference.Path);
            json.WriteString("stated", difference.Stated);
            json.WriteString("computed", difference.Computed);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
