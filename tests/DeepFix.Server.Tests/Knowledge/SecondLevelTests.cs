using DeepFix.Server.Knowledge;
using DeepFix.Server.Tests.Hosting;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace DeepFix.Server.Tests.Knowledge;

public sealed class SecondLevelTests : IDisposable
{
    private static readonly byte[] Kept = [1, 2, 3];

    private readonly FakeTimeProvider _time = new();
    private readonly SharedMemory _shared = new();
    private readonly LogLines _log = new();
    private readonly ILoggerFactory _loggers;
    private readonly SecondLevel _level;

    public SecondLevelTests()
    {
        _loggers = LoggerFactory.Create(logging => logging.AddProvider(_log));
        _level = new SecondLevel(_shared, _time, _loggers.CreateLogger<SecondLevel>());
    }

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_asks_it_before_a_probe_was_answered()
    {
        await _level.SetAsync("knowledge:a", Kept, new DistributedCacheEntryOptions(), None);
        (await _level.GetAsync("knowledge:a", None)).ShouldBeNull();
        _shared.Reads.ShouldBe(0);
        await _level.ProbeAsync(None);
        await _level.SetAsync("knowledge:a", Kept, new DistributedCacheEntryOptions(), None);
        (await _level.GetAsync("knowledge:a", None)).ShouldBe(Kept);
        await _level.RemoveAsync("knowledge:a", None);
        (await _level.GetAsync("knowledge:a", None)).ShouldBeNull();
    }

    [Fact]
    public async Task One_that_fails_is_left_alone_until_a_probe_is_answered_and_one_warning_tells_of_it()
    {
        await _level.ProbeAsync(None);
        await _level.SetAsync("knowledge:a", Kept, new DistributedCacheEntryOptions(), None);
        _shared.Fault = () => throw new IOException("connection reset");

        for (int i = 0; i < 5; i++) (await _level.GetAsync("knowledge:a", None)).ShouldBeNull();
        for (int i = 0; i < 3; i++) await _level.ProbeAsync(None);

        _shared.Reads.ShouldBe(1);
        _log.AtLeast(LogLevel.Information).Count(l => l.Contains("does not answer (IOException)", StringComparison.Ordinal)).ShouldBe(1);
        (await HealthAsync()).Status.ShouldBe(HealthStatus.Degraded);

        _shared.Fault = null;
        await _level.ProbeAsync(None);
        (await _level.GetAsync("knowledge:a", None)).ShouldBe(Kept);
        _log.AtLeast(LogLevel.Information).Count(l => l.Contains("answers again", StringComparison.Ordinal)).ShouldBe(1);
        (await HealthAsync()).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task One_that_hangs_holds_a_question_up_for_a_tenth_of_a_second_once()
    {
        await _level.ProbeAsync(None);
        var never = new TaskCompletionSource();
        _shared.Fault = () => never.Task;

        Task<byte[]?> first = _level.GetAsync("knowledge:a", None);
        _time.Advance(SecondLevel.Patience - TimeSpan.FromMilliseconds(1));
        first.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));
        (await first).ShouldBeNull();

        (await _level.GetAsync("knowledge:a", None)).ShouldBeNull();
        await _level.SetAsync("knowledge:a", Kept, new DistributedCacheEntryOptions(), None);
        _shared.Reads.ShouldBe(1);
    }

    [Fact]
    public async Task A_caller_who_gives_up_says_nothing_of_it()
    {
        await _level.ProbeAsync(None);
        var never = new TaskCompletionSource();
        _shared.Fault = () => never.Task;
        using var caller = new CancellationTokenSource();

        Task<byte[]?> asked = _level.GetAsync("knowledge:a", caller.Token);
        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asked);
        _level.State.ShouldBe(SecondLevelState.Answers);
    }

    [Fact]
    public async Task Questions_are_answered_whatever_becomes_of_it()
    {
        await _level.ProbeAsync(None);
        using var cache = new AnswerCache(CacheLimits.Default, _time, _level, _loggers);
        _shared.Fault = () => throw new IOException("connection reset");
        for (int i = 0; i < 20; i++) (await cache.GetAsync($"{i % 10}", _ => ValueTask.FromResult(new Api.KnowledgeResponse { Query = "a", KnowledgeVersion = "1" }), None)).IsKept.ShouldBe(i >= 10);
        _log.AtLeast(LogLevel.Information).Count(l => l.Contains("does not answer", StringComparison.Ordinal)).ShouldBe(1);
        _log.AtLeast(LogLevel.Information).ShouldNotContain(l => l.Contains("connection reset", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _level.Dispose();
        _loggers.Dispose();
    }

    private Task<HealthCheckResult> HealthAsync() => new SecondLevelCheck(_level).CheckHealthAsync(new HealthCheckContext(), None);
}
