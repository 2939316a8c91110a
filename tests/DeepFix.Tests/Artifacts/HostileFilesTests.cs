using System.Globalization;
using System.Text;
using DeepFix.Artifacts;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Artifacts;

/// <summary>Files that would cost much or throw: each is refused in bounded time and memory, and named.</summary>
[Collection(ProcessorTime.Name)]
public sealed class HostileFilesTests
{
    public static TheoryData<string> Paths => [.. Garbage.Paths];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Text_in_UTF_16_is_named_as_such(string path)
        => Single(path, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("step,epoch,train_loss\n1,0,1\n")]).ShouldContain("UTF-16");

    [Theory]
    [MemberData(nameof(Paths))]
    public void Binary_files_are_named_as_such(string path) => Single(path, [0x80, 0x02, 0x7D, 0x71, 0x00, 0x2E, 0x00, 0x00, 0x01]).ShouldContain("binary");

    [Theory]
    [MemberData(nameof(Paths))]
    public void Empty_files_are_named(string path) => Single(path, []).ShouldContain("empty");

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_file_whose_source_fails_is_named_whatever_it_throws(string path)
    {
        Exception[] failures = [new IOException("gone"), new InvalidDataException("broken"), new InvalidOperationException("closed"), new UnauthorizedAccessException("no")];
        foreach (Exception failure in failures)
        {
            Single(new RunFile(path, 10, () => throw failure)).ShouldContain("cannot be read");
            Single(new RunFile(path, 10, () => new EndlessStream("step", failAfter: 2, failure))).ShouldContain("cannot be read");
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_line_of_100_MB_is_refused_fast_and_with_little_memory(string path)
    {
        const long Size = 100L << 20;
        string problem = path.EndsWith(".csv", StringComparison.Ordinal) ? "longer than 1 MB" : "larger than 64 MB";
        long before = GC.GetAllocatedBytesForCurrentThread();
        ProcessorTime.Of(() => Single(new RunFile(path, Size, () => new EndlessStream("0.125,", failAfter: Size, failure: null))).ShouldContain(problem)).ShouldBeLessThan(TimeSpan.FromSeconds(1));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(16 << 20);
    }

    [Fact]
    public void A_file_that_holds_more_than_it_says_is_refused_at_the_limit()
        => Single(new RunFile("dataset/statistics.json", 10, () => new EndlessStream(" ", failAfter: long.MaxValue, failure: null))).ShouldContain("larger than 64 MB");

    [Theory]
    [InlineData("training_artifacts/params.yaml")]
    [InlineData("dataset/metadata.yaml")]
    [InlineData("deepchecks/results.yaml")]
    public void A_bomb_of_aliases_is_refused(string path)
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) bomb.Append(CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        Single(path, Encoding.UTF8.GetBytes(bomb.ToString())).ShouldContain("more than 1000000 values, aliases expanded");
    }

    [Theory]
    [InlineData("training_artifacts/params.yaml")]
    [InlineData("dataset/metadata.yaml")]
    public void Long_texts_that_aliases_repeat_are_not_joined_without_bound(string path)
    {
        string item = new('x', 1_000_000);
        string bomb = $"long: &long {item}\n" + string.Concat(Enumerable.Range(0, 30).Select(i => FormattableString.Invariant($"k{i}: [{string.Join(", ", Enumerable.Repeat("*long", 100))}]\n")));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Parse(SomeRecord.File(path, bomb)).Warnings.ShouldNotBeEmpty();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(200L << 20);
    }

    [Fact]
    public void Lookalikes_of_a_series_within_each_other_cost_no_more_than_they_are_long()
    {
        string value = "1";
        for (int i = 0; i < 50; i++) value = $"{{\"index\":[1],\"values\":{value}}}";
        RunFile file = SomeRecord.File("deepchecks/results.yaml", $"results:\n  data_integrity:\n  - header: h\n    json_result: '{{\"check\":{{\"name\":\"c\"}},\"value\":{value}}}'\n");
        ProcessorTime.Of(() => Parse(file).Deepchecks!.Entries.ShouldHaveSingleItem().Value.ShouldNotBeNull()).ShouldBeLessThan(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_result_that_aliases_repeat_is_not_parsed_without_bound()
    {
        string result = "{\"check\":{\"name\":\"c\"},\"value\":[" + string.Join(',', Enumerable.Repeat("1", 20_000)) + "]}";
        string yaml = $"one: &one {{header: h, json_result: '{result}'}}\nresults:\n  data_integrity: [{string.Join(", ", Enumerable.Repeat("*one", 80))}]\n";
        Parse(SomeRecord.File("deepchecks/results.yaml", yaml)).Warnings.ShouldContain(w => w.StartsWith("deepchecks/results.yaml: It holds more values than are read"));
    }

    [Theory]
    [InlineData("training_artifacts/params.yaml", "[")]
    [InlineData("training_artifacts/params.yaml", "{a: ")]
    [InlineData("dataset/statistics.json", "[")]
    [InlineData("dataset/statistics.json", "{\"a\":")]
    [InlineData("deepchecks/results.yaml", "- ")]
    public void Nesting_of_10_000_levels_is_refused(string path, string level)
        => Single(path, Encoding.UTF8.GetBytes("a: ".Repeat(path.EndsWith(".yaml", StringComparison.Ordinal) && level != "- " ? 1 : 0) + level.Repeat(10_000))).ShouldContain("nested deeper than 64 levels");

    [Fact]
    public void Of_more_than_a_million_rows_the_first_million_is_read()
    {
        RunArtifacts run = Parse(new RunFile("metrics.csv", 5_000_030, () => new EndlessStream("1,1,5\n", failAfter: 22 + (6L * 1_000_001), failure: null, head: "step,epoch,train_loss\n")));
        run.Training!.Metrics.RowCount.ShouldBe(1_000_000);
        run.Warnings.ShouldHaveSingleItem().ShouldContain("line 1000002: Only the first 1000000 rows were read.");
    }

    [Fact]
    public void Rows_after_a_lone_quote_are_read()
    {
        string block = "a\"b\n" + "1\n".Repeat(40_000);
        RunArtifacts run = Parse(SomeRecord.File("metrics.csv", "train_loss\n" + block.Repeat(5)));
        run.Training!.Metrics.TrainLoss!.Count.ShouldBe(5 * 40_000);
        run.Warnings.ShouldContain(w => w.StartsWith("metrics.csv, line 2: The line opens a quote that nothing closes"));
    }

    [Fact]
    public void Cancellation_is_observed_in_the_middle_of_a_file()
    {
        foreach (string path in (string[])["metrics.csv", "dataset/statistics.json"])
        {
            using var source = new CancellationTokenSource();
            var file = new RunFile(path, 1 << 20, () => new EndlessStream("[1],\n", failAfter: long.MaxValue, failure: null, onRead: source.Cancel));
            Should.Throw<OperationCanceledException>(() => ArtifactParser.Parse(SomeRecord.Run(file), cancellationToken: source.Token));
        }
    }

    private static string Single(string path, byte[] bytes) => Single(SomeRecord.File(path, bytes));

    private static string Single(RunFile file)
    {
        string warning = Parse(file).Warnings[0];
        warning.ShouldStartWith(file.Path);
        return warning;
    }

    private static RunArtifacts Parse(RunFile file) => ArtifactParser.Parse(SomeRecord.Run(file), cancellationToken: TestContext.Current.CancellationToken);
}
