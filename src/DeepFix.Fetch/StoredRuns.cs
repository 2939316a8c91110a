using DeepFix.Artifacts;
using DeepFix.Mlflow;

namespace DeepFix.Fetch;

/// <summary>Runs as a search of the tracking store gives them.</summary>
internal static class StoredRuns
{
    /// <summary>One search; what takes longer is done without.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly string[] CodeTags = ["mlflow.source.git.commit", "mlflow.source.name"];

    /// <summary>Digests of the data that a run says it used, by name and purpose.</summary>
    public static IReadOnlyDictionary<string, string> Digests(Run run)
        => run.DatasetInputs.GroupBy(d => d.Context is { Length: > 0 } context ? $"{d.Name} ({context})" : d.Name, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First().Digest, StringComparer.Ordinal);

    /// <summary>The run and those of the latest twenty finished runs of its experiment that began before it. Null where they cannot be had: nothing of the run's own analysis hangs on them.</summary>
    public static async Task<EarlierRuns?> EarlierAsync(ITrackingStore store, Run run, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(Patience);
        try
        {
            // One more than are looked at: the run itself is among them when it has finished.
            var search = new RunSearch { ExperimentIds = [run.ExperimentId], Filter = "attributes.status = 'FINISHED'", MaxResults = EarlierRuns.Most + 1 };
            List<StoredRun> earlier = [];
            await foreach (Run other in store.SearchRunsAsync(search, over.Token))
            {
                if (other.RunId != run.RunId && other.StartTime <= run.StartTime && earlier.Count < EarlierRuns.Most) earlier.Add(Of(other));
            }

            return new EarlierRuns(Of(run), earlier);
        }
        catch (MlflowException)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            // A caller that gave up is noticed by the next step; a fetch that used all its time keeps what it has.
            return null;
        }
    }

    private static StoredRun Of(Run run) => new()
    {
        RunId = run.RunId,
        Name = run.Name,
        Params = run.Params,
        Tags = run.Tags.Where(t => CodeTags.Contains(t.Key, StringComparer.Ordinal)).ToDictionary(StringComparer.Ordinal),
        Metrics = run.Metrics.ToDictionary(m => m.Key, m => m.Value.Value, StringComparer.Ordinal),
        DataDigests = Digests(run),
    };
}
