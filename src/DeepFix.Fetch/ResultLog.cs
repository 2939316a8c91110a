using System.Text.Json;
using DeepFix.Api;
using DeepFix.Mlflow;
using DeepFix.Mlflow.Artifacts;
using DeepFix.Reports;

namespace DeepFix.Fetch;

/// <summary>Writes a result back to its run: tags <c>deepfix.*</c> and files under <c>deepfix/</c>. Written again, they replace themselves; nothing else of the run is touched.</summary>
public static class ResultLog
{
    /// <summary>Tag with the verdict: the code of the first root cause, else of the gravest finding; <c>clean</c>, <c>nothing_to_judge</c> or <c>failed</c> where there is none.</summary>
    public const string VerdictTag = "deepfix.verdict";

    /// <summary>Tag with the codes of all findings, gravest first, joined by commas.</summary>
    public const string FindingsTag = "deepfix.findings";

    /// <summary>Tag with the id of the request that the result answers.</summary>
    public const string RequestTag = "deepfix.request_id";

    /// <summary>The result as the server answers it.</summary>
    public const string JsonPath = "deepfix/result.json";

    /// <summary>The result for people, as one HTML file.</summary>
    public const string HtmlPath = "deepfix/report.html";

    /// <summary>The result for people, as Markdown.</summary>
    public const string MarkdownPath = "deepfix/report.md";

    /// <summary>Writes files first and tags last, so that a run with a verdict has its report.</summary>
    /// <param name="client">The store, which must be writable.</param>
    /// <param name="runId">The run.</param>
    /// <param name="result">The result.</param>
    /// <param name="cancellationToken">Ends the writing; what is written by then stays.</param>
    /// <exception cref="MlflowException">It could not be written.</exception>
    public static async Task WriteAsync(MlflowClient client, string runId, AnalysisResult result, CancellationToken cancellationToken)
    {
        if (client.Writer is not { } writer)
            throw new MlflowException(MlflowErrorCode.NotSupported, "Stores on disk are only read.", "Start a tracking server on the store (mlflow server --backend-store-uri …) and give its address.");
        Run run = await client.Store.GetRunAsync(runId, cancellationToken);
        IArtifactRepository artifacts = client.ArtifactsOf(run);
        await UploadAsync(artifacts, JsonPath, JsonSerializer.SerializeToUtf8Bytes(result, DeepFixJson.Default.AnalysisResult), cancellationToken);
        await UploadAsync(artifacts, HtmlPath, System.Text.Encoding.UTF8.GetBytes(HtmlReport.Render(result, run.Name)), cancellationToken);
        await UploadAsync(artifacts, MarkdownPath, System.Text.Encoding.UTF8.GetBytes(MarkdownReport.Render(result, run.Name)), cancellationToken);
        await writer.LogBatchAsync(runId, tags: Tags(result), cancellationToken: cancellationToken);
    }

    /// <summary>The verdict in one word that can be searched for.</summary>
    public static string VerdictOf(AnalysisResult result) => Verdict.Of(result).Kind switch
    {
        VerdictKind.Clean => "clean",
        VerdictKind.NothingToJudge => "nothing_to_judge",
        VerdictKind.NoResult => "failed",
        _ => result.RootCauses is [var cause, ..] ? cause.Code : ReportOrder.Of(result.Findings).First().Code,
    };

    private static Dictionary<string, string> Tags(AnalysisResult result) => new(StringComparer.Ordinal)
    {
        [VerdictTag] = VerdictOf(result),
        [FindingsTag] = string.Join(',', ReportOrder.Of(result.Findings).Select(f => f.Code)),
        [RequestTag] = result.RequestId,
    };

    private static async Task UploadAsync(IArtifactRepository artifacts, string path, byte[] content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content, writable: false);
        await artifacts.UploadAsync(path, stream, cancellationToken);
    }
}
