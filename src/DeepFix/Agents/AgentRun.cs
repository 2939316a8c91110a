namespace DeepFix.Agents;

/// <summary>Runs an agent so that what befalls it stays its own: an exception or a token that fires leaves the others whole.</summary>
internal static class AgentRun
{
    /// <summary>Runs it on a thread of its own, so that one that hangs takes none from the others, and stops waiting when its token fires, even where the agent itself does not look at the token.</summary>
    /// <exception cref="OperationCanceledException">The caller's token fired.</exception>
    public static async Task<AgentOutcome<TReport>> Guarded<TReport>(string agentName, Func<CancellationToken, TReport> run, AgentTokens tokens)
    {
        CancellationToken own = tokens[agentName];
        Task<TReport> work = Task.Factory.StartNew(() => run(own), own, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return new AgentOutcome<TReport>.Finished(await work.WaitAsync(own));
        }
        catch (OperationCanceledException) when (own.IsCancellationRequested && !tokens.Caller.IsCancellationRequested)
        {
            return new AgentOutcome<TReport>.TimedOut();
        }
#pragma warning disable CA1031 // Whatever an agent throws is its own failure: it is named in the result and the other agents go on.
        catch (Exception failure) when (failure is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new AgentOutcome<TReport>.Failed($"{agentName} failed with {failure.GetType().Name}. Its findings are missing; the other agents are whole.");
        }
        finally
        {
            if (!work.IsCompleted) tokens.GivenUp?.Invoke(agentName, work);
        }
    }
}
