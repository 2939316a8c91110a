using DeepFix.Agents;

namespace DeepFix.Fetch;

/// <summary>Where a run is: in MLflow or in a folder.</summary>
public abstract class RunSource
{
    /// <summary>Where it is, for people; without credentials.</summary>
    public abstract string Where { get; }

    /// <summary>The run's id, or the folder's name.</summary>
    public abstract string RunId { get; }

    /// <summary>Brings the run here.</summary>
    /// <param name="timeout">The seconds that the fetch may take: named in the error when they are over.</param>
    /// <param name="progress">Told what is being fetched.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="Api.DeepFixException">The run cannot be had: not there, out of reach, or out of time.</exception>
    public abstract Task<FetchedRun> FetchAsync(TimeSpan timeout, IProgress<AnalysisStage>? progress, CancellationToken cancellationToken);
}
