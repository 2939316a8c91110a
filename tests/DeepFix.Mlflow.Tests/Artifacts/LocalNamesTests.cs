using CsCheck;
using DeepFix.Mlflow.Artifacts;

namespace DeepFix.Mlflow.Tests.Artifacts;

public sealed class LocalNamesTests
{
    private static readonly Gen<string> Hostile = Gen.OneOf(
        "..", ".", "", "/", "//", "\\", "..\\..\\x", "/etc/passwd", "C:\\Windows\\win.ini", "C:", "\\\\host\\share", "a\0b", "CON", "nul.txt", "com1", "LPT9.log", "COM¹", "CONIN$", "aux .txt",
        "trailing.", "trailing ", " leading", "a:b", "a|b", "a?b*", "<script>", "\"quoted\"", "line\nbreak", "tab\t", "\u007f", "\ud800", "x\udc00y", ".deepfix-0.part", "~", "-rf", "renamed", "renamed/0001",
        "metrics.csv", "METRICS.CSV", "Metrics.csv", "日本 語", "🚀", new string('x', 255), new string('é', 150), "%2e%2e", "file:///etc/passwd", "a/b", "A/B", "a/b/c");

    private static readonly Gen<string> Path = Gen.Select(Gen.OneOf(Hostile, Gen.String[0, 12]).Array[1, 5], segments => string.Join('/', segments));

    [Fact]
    public void Ten_thousand_hostile_names_never_leave_the_folder_and_never_meet()
    {
        var root = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "target");
        Path.Array[100].Sample(
            paths =>
            {
                var names = new LocalNames();
                var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
                foreach (var path in paths.Distinct(StringComparer.Ordinal))
                {
                    var name = names.For(path);
                    var full = System.IO.Path.GetFullPath(System.IO.Path.Combine(root, name));
                    full.ShouldStartWith(root + System.IO.Path.DirectorySeparatorChar);
                    full.ShouldBe(System.IO.Path.Combine(root, name));
                    taken.Add(full).ShouldBeTrue();
                    name.ShouldNotContain('\\');
                    name.ShouldNotContain(':');
                    name.ShouldNotContain('\0');
                    System.IO.Path.GetFileName(name).ShouldNotStartWith(".deepfix-");
                }
                taken.ShouldAllBe(file => !taken.Any(other => other.StartsWith(file + System.IO.Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase)));
            },
            iter: 100,
            threads: 1);
    }

    [Theory]
    [InlineData("training_artifacts/metrics.csv")]
    [InlineData("a/b/c/d/e/f/g/h/i/j/deep.txt")]
    [InlineData(".hidden")]
    [InlineData("ünïcödé/日本 語.txt")]
    [InlineData("emoji-🚀.json")]
    [InlineData("100%.txt")]
    [InlineData("hash#tag + plus.txt")]
    [InlineData("dots..in..name.txt")]
    [InlineData("best_checkpoint/epoch=11-step=1200.ckpt")]
    [InlineData("console.log")]
    public void Harmless_name_is_kept(string path) => new LocalNames().For(path).ShouldBe(path);

    [Theory]
    [InlineData("../../evil.sh", "renamed/0001.sh")]
    [InlineData("/etc/passwd", "renamed/0001")]
    [InlineData(@"a\..\evil.txt", "renamed/0001.txt")]
    [InlineData("CON", "renamed/0001")]
    [InlineData("logs/nul.csv", "renamed/0001.csv")]
    [InlineData("why?.yaml", "renamed/0001.yaml")]
    [InlineData("a.b/c:d", "renamed/0001")]
    public void Hostile_name_becomes_a_number_with_a_plain_extension(string path, string expected) => new LocalNames().For(path).ShouldBe(expected);

    [Fact]
    public void Artifact_called_like_the_folder_of_generated_names_leaves_room_for_them()
    {
        var names = new LocalNames();
        names.For("Renamed").ShouldBe("renamed/0001");
        names.For("renamed/0009.csv").ShouldBe("renamed/0002.csv");
        names.For("a?.csv").ShouldBe("renamed/0003.csv");
    }

    [Fact]
    public void Names_that_differ_in_case_only_get_files_of_their_own()
    {
        var names = new LocalNames();
        names.For("metrics.csv").ShouldBe("metrics.csv");
        names.For("Metrics.csv").ShouldBe("renamed/0001.csv");
    }

    [Fact]
    public void File_and_folder_of_one_name_get_places_of_their_own()
    {
        var names = new LocalNames();
        names.For("model").ShouldBe("model");
        names.For("model/weights.bin").ShouldBe("renamed/0001.bin");
        names.For("data/x.csv").ShouldBe("data/x.csv");
        names.For("data").ShouldBe("renamed/0002");
    }
}
