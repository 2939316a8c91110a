using DeepFix.Api;

namespace DeepFix.Comparison;

/// <summary>Reads the same metric of all runs at the same epochs, or steps where not every run has epochs.</summary>
internal static class CurveMatching
{
    private const int MostPlaces = 100;
    private const int MostNumbers = 30_000;
    private static readonly string[] Shown = ["train_loss", "val_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2", "learning_rate"];

    public static IReadOnlyList<ComparedCurve> Match(IReadOnlyList<RunToCompare> runs, string? metric)
    {
        string[] names = [.. Shown.Prepend(metric).OfType<string>().Distinct(StringComparer.Ordinal).Where(n => runs.Count(r => r.Curves.Any(c => c.Name == n)) > 1)];
        int places = names.Length == 0 ? 0 : Math.Clamp(MostNumbers / (names.Length * runs.Count), 20, MostPlaces);
        return [.. names.Select(n => One(n, [.. runs.Select(r => (r.RunId, r.Curves.FirstOrDefault(c => c.Name == n)))], places))];
    }

    private static ComparedCurve One(string name, IReadOnlyList<(string RunId, RunCurve? Curve)> runs, int most)
    {
        RunCurve[] curves = [.. runs.Select(r => r.Curve).OfType<RunCurve>()];
        bool byEpoch = Array.TrueForAll(curves, c => c.Epochs is not null);
        double[] all = [.. curves.SelectMany(c => byEpoch ? c.Epochs! : c.Steps).Distinct().Order()];
        double[] places = all.Length <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * (all.Length - 1) / (most - 1))])];
        return new ComparedCurve
        {
            Series = name,
            Axis = byEpoch ? "epoch" : "step",
            At = places,
            Values = runs.Where(r => r.Curve is not null).ToDictionary(r => r.RunId, r => (IReadOnlyList<double?>)[.. places.Select(p => r.Curve!.At(p, byEpoch))], StringComparer.Ordinal),
        };
    }
}
