using System.Reflection;
using DeepFix.Api;
using DeepFix.Artifacts;
using DeepFix.Knowledge;

namespace DeepFix.Agents;

/// <summary>Puts together what the agents said: findings with recommendations, warnings, what could not be judged, curves.</summary>
internal sealed class ResultAssembly(RunArtifacts run, AnalysisOptions options, AnalysisPipeline pipeline)
{
    private static readonly string[] Analysts = [AgentNames.Training, AgentNames.Dataset, AgentNames.Deepchecks];

    private static readonly string EngineVersion = typeof(ResultAssembly).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>The result, without request id, time and duration.</summary>
    public AnalysisResult Assemble(AgentOutcome<AgentReport>[] analysts, AgentOutcome<Integration> integration, Integration weighed, AgentOutcome<Advice> advice)
    {
        var progress = new AgentProgress(run, options, Analysts.Zip(analysts), integration, advice);
        IReadOnlyList<AgentReport> reports = [.. weighed.Reports, weighed.Own];
        return new AnalysisResult
        {
            RequestId = "",
            RunId = run.RunId,
            RunName = run.Name is { Length: > 0 } name ? name : null,
            Status = progress.IsWhole ? AnalysisStatus.Completed : AnalysisStatus.Partial,
            Summary = SummaryText.Of(progress, weighed, advice.Report),
            AgentResults = [.. AgentResults(analysts, weighed, integration, advice)],
            Warnings = [.. progress.Warnings(), .. run.Warnings],
            RootCauses = weighed.RootCauses,
            ActionPlan = advice.Report?.Plan ?? [],
            NotAssessed = [.. NotAssessed(analysts, reports)],
            Curves = CurveThinning.Curves(run.Training?.Metrics ?? MetricTable.Empty, [.. reports.SelectMany(r => r.Findings)]),
            RunStatus = run.Status == RunStatus.Unknown ? null : run.Status.ToString().ToUpperInvariant(),
            EngineVersion = EngineVersion,
            KnowledgeVersion = CodePages.Version,
            ArtifactsDigest = run.Digest,
        };
    }

    private IEnumerable<AgentResult> AgentResults(AgentOutcome<AgentReport>[] analysts, Integration weighed, AgentOutcome<Integration> integration, AgentOutcome<Advice> advice)
    {
        for (int i = 0; i < analysts.Length; i++)
        {
            if (weighed.Reports.FirstOrDefault(r => r.AgentName == Analysts[i]) is { } report) yield return Said(report);
            else if (analysts[i] is AgentOutcome<AgentReport>.Failed failed) yield return new AgentResult { AgentName = Analysts[i], ErrorMessage = failed.Message };
        }

        if (integration is AgentOutcome<Integration>.Finished) yield return Said(weighed.Own);
        else if (integration is AgentOutcome<Integration>.Failed failed) yield return new AgentResult { AgentName = AgentNames.CrossArtifact, ErrorMessage = failed.Message };
        if (advice is AgentOutcome<Advice>.Finished) yield return new AgentResult { AgentName = AgentNames.Advisor, AnalyzedArtifacts = run.AnalyzedPaths };
        else if (advice is AgentOutcome<Advice>.Failed failed) yield return new AgentResult { AgentName = AgentNames.Advisor, ErrorMessage = failed.Message };
    }

    private AgentResult Said(AgentReport report) => new()
    {
        AgentName = report.AgentName,
        Analysis = [.. report.Findings.Select(f => new Analysis { Findings = f, Recommendations = pipeline.Recommend(f, run) })],
        AnalyzedArtifacts = report.AnalyzedArtifacts,
        RetrievedKnowledge = [.. report.Findings.Select(f => CodePages.Find(f.Code)).OfType<CodePage>().Select(Cited)],
        AdditionalOutputs = RunFacts.Of(report, run),
    };

    private static KnowledgeItem Cited(CodePage page) => new()
    {
        Content = page.Text,
        Source = string.Join("; ", page.Sources),
        Confidence = 1,
        RelevanceScore = 1,
        Metadata = new KnowledgeMetadata(page.Code, page.Title, page.Domain, page.Tags, page.Version, page.Reliability),
    };

    /// <summary>What the detectors could not judge, and all codes of an agent that did not run. A code that another agent judged is not named.</summary>
    private IEnumerable<NotAssessed> NotAssessed(AgentOutcome<AgentReport>[] analysts, IReadOnlyList<AgentReport> reports)
    {
        HashSet<string> judged = [.. reports.SelectMany(r => r.Findings.Select(f => f.Code).Concat(r.Clean.Keys))];
        IEnumerable<NotAssessed> all = reports.SelectMany(r => r.NotAssessed)
            .Concat(Analysts.Zip(analysts).SelectMany(a => pipeline.CodesOf(a.First).Select(code => Unjudged(code, a.First, a.Second)).OfType<NotAssessed>()));
        return all.Where(n => !judged.Contains(n.Code)).DistinctBy(n => n.Code, StringComparer.Ordinal).OrderBy(n => n.Code, StringComparer.Ordinal);
    }

    private static NotAssessed? Unjudged(string code, string agentName, AgentOutcome<AgentReport> outcome) => outcome switch
    {
        AgentOutcome<AgentReport>.SwitchedOff => new NotAssessed(code, "switched off", null),
        AgentOutcome<AgentReport>.NothingToRead => new NotAssessed(code, $"The run has no artifacts for {agentName}.", ToLog(agentName)),
        AgentOutcome<AgentReport>.TimedOut => new NotAssessed(code, $"{agentName} ran out of time.", "Nothing: ask again with a larger max_analysis_time."),
        AgentOutcome<AgentReport>.Failed => new NotAssessed(code, $"{agentName} failed.", null),
        _ => null,
    };

    private static string ToLog(string agentName) => agentName switch
    {
        AgentNames.Training => "Log a loss every epoch (mlflow.log_metric), or training_artifacts/metrics.csv with step, epoch, train_loss, val_loss.",
        AgentNames.Dataset => "Log dataset/metadata.yaml (dataset_name, num_train_samples, num_classes) and, better, dataset/statistics.json.",
        _ => "Log deepchecks/results.yaml, the results of the deepchecks suites.",
    };
}
