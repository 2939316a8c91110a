using DeepFix.Artifacts;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Artifacts;

/// <summary>The digest covers every byte an analysis rests on, and nothing else.</summary>
public sealed class DigestTests
{
    private static readonly RunRecord Rebuilt = new()
    {
        RunId = "run",
        Histories = [SomeRecord.History("loss", (1, 3), (2, 2), (3, 1)), SomeRecord.History("val_loss", (1, 3), (2, 2.5), (3, 2))],
        Params = new Dictionary<string, string>(StringComparer.Ordinal) { ["lr"] = "0.1", ["optimizer"] = "SGD" },
    };

    [Fact]
    public void It_does_not_depend_on_the_order_of_files()
    {
        RunRecord run = RecordedFiles.Run("runs", "m012");
        Of(run with { Files = [.. run.Files.Reverse()] }).ShouldBe(Of(run));
    }

    [Fact]
    public void It_does_not_depend_on_the_order_of_histories_points_and_params()
        => Of(Rebuilt with
        {
            Histories = [.. Rebuilt.Histories.Reverse().Select(h => h with { Points = [.. h.Points.Reverse()] })],
            Params = Rebuilt.Params.Reverse().ToDictionary(StringComparer.Ordinal),
        }).ShouldBe(Of(Rebuilt));

    [Fact]
    public void It_changes_with_any_byte_of_any_file_that_was_read()
    {
        RunRecord run = RecordedFiles.Run("runs", "m012");
        string whole = Of(run);
        HashSet<string> digests = [whole];
        foreach (RunFile file in run.Files)
        {
            byte[] bytes = RecordedFiles.Bytes("runs/m012/" + file.Path);
            foreach (int at in (int[])[0, bytes.Length / 2, bytes.Length - 1])
            {
                byte[] changed = [.. bytes];
                changed[at] ^= 1;
                digests.Add(Of(run with { Files = [.. run.Files.Select(f => f.Path == file.Path ? SomeRecord.File(f.Path, changed) : f)] })).ShouldBeTrue(FormattableString.Invariant($"{file.Path} at {at}"));
            }
        }
    }

    [Fact]
    public void It_changes_with_any_value_that_stood_in_for_an_artifact()
    {
        string[] digests =
        [
            Of(Rebuilt),
            Of(Rebuilt with { Histories = [SomeRecord.History("loss", (1, 3), (2, 2), (3, 1.0000001)), Rebuilt.Histories[1]] }),
            Of(Rebuilt with { Histories = [SomeRecord.History("loss", (1, 3), (2, 2), (4, 1)), Rebuilt.Histories[1]] }),
            Of(Rebuilt with { Histories = [Rebuilt.Histories[0]] }),
            Of(Rebuilt with { Params = new Dictionary<string, string>(StringComparer.Ordinal) { ["lr"] = "0.2", ["optimizer"] = "SGD" } }),
        ];
        digests.ShouldBeUnique();
    }

    [Fact]
    public void What_an_analysis_wrote_and_what_it_does_not_read_changes_nothing()
    {
        RunRecord run = RecordedFiles.Run("runs", "m012");
        RunRecord analysed = run with
        {
            Files = [.. run.Files, SomeRecord.File("deepfix/result.json", "{}"), SomeRecord.File("model/weights.bin", "x"), SomeRecord.File("deepfix/metrics.csv", "step,epoch,train_loss\n1,1,1\n")],
            Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["deepfix.verdict"] = "faulty" },
            Histories = [SomeRecord.History("system/gpu", (1, 2)), SomeRecord.History("deepfix.score", (1, 2))],
        };
        Of(analysed).ShouldBe(Of(run));
        Of(Rebuilt with { Histories = [.. Rebuilt.Histories, .. analysed.Histories], Tags = analysed.Tags }).ShouldBe(Of(Rebuilt));
    }

    private static string Of(RunRecord record) => ArtifactParser.Parse(record, cancellationToken: TestContext.Current.CancellationToken).Digest;
}
