using CsCheck;
using DeepFix.Artifacts;
using DeepFix.Tests.Builders;

namespace DeepFix.Tests.Artifacts;

/// <summary>Whatever bytes a file holds, parsing ends with a result, and a file that gave nothing is named.</summary>
public sealed class GarbagePropertyTests
{
    private const int Cases = 40;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ":", ": ", ",", "\n", "\n  ", "- ", "\"", "'", "&a ", "*a", "!!x ", "|\n", "? ", "#", "\t", "1", "nan", "step", "train_loss", "results", "features", "é", "\\u12", "---\n", "%", "@",
    ];

    public static TheoryData<string> Paths => [.. Garbage.Paths];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Random_bytes_are_named_in_a_warning(string path)
        => Gen.Byte.Array[0, 2000].Sample(bytes => Named(path, Parse(path, bytes)), iter: Cases, threads: 1);

    [Theory]
    [MemberData(nameof(Paths))]
    public void Random_text_of_the_formats_is_read_or_named(string path)
        => Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i])
            .Array[0, 60].Select(string.Concat).Sample(text => ReadOrNamed(path, Parse(path, System.Text.Encoding.UTF8.GetBytes(text))), iter: 2 * Cases, threads: 1);

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_real_file_cut_anywhere_is_read_or_named(string path)
    {
        byte[] real = Garbage.RealFile(path);
        Gen.Int[0, real.Length].Sample(length => ReadOrNamed(path, Parse(path, real[..length])), iter: Cases, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_real_file_with_changed_bytes_is_read_or_named(string path)
    {
        byte[] real = Garbage.RealFile(path);
        Gen.Select(Gen.Int[0, real.Length - 1], Gen.Byte).Array[1, 12].Sample(
            changes =>
            {
                byte[] bytes = [.. real];
                foreach ((int at, byte value) in changes) bytes[at] = value;
                ReadOrNamed(path, Parse(path, bytes));
            },
            iter: Cases,
            threads: 1);
    }

    [Fact]
    public void A_whole_document_cut_in_the_middle_is_named_even_where_its_start_was_read()
    {
        byte[] real = Garbage.RealFile("dataset/statistics.json");
        Gen.Int[1, real.Length - 3].Sample(length => Named("dataset/statistics.json", Parse("dataset/statistics.json", real[..length])), iter: Cases, threads: 1);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Parsing_twice_gives_the_same(string path)
    {
        byte[] real = Garbage.RealFile(path);
        Gen.Int[0, real.Length].Sample(
            length =>
            {
                (RunArtifacts one, RunArtifacts other) = (Parse(path, real[..length]), Parse(path, real[..length]));
                (one.Digest, string.Join('\n', one.Warnings)).ShouldBe((other.Digest, string.Join('\n', other.Warnings)));
                Values(one).ShouldBe(Values(other));
            },
            iter: 20,
            threads: 1);
    }

    private static string Values(RunArtifacts run)
        => string.Join('\n', run.Training?.Metrics.Series.Select(s => $"{s.Name} {string.Join(' ', s.Values.ToArray())} {string.Join(' ', s.Steps.ToArray())}") ?? [])
            + string.Join('\n', run.Dataset?.Features.Select(f => $"{f.Name} {f.Kind} {f.Splits.Count}") ?? [])
            + string.Join('\n', run.Deepchecks?.Entries.Select(e => $"{e.CheckName} {e.Split} {e.Failure} {e.Conditions.Count}") ?? []);

    private static void Named(string path, RunArtifacts run) => run.Warnings.ShouldContain(w => w.StartsWith(path, StringComparison.Ordinal), string.Join('\n', run.Warnings));

    private static void ReadOrNamed(string path, RunArtifacts run)
    {
        bool read = path switch
        {
            _ when path.EndsWith("metrics.csv", StringComparison.Ordinal) => run.Training is not null,
            _ when path.EndsWith("params.yaml", StringComparison.Ordinal) => run.Training?.Parameters.Raw.Count > 0,
            _ when path.StartsWith("dataset/", StringComparison.Ordinal) => run.Dataset is not null,
            _ => run.Deepchecks?.Entries.Count > 0,
        };
        if (!read) Named(path, run);
    }

    // A table beside params.yaml, so that there is a training that can have params.
    private static RunArtifacts Parse(string path, byte[] bytes)
    {
        RunFile file = SomeRecord.File(path, bytes);
        RunRecord run = path.EndsWith("params.yaml", StringComparison.Ordinal) ? SomeRecord.Run(file, SomeRecord.File("metrics.csv", "step,epoch,train_loss\n1,0,3\n2,1,2\n3,2,1\n")) : SomeRecord.Run(file);
        return ArtifactParser.Parse(run, cancellationToken: TestContext.Current.CancellationToken);
    }
}
