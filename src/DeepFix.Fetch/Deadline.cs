using DeepFix.Agents;
using DeepFix.Api;
using DeepFix.Reports;

namespace DeepFix.Fetch;

/// <summary>The time of one analysis: counted from the request, fetch included, with a reserve so that the answer is sent before it is over.</summary>
internal sealed class Deadline : IDisposable
{
    /// <summary>What remains for the agents when a fetch uses all its time (contract: 5 s).</summary>
    private static readonly TimeSpan AfterFetch = TimeSpan.FromSeconds(5);

    /// <summary>What remains for putting the answer together and sending it.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(1);

    /// <summary>The share of the time left after the fetch within which the three analysers must end, and that within which the cross-artifact agent must: those after them have the rest.</summary>
    private const double AnalystsEnd = 0.7, CrossArtifactEnds = 0.85;

    private readonly TimeProvider _time;
    private readonly TimeSpan _total;
    private readonly long _started;
    private readonly CancellationToken _caller;
    private readonly Action<string, Task>? _givenUp;
    private readonly CancellationTokenSource _over;
    private readonly CancellationTokenSource _linked;
    private readonly List<CancellationTokenSource> _shares = [];

    /// <param name="total">The time from the request to the answer.</param>
    /// <param name="time">The clock.</param>
    /// <param name="arrived">The clock's timestamp when the request arrived; null = now.</param>
    /// <param name="givenUp">Told of work that was no longer waited for.</param>
    /// <param name="caller">The caller's.</param>
    public Deadline(TimeSpan total, TimeProvider time, long? arrived, Action<string, Task>? givenUp, CancellationToken caller)
    {
        (_total, _time, _caller, _givenUp, _started) = (total, time, caller, givenUp, arrived ?? time.GetTimestamp());
        _over = new CancellationTokenSource(NotNegative(total - Reserve - Elapsed), time);
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_over.Token, caller);
    }

    /// <summary>Time since the request.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>Time until the answer has to be on its way.</summary>
    public TimeSpan Left => NotNegative(_total - Reserve - Elapsed);

    /// <summary>Fires when the time for analysis is over, or the caller gives up.</summary>
    public CancellationToken Analysis => _linked.Token;

    /// <summary>The time of every agent.</summary>
    public AgentTokens Tokens(CancellationToken cancellationToken) => new(cancellationToken)
    {
        [AgentNames.Training] = Analysis,
        [AgentNames.Dataset] = Analysis,
        [AgentNames.Deepchecks] = Analysis,
        [AgentNames.CrossArtifact] = Analysis,
        [AgentNames.Advisor] = Analysis,
    };

    /// <summary>The time that a fetch may take: its own limit, cut so that five seconds of the deadline remain.</summary>
    public TimeSpan ForFetch(TimeSpan limit)
    {
        TimeSpan left = _total - Elapsed - AfterFetch;
        return NotNegative(left < limit ? left : limit);
    }

    /// <summary>Runs a step that every agent waits for.</summary>
    /// <exception cref="DeepFixException">ANALYSIS_TIMEOUT: the time was over first.</exception>
    public async Task<T> BeforeAnalysis<T>(Func<CancellationToken, T> step)
    {
        Task<T> work = Task.Factory.StartNew(() => step(Analysis), Analysis, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return await work.WaitAsync(Analysis);
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested && !_caller.IsCancellationRequested)
        {
            throw TimedOut();
        }
        finally
        {
            if (!work.IsCompleted) _givenUp?.Invoke("parsing", work);
        }
    }

    /// <summary>Shares the time that is left out among the agents: one that takes all of its share takes nothing from those after it, and what an early end saves is theirs too.</summary>
    public AgentTokens Agents()
    {
        TimeSpan left = NotNegative(_total - Reserve - Elapsed);
        CancellationToken analysts = Within(left * AnalystsEnd), crossArtifact = Within(left * CrossArtifactEnds);
        return new AgentTokens(_caller)
        {
            GivenUp = _givenUp,
            [AgentNames.Training] = analysts,
            [AgentNames.Dataset] = analysts,
            [AgentNames.Deepchecks] = analysts,
            [AgentNames.CrossArtifact] = crossArtifact,
            [AgentNames.Advisor] = Analysis,
        };
    }

    /// <summary>Where the time ran out before a single agent came to anything, there is nothing to answer with.</summary>
    /// <exception cref="DeepFixException">ANALYSIS_TIMEOUT.</exception>
    public void RequireAnAgent(AnalysisResult result)
    {
        if (_shares.Exists(s => s.IsCancellationRequested) && result.Status == AnalysisStatus.Partial && !result.AgentResults.Any(HasJudged)) throw TimedOut();
    }

    public void Dispose()
    {
        foreach (CancellationTokenSource share in _shares) share.Dispose();
        _linked.Dispose();
        _over.Dispose();
    }

    /// <summary>The agents that weigh what others found have time of their own: with no report before them they come to their end at once, and "no fault found" would be said of a run that nobody looked at.</summary>
    private static bool HasJudged(AgentResult agent)
        => agent.ErrorMessage is null && (agent.AgentName is not (AgentNames.CrossArtifact or AgentNames.Advisor) || agent.Analysis.Count > 0);

    private CancellationToken Within(TimeSpan time)
    {
        var over = new CancellationTokenSource(time, _time);
        var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, Analysis);
        _shares.AddRange([either, over]);
        return either.Token;
    }

    private static TimeSpan NotNegative(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;

    private DeepFixException TimedOut() => new(
        ErrorCode.AnalysisTimeout,
        $"Analysis timed out after {Significant.Text(_total.TotalSeconds)}s before any agent finished.",
        MoreTime.Sentence(_total.TotalSeconds));
}
