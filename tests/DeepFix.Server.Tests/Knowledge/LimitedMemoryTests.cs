using DeepFix.Server.Knowledge;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Time.Testing;

namespace DeepFix.Server.Tests.Knowledge;

public sealed class LimitedMemoryTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _left = [];

    [Fact]
    public void One_byte_more_than_allowed_drops_an_answer()
    {
        using LimitedMemory memory = Memory();
        Keep(memory, "half", 1L << 29);
        Keep(memory, "rest", 1L << 29);
        memory.Entries.ShouldBe(2);
        memory.Bytes.ShouldBe(1L << 30);
        Keep(memory, "byte", 1);
        memory.Entries.ShouldBe(2);
        memory.Bytes.ShouldBe((1L << 29) + 1);
        memory.Evictions.ShouldBe(1);
        _left.ShouldBe(["half Capacity"]);
    }

    [Fact]
    public void What_is_larger_than_all_that_is_allowed_drops_nothing()
    {
        using LimitedMemory memory = Memory();
        Keep(memory, "small", 1);
        Keep(memory, "huge", (1L << 30) + 1);
        memory.TryGetValue("small", out _).ShouldBeTrue();
        memory.TryGetValue("huge", out _).ShouldBeFalse();
    }

    [Fact]
    public void An_entry_in_the_place_of_another_takes_its_bytes_too()
    {
        using LimitedMemory memory = Memory();
        Keep(memory, "a", 100);
        Keep(memory, "a", 30);
        memory.Bytes.ShouldBe(30);
        memory.Remove("a");
        memory.Bytes.ShouldBe(0);
        _left.ShouldBe(["a Replaced", "a Removed"]);
        memory.Evictions.ShouldBe(0);
    }

    [Fact]
    public void What_is_over_is_not_found_and_takes_no_room()
    {
        using LimitedMemory memory = Memory();
        Keep(memory, "a", 100);
        _time.Advance(TimeSpan.FromHours(1));
        memory.TryGetValue("a", out _).ShouldBeFalse();
        memory.Bytes.ShouldBe(0);
        _left.ShouldBe(["a Expired"]);
    }

    [Fact]
    public void Many_threads_keep_to_the_limits()
    {
        using var memory = new LimitedMemory(new CacheLimits(50, 1_000, TimeSpan.FromHours(1)), _time);
        Parallel.For(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            string key = $"{i * 7919 % 200}";
            if (memory.TryGetValue(key, out object? value)) value.ShouldBe(key);
            else if (i % 13 == 0) memory.Remove(key);
            else Keep(memory, key, i % 60, isWatched: false);
        });
        memory.Entries.ShouldBeInRange(1, 50);
        memory.Bytes.ShouldBeInRange(0, 1_000);
        for (int key = 0; key < 200; key++) memory.Remove($"{key}");
        (memory.Entries, memory.Bytes).ShouldBe((0, 0));
    }

    private LimitedMemory Memory() => new(CacheLimits.Default, _time);

    private void Keep(LimitedMemory memory, string key, long bytes, bool isWatched = true)
    {
        using ICacheEntry entry = memory.CreateEntry(key);
        entry.Value = key;
        entry.Size = bytes;
        entry.AbsoluteExpirationRelativeToNow = TimeSpan.FromHours(1);
        if (isWatched) entry.RegisterPostEvictionCallback((left, _, reason, _) => _left.Add($"{left} {reason}"));
    }
}
