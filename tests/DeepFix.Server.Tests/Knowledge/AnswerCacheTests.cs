using System.Globalization;
using DeepFix.Server.Knowledge;
using Microsoft.Extensions.Time.Testing;

namespace DeepFix.Server.Tests.Knowledge;

public sealed class AnswerCacheTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<IDisposable> _made = [];

    [Fact]
    public void An_answer_is_kept_for_a_day_and_no_longer()
    {
        AnswerCache<string> cache = Cache(CacheLimits.Default);
        cache.Get("a", () => "one").IsKept.ShouldBeFalse();
        _time.Advance(new TimeSpan(23, 59, 0));
        cache.Get("a", () => "two").ShouldBe(("one", true));
        _time.Advance(TimeSpan.FromMinutes(2));
        cache.Get("a", () => "two").ShouldBe(("two", false));
        cache.Entries.ShouldBe(1);
    }

    [Fact]
    public void One_answer_more_than_allowed_drops_the_one_not_asked_for_longest()
    {
        AnswerCache<string> cache = Cache(CacheLimits.Default);
        for (int i = 0; i < 1_000; i++) cache.Get(i.ToString(CultureInfo.InvariantCulture), () => "answer");
        cache.Entries.ShouldBe(1_000);
        cache.Get("0", () => "again").IsKept.ShouldBeTrue();
        cache.Get("1000", () => "answer");
        cache.Entries.ShouldBe(1_000);
        cache.Get("0", () => "again").IsKept.ShouldBeTrue();
        cache.Get("1", () => "again").IsKept.ShouldBeFalse();
    }

    [Fact]
    public void One_byte_more_than_allowed_drops_an_answer()
    {
        using var cache = new AnswerCache<string>(CacheLimits.Default, _time, answer => long.Parse(answer, CultureInfo.InvariantCulture));
        cache.Get("half", () => $"{1L << 29}");
        cache.Get("rest", () => $"{1L << 29}");
        cache.Entries.ShouldBe(2);
        cache.Bytes.ShouldBe(1L << 30);
        cache.Get("byte", () => "1");
        cache.Entries.ShouldBe(2);
        cache.Bytes.ShouldBe((1L << 29) + 1);
    }

    [Fact]
    public void A_stampede_of_one_question_computes_it_once()
    {
        AnswerCache<string> cache = Cache(CacheLimits.Default);
        int computed = 0;
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 16 }, _ => cache.Get("a", () =>
        {
            Interlocked.Increment(ref computed);
            Thread.Sleep(20);
            return "one";
        }).Answer.ShouldBe("one"));
        computed.ShouldBe(1);
    }

    [Fact]
    public void A_failure_is_not_kept()
    {
        AnswerCache<string> cache = Cache(CacheLimits.Default);
        Should.Throw<InvalidOperationException>(() => cache.Get("a", () => throw new InvalidOperationException("once")));
        cache.Get("a", () => "one").ShouldBe(("one", false));
    }

    [Fact]
    public void Questions_after_Zipfs_law_are_mostly_answered_from_what_is_kept()
    {
        const int Distinct = 2_000, Asked = 10_000;
        double[] reach = [.. Enumerable.Range(1, Distinct).Select(rank => Enumerable.Range(1, rank).Sum(r => 1.0 / r))];
        var random = new Random(7);
        AnswerCache<string> cache = Cache(CacheLimits.Default);
        int hits = 0;
        for (int i = 0; i < Asked; i++)
        {
            int at = Array.BinarySearch(reach, random.NextDouble() * reach[^1]);
            hits += cache.Get((at < 0 ? ~at : at).ToString(CultureInfo.InvariantCulture), () => "answer").IsKept ? 1 : 0;
        }

        ((double)hits / Asked).ShouldBeGreaterThanOrEqualTo(0.7);
    }

    public void Dispose() => _made.ForEach(m => m.Dispose());

    private AnswerCache<string> Cache(CacheLimits limits)
    {
        var cache = new AnswerCache<string>(limits, _time, answer => answer.Length);
        _made.Add(cache);
        return cache;
    }
}
