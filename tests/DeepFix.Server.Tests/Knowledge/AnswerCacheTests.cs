using System.Globalization;
using System.Text;
using DeepFix.Api;
using DeepFix.Server.Knowledge;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Time.Testing;

namespace DeepFix.Server.Tests.Knowledge;

public sealed class AnswerCacheTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly SharedMemory _shared = new();
    private readonly List<IDisposable> _made = [];

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_kept_for_a_day_and_no_longer()
    {
        AnswerCache cache = Cache();
        (await AskAsync(cache, "a", "one")).ShouldBe(("one", false));
        _time.Advance(new TimeSpan(23, 59, 0));
        (await AskAsync(cache, "a", "two")).ShouldBe(("one", true));
        _time.Advance(TimeSpan.FromMinutes(2));
        (await AskAsync(cache, "a", "two")).ShouldBe(("two", false));
        cache.Entries.ShouldBe(1);
    }

    [Fact]
    public async Task One_answer_more_than_allowed_drops_the_one_not_asked_for_longest()
    {
        AnswerCache cache = Cache();
        for (int i = 0; i < 1_000; i++) await AskAsync(cache, i.ToString(CultureInfo.InvariantCulture), "answer");
        cache.Entries.ShouldBe(1_000);
        (await AskAsync(cache, "0", "again")).IsKept.ShouldBeTrue();
        await AskAsync(cache, "1000", "answer");
        cache.Entries.ShouldBe(1_000);
        (await AskAsync(cache, "0", "again")).IsKept.ShouldBeTrue();
        (await AskAsync(cache, "1", "again")).IsKept.ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_counts_as_many_bytes_as_are_sent()
    {
        AnswerCache cache = Cache(new CacheLimits(10, 200, TimeSpan.FromHours(1)));
        await AskAsync(cache, "long", new string('x', 300));
        cache.Entries.ShouldBe(0);
        await AskAsync(cache, "a", "short");
        cache.Entries.ShouldBe(1);
        await AskAsync(cache, "b", new string('x', 60));
        cache.Entries.ShouldBe(1);
    }

    [Fact]
    public async Task A_stampede_of_one_question_computes_it_once()
    {
        AnswerCache cache = Cache();
        int computed = 0;
        var gate = new TaskCompletionSource();
        Task<(KnowledgeResponse Answer, bool IsKept)>[] askers = [.. Enumerable.Range(0, 64).Select(_ => Task.Run(() => cache.GetAsync("a", async _ =>
        {
            Interlocked.Increment(ref computed);
            await gate.Task;
            return Answer("one");
        }, None).AsTask()))];
        while (Volatile.Read(ref computed) == 0) await Task.Yield();
        gate.SetResult();
        (await Task.WhenAll(askers)).ShouldAllBe(a => a.Answer.Query == "one");
        computed.ShouldBe(1);
    }

    [Fact]
    public async Task An_asker_who_gives_up_takes_nothing_from_the_others()
    {
        AnswerCache cache = Cache();
        var gate = new TaskCompletionSource();
        using var impatient = new CancellationTokenSource();
        Task<(KnowledgeResponse Answer, bool IsKept)> first = cache.GetAsync("a", Late, impatient.Token).AsTask(), second = cache.GetAsync("a", Late, None).AsTask();
        await impatient.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        (await second).Answer.Query.ShouldBe("one");

        async ValueTask<KnowledgeResponse> Late(CancellationToken token)
        {
            await gate.Task.WaitAsync(token);
            return Answer("one");
        }
    }

    [Fact]
    public async Task A_failure_is_not_kept()
    {
        AnswerCache cache = Cache();
        await Should.ThrowAsync<InvalidOperationException>(() => cache.GetAsync("a", _ => throw new InvalidOperationException("once"), None).AsTask());
        (await AskAsync(cache, "a", "one")).ShouldBe(("one", false));
    }

    [Fact]
    public async Task An_answer_with_a_warning_is_given_to_all_who_wait_and_kept_for_nobody()
    {
        AnswerCache cache = Cache();
        KnowledgeResponse passing = Answer("one") with { Warnings = ["by words alone"] };
        Task<(KnowledgeResponse Answer, bool IsKept)>[] askers = [.. Enumerable.Range(0, 3).Select(_ => cache.GetAsync("a", async _ =>
        {
            await Task.Delay(20, None);
            return passing;
        }, None).AsTask())];
        (await Task.WhenAll(askers)).ShouldAllBe(a => a.Answer == passing);
        (await AskAsync(cache, "a", "two")).ShouldBe(("two", false));
    }

    [Fact]
    public async Task Questions_of_any_characters_are_kept()
    {
        AnswerCache cache = Cache();
        foreach (string question in (string[])["two\nlines", "\u0000", "日本語", new string('q', 5_000)])
        {
            (await AskAsync(cache, question, "one")).IsKept.ShouldBeFalse();
            (await AskAsync(cache, question, "one")).IsKept.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Questions_after_Zipfs_law_are_mostly_answered_from_what_is_kept()
    {
        const int Distinct = 2_000, Asked = 10_000;
        double[] reach = [.. Enumerable.Range(1, Distinct).Select(rank => Enumerable.Range(1, rank).Sum(r => 1.0 / r))];
        var random = new Random(7);
        AnswerCache cache = Cache();
        int hits = 0;
        for (int i = 0; i < Asked; i++)
        {
            int at = Array.BinarySearch(reach, random.NextDouble() * reach[^1]);
            hits += (await AskAsync(cache, (at < 0 ? ~at : at).ToString(CultureInfo.InvariantCulture), "answer")).IsKept ? 1 : 0;
        }

        ((double)hits / Asked).ShouldBeGreaterThanOrEqualTo(0.7);
    }

    [Fact]
    public async Task What_one_server_computed_another_takes_from_the_second_level()
    {
        AnswerCache first = Cache(secondLevel: _shared), second = Cache(secondLevel: _shared);
        (await AskAsync(first, "a", "one")).ShouldBe(("one", false));
        await _shared.WrittenAsync(1);
        (await AskAsync(second, "a", "two")).ShouldBe(("one", true));
        _shared.Reads.ShouldBe(2);
        (await AskAsync(second, "a", "two")).ShouldBe(("one", true));
        _shared.Reads.ShouldBe(2);
    }

    [Fact]
    public async Task An_answer_from_the_second_level_lives_no_longer_than_where_it_was_computed()
    {
        AnswerCache first = Cache(secondLevel: _shared), second = Cache(secondLevel: _shared);
        await AskAsync(first, "a", "one");
        await _shared.WrittenAsync(1);
        _time.Advance(TimeSpan.FromHours(23));
        (await AskAsync(second, "a", "two")).IsKept.ShouldBeTrue();
        _time.Advance(TimeSpan.FromHours(2));
        (await AskAsync(second, "a", "two")).ShouldBe(("two", false));
    }

    [Fact]
    public async Task What_is_no_answer_in_the_second_level_is_computed_and_written_anew()
    {
        AnswerCache first = Cache(secondLevel: _shared);
        await AskAsync(first, "a", "one");
        await _shared.WrittenAsync(1);
        _shared.Spoil(bytes => [.. Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace("\"query\"", "\"quarry", StringComparison.Ordinal))]);
        AnswerCache second = Cache(secondLevel: _shared);
        (await AskAsync(second, "a", "two")).ShouldBe(("two", false));
        await _shared.WrittenAsync(2);
        (await AskAsync(Cache(secondLevel: _shared), "a", "three")).ShouldBe(("two", true));

        _shared.Spoil(_ => [1, 2, 3]);
        (await AskAsync(Cache(secondLevel: _shared), "a", "four")).ShouldBe(("four", false));
    }

    public void Dispose() => _made.ForEach(m => m.Dispose());

    private static KnowledgeResponse Answer(string text) => new() { Query = text, KnowledgeVersion = "1" };

    private static async Task<(string Text, bool IsKept)> AskAsync(AnswerCache cache, string key, string answer)
    {
        (KnowledgeResponse response, bool isKept) = await cache.GetAsync(key, _ => ValueTask.FromResult(Answer(answer)), None);
        return (response.Query, isKept);
    }

    private AnswerCache Cache(CacheLimits? limits = null, IDistributedCache? secondLevel = null)
    {
        var cache = new AnswerCache(limits ?? CacheLimits.Default, _time, secondLevel);
        _made.Add(cache);
        return cache;
    }
}
