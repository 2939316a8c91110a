using DeepFix.Api;
using DeepFix.Fetch;
using DeepFix.Mlflow;
using DeepFix.Server.Analysis;
using DeepFix.Server.Hosting;
using DeepFix.Server.Security;
using Microsoft.Extensions.Options;

namespace DeepFix.Server.Web;

/// <summary>Looks around in a tracking server: with the operator's list and logins, a page at a time, and not for long.</summary>
internal sealed class Browsing(AnalysisRequestReader reader, TrackingHosts hosts, MlflowAccess access, IOptions<ServerOptions> options)
{
    /// <summary>Entries of a page.</summary>
    public const int PageSize = 50;

    /// <summary>Longest wait for a page: a person sits before it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Tracking servers that may be read from, as the operator lists them.</summary>
    public IReadOnlyList<string> Listed => options.Value.AllowedTrackingHosts ?? [];

    /// <summary>Reads an address by the rules of the API.</summary>
    /// <exception cref="DeepFixException">VALIDATION_ERROR: it is none. FORBIDDEN: it is not on the operator's list.</exception>
    public TrackingLocation Locate(string? at)
    {
        TrackingLocation location = reader.RequireTracking(at?.Trim());
        if (location.Host is { } host) hosts.Check(host);
        return location;
    }

    public Task<Page<Experiment>> ExperimentsAsync(TrackingLocation at, string? page, CancellationToken cancellationToken)
        => ReadAsync(at, (store, token) => store.PageOfExperimentsAsync(PageSize, page, token), "", cancellationToken);

    public Task<Experiment> ExperimentAsync(TrackingLocation at, string id, CancellationToken cancellationToken)
        => ReadAsync(at, (store, token) => store.GetExperimentAsync(id, token), id, cancellationToken);

    public Task<Page<Run>> RunsAsync(TrackingLocation at, string experiment, string? page, CancellationToken cancellationToken)
        => ReadAsync(at, (store, token) => store.PageOfRunsAsync(new RunSearch { ExperimentIds = [experiment], MaxResults = PageSize }, page, token), experiment, cancellationToken);

    public Task<Run> RunAsync(TrackingLocation at, string id, CancellationToken cancellationToken)
        => ReadAsync(at, (store, token) => store.GetRunAsync(id, token), id, cancellationToken);

    private async Task<T> ReadAsync<T>(TrackingLocation at, Func<ITrackingStore, CancellationToken, Task<T>> read, string id, CancellationToken cancellationToken)
    {
        using var over = new CancellationTokenSource(Patience);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        string shown = SafeUri.Of(at.Uri);
        try
        {
            await using MlflowClient client = MlflowClient.Open(at.Uri, access.For(at.Host) with { RetryWithin = Patience / 2 });
            return await read(client.Store, either.Token);
        }
        catch (MlflowException failure) when (failure.Code == MlflowErrorCode.ExperimentNotFound)
        {
            throw new DeepFixException(ErrorCode.NotFound, $"MLflow at {shown} has no experiment '{id}'.", "Go back to the list of experiments.", innerException: failure);
        }
        catch (MlflowException failure)
        {
            throw OperatorRemedies.ForCaller(MlflowFailure.ToDeepFix(failure, shown, id, Patience));
        }
        catch (OperationCanceledException late) when (over.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw MlflowFailure.TimedOut(shown, Patience, late);
        }
    }
}
