using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Cli.Analyze;
using DeepFix.Fetch;
using DeepFix.Verification;

namespace DeepFix.Cli.Verify;

/// <summary>
/// Recomputes a result from its run, twice: what it states of the run by the second implementation, from the raw artifacts; and all of it, confidences and plan included, by the analysis made again.
/// </summary>
internal sealed class VerifyJob(AnalysisOptions options, AnalysisContext? context)
{
    /// <summary>Recomputes.</summary>
    /// <param name="result">The result.</param>
    /// <param name="stated">The same as it was written.</param>
    /// <param name="subject">The run.</param>
    /// <param name="progress">Told of each stage.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="DeepFixException">The run cannot be had.</exception>
    public async Task<Verified> RunAsync(AnalysisResult result, JsonObject stated, Subject subject, IProgress<Agents.AnalysisStage> progress, CancellationToken cancellationToken)
    {
        using FetchedRun fetched = await subject.Source.FetchAsync(TimeSpan.FromSeconds(options.MaxAnalysisTime), progress, cancellationToken);
        VerificationReport numbers = Verifier.Verify(result, fetched.Record, context);
        IEnumerable<ResultDifference> differences = numbers.Doubtful.Select(Difference);
        AnalysisResult again = await RunAnalysis.Default.AnalyzeAsync(new FetchedSource(subject.Source, fetched.Record), options, context, progress: progress, cancellationToken: cancellationToken);
        string? why = WhyNotComparable(result, again);
        if (why is null) differences = differences.Concat(ResultDifferences.Of(stated, JsonSerializer.SerializeToNode(again, DeepFixJson.Plain.AnalysisResult)!.AsObject()));
        return new Verified(subject.Label, numbers, [.. differences], why);
    }

    private static ResultDifference Difference(CheckedNumber number)
    {
        string place = string.Join(", ", new[] { number.Code, number.Series ?? "", number.Measure }.Where(p => p.Length > 0));
        return new ResultDifference(place, Significant.Text(number.Stated, 6), number.Recomputed is { } recomputed && number.Verdict == CheckVerdict.Differs && Significant.Round(recomputed) != number.Stated ? Significant.Text(Significant.Round(recomputed), 6) : number.Why);
    }

    private static string? WhyNotComparable(AnalysisResult stated, AnalysisResult again)
    {
        if (stated.EngineVersion != again.EngineVersion) return $"it was computed by engine {stated.EngineVersion}, and this is {again.EngineVersion}";
        if (stated.KnowledgeVersion != again.KnowledgeVersion) return $"it was computed with knowledge {stated.KnowledgeVersion}, and this has {again.KnowledgeVersion}";
        return stated.Status == again.Status ? null : $"it is {Word(stated)}, and the same analysis made again is {Word(again)}";
    }

    private static string Word(AnalysisResult result) => result.Status.ToString().ToLowerInvariant();
}
