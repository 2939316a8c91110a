using CsCheck;
using DeepFix.Cli.Analyze;

namespace DeepFix.Cli.Tests;

public sealed class FileNamesTests
{
    [Theory]
    [InlineData("9c047c3438fe41ae", "9c047c3438fe41ae")]
    [InlineData("../../etc/passwd", "_.._etc_passwd")]
    [InlineData("nul", "run_nul")]
    [InlineData("CON.txt", "run_CON.txt")]
    [InlineData("", "run_")]
    [InlineData("...", "run_")]
    [InlineData("läuft gut\n", "läuft_gut_")]
    public void Names_are_safe_on_every_file_system(string name, string safe) => new FileNames().Of(name).ShouldBe(safe);

    [Fact]
    public void Any_names_give_distinct_names_of_plain_characters()
        => Gen.String.List[1, 20].Sample(names =>
        {
            var files = new FileNames();
            string[] safe = [.. names.Select(files.Of)];
            safe.Distinct(StringComparer.OrdinalIgnoreCase).Count().ShouldBe(safe.Length);
            safe.ShouldAllBe(s => s.Length > 0 && s[0] != '.' && s.All(c => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || c == '-' || c == '_' || c == '.'));
        }, iter: 200);
}
