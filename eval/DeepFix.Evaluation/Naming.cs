using DeepFix.Agents;

namespace DeepFix.Evaluation;

/// <summary>Names root causes with tables that were just fitted.</summary>
internal sealed class Naming(Calibration calibration, Differential differential)
{
    private readonly CrossArtifactIntegrationAgent _agent = new(EngineParameters.Default.CrossArtifact, calibration, differential);

    /// <summary>The codes that are named of a run, judged by its whole log or by its loss and score alone: most people log no more.</summary>
    public IReadOnlySet<string> Of(JudgedRun run)
        => new[] { run.Whole, run.Basic }.SelectMany(view => _agent.Run(view.Artifacts, [.. view.Reports.Select(r => r.Calibrated(calibration))], CancellationToken.None).RootCauses)
            .Select(cause => cause.Code)
            .ToHashSet(StringComparer.Ordinal);
}
