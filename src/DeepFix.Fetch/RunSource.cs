using DeepFix.Agents;
using DeepFix.Api;

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
    /// <exception cref="DeepFixException">The run cannot be had: not there, out of reach, or out of time.</exception>
    public abstract Task<FetchedRun> FetchAsync(TimeSpan timeout, IProgress<AnalysisStage>? progress, CancellationToken cancellationToken);

    /// <summary>Writes a result back to where the run is, where that can be done.</summary>
    /// <param name="result">The result.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>Null, or a sentence that says why it was not written and what to do: the result stands all the same.</returns>
    public virtual Task<string?> LogAsync(AnalysisResult result, TimeSpan timeout, CancellationToken cancellationToken)
        => Task.FromResult<string?>("The result was not logged to MLflow: this run is not in MLflow.");
}
