using DeepFix.Agents;

namespace DeepFix.Evaluation;

/// <summary>Fits how much each sign weighs, from labelled runs.</summary>
internal static class DifferentialFit
{
    /// <summary>As strong as one labelled run a weight: with some twenty carriers of a code, more would fit them one by one.</summary>
    private const double Ridge = 1;

    /// <summary>Carriers below which a code gets no entry.</summary>
    private const int FewestCarriers = 5;

    /// <summary>One entry for each code that enough runs carry, fitted on the runs of which it is a suspect at all.</summary>
    public static DifferentialEntry[] Fit(IReadOnlyList<JudgedRun> runs)
        => [.. SignNames.ByCode.Where(c => runs.Count(r => Hurts(r.Run, c.Key)) >= FewestCarriers).Select(c => Fit(c.Key, c.Value, [.. runs.Where(r => Differential.IsPossible(c.Key, r.Signs))]))];

    private static DifferentialEntry Fit(string code, IReadOnlyList<(string Name, bool For)> signs, IReadOnlyList<JudgedRun> runs)
    {
        var moments = signs.Select(s => Moments([.. runs.Where(r => r.Signs.ContainsKey(s.Name)).Select(r => r.Signs[s.Name].Strength)])).ToArray();
        double[][] rows = [.. runs.Select(r => signs.Select((s, i) => r.Signs.TryGetValue(s.Name, out Sign? sign) ? (s.For ? 1 : -1) * DifferentialEntry.Distance(sign.Strength, moments[i].Mean, moments[i].Scale) : 0).ToArray())];
        double[] beta = RidgeLogistic.Fit(rows, [.. runs.Select(r => Hurts(r.Run, code))], Ridge, isNonNegative: true);
        double[][] odds = [.. rows.Select(row => new[] { beta[0] + row.Zip(beta.Skip(1), (x, w) => x * w).Sum() })];
        double[] truth = RidgeLogistic.Fit(odds, [.. runs.Select(r => (Hurts(r.Run, code) || r.Run.Right.Contains(code, StringComparer.Ordinal)))], 0.01, isNonNegative: true);
        return new DifferentialEntry(
            code,
            Significant.Round(beta[0]),
            Significant.Round(truth[0]),
            Significant.Round(truth[1]),
            [.. signs.Select((s, i) => new SignWeight(s.Name, Significant.Round(moments[i].Mean), Significant.Round(moments[i].Scale), Significant.Round((s.For ? 1 : -1) * beta[i + 1]))).Where(s => s.Weight != 0)]);
    }

    private static bool Hurts(LabelledRun run, string code) => code == SignNames.Anything ? run.Causes.Count > 0 : run.Causing.Contains(code, StringComparer.Ordinal);

    private static (double Mean, double Scale) Moments(double[] values)
    {
        if (values.Length == 0) return (0, 1);
        double mean = values.Average(), variance = values.Average(v => (v - mean) * (v - mean));
        return (mean, Math.Max(Math.Sqrt(variance), 1e-6));
    }
}
