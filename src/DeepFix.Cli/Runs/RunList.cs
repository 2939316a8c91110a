using System.Runtime.CompilerServices;
using DeepFix.Mlflow;

namespace DeepFix.Cli.Runs;

/// <summary>Runs of a store.</summary>
internal static class RunList
{
    /// <summary>Runs of one experiment, or of all active ones; the newest first within each search.</summary>
    /// <exception cref="MlflowException">There is no such experiment.</exception>
    public static async IAsyncEnumerable<Run> AllAsync(ITrackingStore store, string? experiment, int max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<string> ids = experiment is null ? await ActiveAsync(store, cancellationToken) : [await IdOfAsync(store, experiment, cancellationToken)];
        if (ids.Count == 0) yield break;
        await foreach (Run run in store.SearchRunsAsync(new RunSearch { ExperimentIds = ids, MaxResults = max }, cancellationToken)) yield return run;
    }

    private static async Task<IReadOnlyList<string>> ActiveAsync(ITrackingStore store, CancellationToken cancellationToken)
    {
        List<string> ids = [];
        await foreach (Experiment experiment in store.SearchExperimentsAsync(cancellationToken)) ids.Add(experiment.ExperimentId);
        return ids;
    }

    /// <summary>A name wins over an id: names may be digits, too.</summary>
    private static async Task<string> IdOfAsync(ITrackingStore store, string nameOrId, CancellationToken cancellationToken)
        => await store.GetExperimentByNameAsync(nameOrId, cancellationToken) is { } named
            ? named.ExperimentId
            : (await store.GetExperimentAsync(nameOrId, cancellationToken)).ExperimentId;
}
