using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using DeepFix.Artifacts;
using DeepFix.Server.Tests.Hosting;

namespace DeepFix.Server.ServiceTests.Fuzz;

/// <summary>Artifacts of real runs, damaged: whatever they hold, the parsers come back, soon and without an exception. DEEPFIX_FUZZ_INPUTS asks for another number.</summary>
public sealed class ParserFuzzTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    [Fact]
    public void No_artifact_brings_a_parser_down()
    {
        int wanted = int.Parse(Environment.GetEnvironmentVariable("DEEPFIX_FUZZ_INPUTS") ?? "20000", CultureInfo.InvariantCulture);
        int seed = int.Parse(Environment.GetEnvironmentVariable("DEEPFIX_SEED") ?? RandomNumberGenerator.GetInt32(int.MaxValue).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        (string Path, byte[] Content)[] sound = [.. Samples()];
        sound.Select(s => s.Path).Distinct().Count().ShouldBeGreaterThanOrEqualTo(4);
        var watch = Stopwatch.StartNew();
        TimeSpan slowest = TimeSpan.Zero;

        for (int number = 0; number < wanted; number++)
        {
            var random = new Random(unchecked((seed * 1_000_003) ^ number));
            (string path, byte[] content) = sound[random.Next(sound.Length)];
            byte[] damaged = Chaos.Bytes(random, content);
            string where = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, input {number} ({path})");
            TimeSpan before = watch.Elapsed;
            try
            {
                Parse(path, damaged);
            }
            catch (Exception failure)
            {
                throw new InvalidOperationException($"{where}: {failure.Message}", failure);
            }

            TimeSpan took = watch.Elapsed - before;
            if (took > slowest) slowest = took;
            took.ShouldBeLessThan(Longest, where);
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{wanted} inputs from {sound.Length} files in {watch.Elapsed.TotalSeconds:0} s, the slowest in {slowest.TotalMilliseconds:0} ms, seed {seed}"));
    }

    private static void Parse(string path, byte[] content)
        => ArtifactParser.Parse(new RunRecord { RunId = "fuzz", Files = [new RunFile(path, content.Length, () => new MemoryStream(content))] }, null, TestContext.Current.CancellationToken);

    // Large files make every input slow and none more telling.
    private static IEnumerable<(string Path, byte[] Content)> Samples() =>
        from folder in new[] { "runs", "deepchecks" }
        from run in Directory.EnumerateDirectories(RepositoryFiles.Path("tests", folder)).Order(StringComparer.Ordinal)
        from path in ContractPaths.Files
        let file = new FileInfo(Path.Combine(run, path))
        where file.Exists && file.Length < 40_000
        select (path, File.ReadAllBytes(file.FullName));
}
