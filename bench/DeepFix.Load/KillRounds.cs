using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using DeepFix.Api;

namespace DeepFix.Load;

/// <summary>Kills a server with several analyses in flight, again and again, and looks what becomes of them: each accepted request must end in one result, the undisturbed one.</summary>
public sealed class KillRounds : IAsyncDisposable
{
    private const int InFlight = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Replay _replay;
    private readonly string? _postgres;
    private readonly Random _random;
    private readonly TextWriter _log;
    private readonly Place[] _places;
    private readonly ServerProcess[] _servers;
    private readonly StoreView _store;
    private readonly Dictionary<string, string> _expected = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _results = new(StringComparer.Ordinal);

    private KillRounds(Replay replay, string? postgres, int seed, TextWriter log)
    {
        (_replay, _postgres, _random, _log) = (replay, postgres, new Random(seed), log);
        // One server on SQLite, two over PostgreSQL.
        _places = [.. Enumerable.Range(0, postgres is null ? 1 : 2).Select(_ => new Place(postgres, leaseSeconds: 3))];
        _servers = new ServerProcess[_places.Length];
        _store = new StoreView(postgres, _places[0].SqlitePath);
    }

    /// <summary>Kills so many times, and tells each of it.</summary>
    /// <param name="rounds">How many times.</param>
    /// <param name="seed">Decides when.</param>
    /// <param name="postgres">Connection string of a database for two servers; null: one server on SQLite.</param>
    /// <param name="log">A line for each.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>Whether every accepted request ended in one result, the undisturbed one, with no temporary file left.</returns>
    public static async Task<bool> RunAsync(int rounds, int seed, string? postgres, TextWriter log, CancellationToken cancellationToken)
    {
        await using Replay replay = await Replay.StartAsync();
        await using var killing = new KillRounds(replay, postgres, seed, log);
        await killing.StartAsync(cancellationToken);
        int failed = 0;
        var stages = new Dictionary<KillStage, int>();
        for (int round = 0; round < rounds; round++)
        {
            var stage = (KillStage)(round % 5);
            if (!await killing.RoundAsync(round, stage, cancellationToken)) failed++;
            stages[stage] = stages.GetValueOrDefault(stage) + 1;
        }

        bool isUnchanged = await killing.AreResultsUnchangedAsync();
        string steered = string.Join(", ", stages.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Key} {s.Value}")));
        await log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rounds} rounds, seed {seed}, {(postgres is null ? "one server on SQLite" : "two servers over PostgreSQL")}: {failed} failed; {killing._results.Count} accepted requests, {(isUnchanged ? "no result changed afterwards" : "RESULTS CHANGED AFTERWARDS")}; steered: {steered}"));
        return failed == 0 && isUnchanged;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        foreach (ServerProcess? server in _servers) server?.Dispose();
        foreach (Place place in _places) place.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(Enumerable.Range(0, _servers.Length).Select(async i => _servers[i] = await ServerProcess.StartAsync(_places[i].Settings, cancellationToken)));
        foreach (string run in _replay.Runs.Append(Replay.LongRun))
        {
            (int status, string body) = await Caller.AnalyzeAsync(_servers[0].Http, run, _replay.TrackingUri, isAsync: false, key: null, cancellationToken);
            _expected[run] = status == 200 ? Caller.Verdict(body) : throw new InvalidOperationException($"{run}: {status} {body}");
        }
    }

    private async Task<bool> RoundAsync(int round, KillStage stage, CancellationToken cancellationToken)
    {
        int victim = _random.Next(_servers.Length);
        string[] runs = [.. Enumerable.Range(0, InFlight).Select(_ => stage is KillStage.Analyse or KillStage.BeforeWrite ? Replay.LongRun : _replay.Runs[_random.Next(_replay.Runs.Count)])];
        string[] keys = [.. runs.Select(_ => Guid.NewGuid().ToString("N"))];
        _replay.Restart();
        _replay.Delay = stage == KillStage.Fetch ? TimeSpan.FromMilliseconds(20 + _random.Next(60)) : TimeSpan.Zero;
        string?[] early = await SubmitAndKillAsync(victim, stage, runs, keys, cancellationToken);
        string states = await _store.StatesAsync(_results.Keys);
        _replay.Delay = TimeSpan.Zero;
        Task<ServerProcess> restarting = ServerProcess.StartAsync(_places[victim].Settings, cancellationToken);
        if (_servers.Length == 1) _servers[victim] = await restarting;
        ServerProcess asked = _servers[_servers.Length - 1 - victim];
        bool isRight = true;
        int again = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            // Whoever got no answer sends the same request under the same key: where it was accepted all the same, it is the same request still.
            string id = early[i] ?? await SubmitAsync(asked, runs[i], keys[i], cancellationToken) ?? throw new InvalidOperationException("A server that lives did not accept a request.");
            again += early[i] is null ? 1 : 0;
            isRight &= await IsRightAsync(asked, id, runs[i], cancellationToken);
        }

        if (_servers.Length > 1) _servers[victim] = await restarting;
        IReadOnlyList<string> leftovers = _places[victim].Leftovers(runningServers: 1);
        await _log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"round {round + 1} {stage}: at the kill {(states.Length == 0 ? "nothing was accepted" : states)}; sent again {again}; {(isRight ? "all right" : "WRONG")}{(leftovers.Count == 0 ? "" : $"; LEFT {string.Join(' ', leftovers)}")}"));
        return isRight && leftovers.Count == 0;
    }

    private async Task<string?[]> SubmitAndKillAsync(int victim, KillStage stage, string[] runs, string[] keys, CancellationToken cancellationToken)
    {
        ServerProcess server = _servers[victim];
        long finishedBefore = await _store.CountFinishedAsync();
        Task<string?[]> submitting = Task.WhenAll(runs.Select((run, i) => SubmitAsync(server, run, keys[i], cancellationToken)));
        if (stage == KillStage.Accept)
        {
            await Task.Delay(_random.Next(120), cancellationToken);
            server.Kill();
            string?[] accepted = await submitting;
            server.Dispose();
            return accepted;
        }

        string?[] ids = await submitting;
        using DbConnection? locked = await WaitAsync(stage, finishedBefore, cancellationToken);
        server.Kill();
        server.Dispose();
        return ids;
    }

    /// <summary>Waits until the analyses are where they are to be met.</summary>
    /// <returns>The lock on the store, where that is what holds them.</returns>
    private async Task<DbConnection?> WaitAsync(KillStage stage, long finishedBefore, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        switch (stage)
        {
            case KillStage.Fetch:
                int until = 1 + _random.Next(8);
                while (_replay.Requests < until && Stopwatch.GetElapsedTime(began) < Patience) await Task.Delay(2, cancellationToken);
                await Task.Delay(_random.Next(20), cancellationToken);
                return null;
            case KillStage.Analyse:
                while (_replay.Requests < InFlight && Stopwatch.GetElapsedTime(began) < Patience) await Task.Delay(2, cancellationToken);
                await Task.Delay(50 + _random.Next(300), cancellationToken);
                return null;
            case KillStage.BeforeWrite:
                while (_replay.Requests < InFlight && Stopwatch.GetElapsedTime(began) < Patience) await Task.Delay(2, cancellationToken);
                DbConnection locked = await _store.LockAsync();
                await Task.Delay(600 + _random.Next(200), cancellationToken);
                return locked;
            default:
                while (await _store.CountFinishedAsync() == finishedBefore && Stopwatch.GetElapsedTime(began) < Patience) await Task.Delay(1, cancellationToken);
                return null;
        }
    }

    /// <returns>The id of the accepted request; null where no answer came.</returns>
    private async Task<string?> SubmitAsync(ServerProcess server, string run, string key, CancellationToken cancellationToken)
    {
        try
        {
            (int status, string body) = await Caller.AnalyzeAsync(server.Http, run, _replay.TrackingUri, isAsync: true, key, cancellationToken);
            return status == 202 ? Caller.Accepted(body) : throw new InvalidOperationException($"{status} {body}");
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException)
        {
            return null;
        }
    }

    private async Task<bool> IsRightAsync(ServerProcess server, string id, string run, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        RequestStatus status;
        do
        {
            if (Stopwatch.GetElapsedTime(began) > Patience) return await WrongAsync($"{id} of {run} did not end");
            (int code, string body) = await Caller.GetAsync(server.Http, "/api/v1/status/" + id, cancellationToken);
            if (code != 200) return await WrongAsync($"{id} of {run}: status {code} {body}");
            status = Caller.Status(body);
            if (!status.IsFinished) await Task.Delay(20, cancellationToken);
        }
        while (!status.IsFinished);

        (int resultCode, string result) = await Caller.GetAsync(server.Http, "/api/v1/result/" + id, cancellationToken);
        _results[id] = result;
        return (resultCode == 200 && Caller.Verdict(result) == _expected[run]) || await WrongAsync($"{id} of {run}: {resultCode} {result}");
    }

    private async Task<bool> WrongAsync(string what)
    {
        await _log.WriteLineAsync("WRONG " + what);
        return false;
    }

    private async Task<bool> AreResultsUnchangedAsync()
    {
        Dictionary<string, string> stored = await _store.ResultsAsync();
        return _results.All(r => stored.GetValueOrDefault(r.Key) == r.Value);
    }
}
