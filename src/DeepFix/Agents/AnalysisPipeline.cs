using DeepFix.Api;
using DeepFix.Artifacts;

namespace DeepFix.Agents;

/// <summary>The analysis of a parsed run: three analysers side by side, then the cross-artifact agent, then the advisor. Pure: the same artifacts and options give the same result.</summary>
/// <param name="parameters">Everything in the engine that was chosen on data.</param>
public sealed class AnalysisPipeline(EngineParameters parameters)
{
    private readonly ArtifactAnalyzer<TrainingArtifacts> _training = new(AgentNames.Training, parameters.Training);
    private readonly ArtifactAnalyzer<DatasetArtifacts> _dataset = new(AgentNames.Dataset, parameters.Dataset);
    private readonly ArtifactAnalyzer<DeepchecksArtifacts> _deepchecks = new(AgentNames.Deepchecks, parameters.Deepchecks);
    private readonly CrossArtifactIntegrationAgent _crossArtifact = new(parameters.CrossArtifact, parameters.Calibration, parameters.Differential);
    private readonly OptimizationAdvisorAgent _advisor = new(parameters.Casebook);

    /// <summary>The pipeline with what the assembly carries.</summary>
    public static AnalysisPipeline Default { get; } = new(EngineParameters.Default);

    /// <summary>Analyses a run.</summary>
    /// <param name="run">The parsed run.</param>
    /// <param name="options">What to look at; its time is kept by the caller through <paramref name="tokens"/>.</param>
    /// <param name="progress">Told of each stage.</param>
    /// <param name="tokens">One token an agent. An agent whose token fires is left out and named; the rest is whole.</param>
    /// <returns>The result without request id, time and duration, which only the caller knows.</returns>
    /// <exception cref="OperationCanceledException">The caller's token fired.</exception>
    public async Task<AnalysisResult> RunAsync(RunArtifacts run, AnalysisOptions options, IProgress<AnalysisStage>? progress = null, AgentTokens? tokens = null)
    {
        tokens ??= AgentTokens.None;
        progress?.Report(AnalysisStage.Analyzing);
        var training = Analyze(_training, run.Training, options.EnableTrainingAnalysis, ArtifactPaths.Training(run), tokens);
        var dataset = Analyze(_dataset, run.Dataset, options.EnableDatasetAnalysis, ArtifactPaths.Dataset(run), tokens);
        var deepchecks = Analyze(_deepchecks, run.Deepchecks, options.EnableDeepchecksAnalysis, ArtifactPaths.Deepchecks(run), tokens);
        AgentOutcome<AgentReport>[] analysts = await Task.WhenAll(training, dataset, deepchecks);

        progress?.Report(AnalysisStage.Integrating);
        AgentReport[] reports = [.. analysts.Select(a => a.Report).OfType<AgentReport>().Select(Calibrated)];
        var integration = await AgentRun.Guarded(AgentNames.CrossArtifact, ct => _crossArtifact.Run(run, reports, ct), tokens);

        progress?.Report(AnalysisStage.Advising);
        Integration weighed = integration.Report ?? Integration.Unweighed(reports);
        var advice = await AgentRun.Guarded(AgentNames.Advisor, ct => _advisor.Run(run, weighed, options, ct), tokens);

        progress?.Report(AnalysisStage.Done);
        return new ResultAssembly(run, options, this).Assemble(analysts, integration, weighed, advice);
    }

    /// <summary>The codes that an agent judges.</summary>
    internal IReadOnlyList<string> CodesOf(string agentName) => agentName switch
    {
        AgentNames.Training => [.. _training.Codes],
        AgentNames.Dataset => [.. _dataset.Codes],
        AgentNames.Deepchecks => [.. _deepchecks.Codes],
        AgentNames.CrossArtifact => [.. _crossArtifact.Codes],
        _ => [],
    };

    /// <summary>What to recommend for a finding.</summary>
    internal Recommendation Recommend(Finding finding, RunArtifacts run) => _advisor.Recommend(finding, run);

    private static async Task<AgentOutcome<AgentReport>> Analyze<TArtifacts>(ArtifactAnalyzer<TArtifacts> analyzer, TArtifacts? artifacts, bool enabled, IReadOnlyList<string> paths, AgentTokens tokens)
        where TArtifacts : class
        => (enabled, artifacts) switch
        {
            (false, _) => new AgentOutcome<AgentReport>.SwitchedOff(),
            (_, null) => new AgentOutcome<AgentReport>.NothingToRead(),
            _ => await AgentRun.Guarded(analyzer.AgentName, ct => analyzer.Run(artifacts, paths, ct), tokens),
        };

    private AgentReport Calibrated(AgentReport report) => report.Calibrated(parameters.Calibration);
}
