using System.Text;
using DeepFix.Reports;

namespace DeepFix.Cli.Verify;

/// <summary>What came of recomputing a result, for people.</summary>
internal static class VerifyText
{
    private const int MostShown = 20;

    public static string Of(Verified verified, string file, Palette palette)
    {
        string name = SafeText.Line(file), run = SafeText.Line(verified.RunId);
        string numbers = $"{Significant.Text(verified.Confirmed)} of {Significant.Text(verified.Numbers.Numbers.Count)} numbers about the run come out of its own files again";
        var text = new StringBuilder();
        if (verified.IsConfirmed) return text.Append(palette.Good($"✓ {name} is what {run} gives")).Append($"\n  {numbers}; made anew, the whole analysis says the same, digit for digit.\n").ToString();
        text.Append(verified.Differences.Count > 0 ? palette.High($"✗ {name} is not what {run} gives") : palette.Medium($"? {name} was confirmed in part")).Append($"\n  {numbers}.\n");
        if (verified.WhyNotWhole is { } why) text.Append($"  The rest was not compared: {SafeText.Line(why)}.\n");
        foreach (ResultDifference difference in verified.Differences.Take(MostShown))
            text.Append($"  {SafeText.Line(difference.Path)}\n    stated {Shown(difference.Stated)}, computed {Shown(difference.Computed)}\n");
        if (verified.Differences.Count > MostShown) text.Append(palette.Faint($"  and {Significant.Text(verified.Differences.Count - MostShown)} more in --format json")).Append('\n');
        return text.ToString();
    }

    private static string Shown(string? value)
    {
        string line = SafeText.Line(value ?? "nothing");
        return line.Length <= 120 ? line : line[..119] + "…";
    }
}
