using System.Text.RegularExpressions;
using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>Gradients of single layers, and the parameters that get none.</summary>
internal static class Layers
{
    private const RegexOptions Plainly = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        One("layers whose gradient is exactly 0 at every point, beside layers of full gradients", (run, s) => Of(run) is { Count: > 1 } all && s.Series == all[0].Name ? First(all, IsCut(all) ? all.Count(l => IsStill(l.Curve)) : 0) : null),
        One("layers whose gradient is exactly 0 at every point, of all", (run, s) => Of(run) is { Count: > 1 } all && s.Series == all[0].Name ? First(all, (double)all.Count(l => IsStill(l.Curve)) / all.Count) : null),
        One("parameters that are not trainable, of all", (run, _) => run.Parameters.AllParameters is > 0 and var all && run.Parameters.TrainableParameters is { } trained ? new(Math.Max(0, 1 - (trained / all))) : null),
        One("{} over {}, at the first record or in the median, whichever is lower", (run, s) => Of(run) is { Count: > 1 } all && s.Words[0] == all[0].Name && s.Words[1] == all[^1].Name && s.Series == all[0].Name ? First(all, all.Any(l => IsStill(l.Curve)) ? 0 : SignalShare(all)) : null),
        One("lowest {} over {}, first epoch or median", (run, s) => Of(run) is { Count: > 1 } all && s.Words[0] == all[0].Name && s.Words[1] == all[^1].Name && s.Series == all[0].Name ? First(all, SignalShare(all)) : null),
    ];

    // Columns come in the order of the network as a rule. Numbers that fall, or an output before other layers, say that they were put in another.
    private static List<(string Name, RawCurve Curve)> Of(RawRun run)
    {
        List<string> names = [.. run.Metrics.All.Select(s => s.Name).Where(n => n.StartsWith("grad_norm/", StringComparison.Ordinal))];
        bool isOther = names.Zip(names.Skip(1)).Any(p => Ends(p.First) ? !Ends(p.Second) : !Ends(p.Second) && Falls(p.First, p.Second));
        isOther |= names.Zip(names.Skip(1)).Any(p => Ends(p.First) && Ends(p.Second) && Falls(p.First, p.Second));
        if (isOther) names = [.. names.OrderBy(Ends).ThenBy(Counting, StringComparer.Ordinal)];
        return [.. names.Select(n => (n, run.Metrics.Find(n)!)).Where(l => l.Item2.Finite.Count > 0).Select(l => (l.n, run.Metrics.Curve(l.n)!))];
    }

    private static bool Ends(string name) => Regex.IsMatch(name, "(^|[/._])(head|fc|classifier|out|output|logits|predictions)($|[/._])", RegexOptions.IgnoreCase | Plainly);

    private static bool Falls(string one, string other) => Regex.Replace(one, "[0-9]", "", Plainly) == Regex.Replace(other, "[0-9]", "", Plainly) && string.CompareOrdinal(Counting(one), Counting(other)) > 0;

    private static string Counting(string name) => Regex.Replace(name.ToLowerInvariant(), "[0-9]+", m => m.Value.PadLeft(12, '0'), Plainly);

    private static bool IsStill(RawCurve layer) => layer.Values.All(v => v == 0);

    // Numbers that became too small lie behind layers of tiny norms; a layer that is cut off does not.
    private static bool IsCut(List<(string Name, RawCurve Curve)> all)
    {
        double[] medians = [.. all.Where(l => !IsStill(l.Curve)).Select(l => Plain.Median(l.Curve.Values))];
        return medians.Length is > 0 && medians.Length < all.Count && medians.Min() > 1e-6 * medians.Max();
    }

    // How much of the last layer's gradient reaches the first, at the start or in the median.
    private static double SignalShare(List<(string Name, RawCurve Curve)> all)
    {
        RawCurve[] moving = [.. all.Select(l => l.Curve).Where(c => !IsStill(c))];
        return moving.Length < 2 ? 1 : Math.Min(Ratio(moving[0].Values[0], moving[^1].Values[0]), Ratio(Plain.Median(moving[0].Values), Plain.Median(moving[^1].Values)));
    }

    private static double Ratio(double early, double late) => late > 0 && early >= 0 ? Math.Min(early / late, 1e6) : 1;

    private static Recomputed First(List<(string Name, RawCurve Curve)> all, double value) => new(value, all[0].Curve.Step(0), all[0].Curve.LastStep);
}
