using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using DeepFix.Api;
using DeepFix.Mlflow;

namespace DeepFix.Fetch;

/// <summary>Runs of a store.</summary>
public static class RunListing
{
    /// <summary>Runs of one experiment, or of all active ones; the newest first within each search.</summary>
    /// <param name="store">The store.</param>
    /// <param name="experiment">Name or id of the experiment; null: all active ones.</param>
    /// <param name="max">Runs at most.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="MlflowException">There is no such experiment, or the store cannot be read.</exception>
    public static async IAsyncEnumerable<Run> AllAsync(ITrackingStore store, string? experiment, int max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(store);
        IReadOnlyDictionary<string, string> names = await ExperimentsAsync(store, experiment, cancellationToken);
        await foreach (Run run in RunsAsync(store, names, max, cancellationToken)) yield return run;
    }

    /// <summary>The newest runs with the names of their experiments, from a tracking URI.</summary>
    /// <param name="trackingUri">Where MLflow is.</param>
    /// <param name="options">Credentials and allowed hosts.</param>
    /// <param name="experiment">Name or id of the experiment; null: all active ones.</param>
    /// <param name="max">Runs at most.</param>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="DeepFixException">There is no such experiment, or MLflow cannot be read in time.</exception>
    public static async Task<IReadOnlyList<ListedRun>> ReadAsync(string trackingUri, MlflowOptions options, string? experiment, int max, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        string where = SafeUri.Of(trackingUri);
        using var over = new CancellationTokenSource(timeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            await using MlflowClient client = MlflowClient.Open(trackingUri, options with { RetryWithin = timeout });
            IReadOnlyDictionary<string, string> names = await ExperimentsAsync(client.Store, experiment, either.Token);
            List<ListedRun> runs = [];
            await foreach (Run run in RunsAsync(client.Store, names, max, either.Token)) runs.Add(new ListedRun(run, names.GetValueOrDefault(run.ExperimentId, "")));
            return runs;
        }
        catch (MlflowException missing) when (missing.Code == MlflowErrorCode.ExperimentNotFound)
        {
            throw new DeepFixException(ErrorCode.RunNotFound, $"MLflow at {where} has no experiment '{experiment}'.", "Name an experiment as MLflow lists it, or none: then the newest runs of all are listed.", new JsonObject { ["tracking_uri"] = where }, missing);
        }
        catch (MlflowException failure)
        {
            throw MlflowFailure.ToDeepFix(failure, where, "", timeout);
        }
        catch (OperationCanceledException late) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw MlflowFailure.TimedOut(where, timeout, late);
        }
    }

    private static async IAsyncEnumerable<Run> RunsAsync(ITrackingStore store, IReadOnlyDictionary<string, string> experiments, int max, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (experiments.Count == 0) yield break;
        await foreach (Run run in store.SearchRunsAsync(new RunSearch { ExperimentIds = [.. experiments.Keys], MaxResults = max }, cancellationToken)) yield return run;
    }

    /// <summary>Names by id. A name wins over an id: names may be digits, too.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> ExperimentsAsync(ITrackingStore store, string? nameOrId, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        if (nameOrId is null)
        {
            await foreach (Experiment active in store.SearchExperimentsAsync(cancellationToken)) names[active.ExperimentId] = active.Name;
            return names;
        }

        Experiment asked = await store.GetExperimentByNameAsync(nameOrId, cancellationToken) ?? await ByIdAsync(store, nameOrId, cancellationToken);
        names[asked.ExperimentId] = asked.Name;
        return names;
    }

    private static async Task<Experiment> ByIdAsync(ITrackingStore store, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await store.GetExperimentAsync(id, cancellationToken);
        }
        catch (MlflowException invalid) when (invalid.Code == MlflowErrorCode.InvalidParameter)
        {
            // A server says so of an id that is no number.
            throw new MlflowException(MlflowErrorCode.ExperimentNotFound, $"MLflow has no experiment '{id}'.", "Check the experiment's id or name, and that it is this server that has it.", innerException: invalid);
        }
    }
}
