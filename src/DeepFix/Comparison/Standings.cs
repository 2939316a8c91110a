using DeepFix.Statistics;

namespace DeepFix.Comparison;

/// <summary>Runs that can be compared in one metric, with the noise that their differences are held against.</summary>
internal sealed record Standings(MetricScale Scale, IReadOnlyList<Standing> Runs, IReadOnlyList<string> Warnings)
{
    /// <summary>Half of the validation rows' own chance: runs of one experiment are scored on the same rows, and agree on many.</summary>
    private const double OwnShareOfRows = 0.5;

    /// <summary>A more telling metric is taken where at least so many of the runs have it as have the commonest.</summary>
    private const double MostOfThem = 0.75;

    private static readonly string[] Preferred = ["val_balanced_accuracy", "val_accuracy", "val_r2", "val_loss"];

    /// <summary>The metric that most runs have: the contract's validation scores first, then other held-out ones of known direction, then training's.</summary>
    public static string? Choose(IReadOnlyList<RunToCompare> runs)
    {
        Dictionary<string, int> counts = runs.SelectMany(r => r.Levels.Keys).Where(m => MetricDirection.IsHigherBetter(m) is not null).CountBy(m => m, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        double enough = counts.Count == 0 ? 0 : Math.Max(2, MostOfThem * counts.Values.Max());
        return counts.Where(c => c.Value >= enough)
            .OrderBy(c => Array.IndexOf(Preferred, c.Key) is var at and >= 0 ? at : MetricDirection.IsHeldOut(c.Key) ? Preferred.Length : Preferred.Length + 1)
            .ThenByDescending(c => c.Value)
            .ThenBy(c => c.Key.StartsWith("train_", StringComparison.Ordinal) && c.Key.EndsWith("loss", StringComparison.Ordinal))
            .ThenBy(c => c.Key, StringComparer.Ordinal)
            .Select(c => c.Key).FirstOrDefault();
    }

    /// <summary>The standings in a metric; null where its direction is not known or fewer than two runs have it.</summary>
    public static Standings? Of(IReadOnlyList<RunToCompare> runs, string metric)
    {
        (RunToCompare Run, MetricLevel Level)[] having = [.. runs.Where(r => r.Levels.ContainsKey(metric)).Select(r => (r, r.Levels[metric]))];
        if (having.Length < 2 || MetricScale.Of(metric, [.. having.Select(h => h.Level.Value)]) is not { } scale) return null;
        double worst = scale.IsLoss ? having.Max(h => h.Level.Worst.High) : having.Min(h => h.Level.Worst.Low);
        (RunToCompare Run, MetricLevel Level, double Value)[] valued = [.. having.Select(h => (h.Run, h.Level, h.Level.IsBroken ? worst : h.Level.Value))];
        int[] groups = Repeats([.. valued.Select(h => h.Run)]);
        string[] broken = [.. valued.Where(h => h.Level.IsBroken).Select(h => h.Run.RunId)];
        return new Standings(
            scale,
            [.. valued.Select((h, i) => new Standing(h.Run, h.Value, scale.Score(h.Value), OwnVariance(h.Run, h.Level, h.Value, scale), groups[i]))],
            broken.Length == 0 ? [] : [$"{metric} ended in NaN or infinity in {string.Join(", ", broken)}: the worst value of all runs, {Significant.Text(worst)}, is counted for it."]);
    }

    /// <summary>Variance of a run's score, with what repeats of the runs at hand differ by.</summary>
    public double Variance(Standing run) => NoiseWithout(null) is var noise ? (noise.Deviation * noise.Deviation) + run.OwnVariance : 0;

    /// <summary>Lead of one run over another, on the common scale, with half the width of its interval of 95 %. The run itself has no say in the noise that it is held against.</summary>
    public (double Lead, double Margin) Lead(Standing run, Standing over)
    {
        RunNoise noise = NoiseWithout(run);
        return (run.Score - over.Score, StudentQuantile.TwoSided95(noise.Freedom) * Math.Sqrt((2 * noise.Deviation * noise.Deviation) + run.OwnVariance + over.OwnVariance));
    }

    private RunNoise NoiseWithout(Standing? run)
        => RunNoise.Of(Runs.Where(r => !ReferenceEquals(r, run)).GroupBy(r => r.Group).Select(g => (IReadOnlyList<double>)[.. g.Select(r => r.Score)]));

    /// <summary>Numbers of the groups of runs that repeat each other: nothing differs but the seed or the machine.</summary>
    private static int[] Repeats(RunToCompare[] runs)
    {
        List<RunToCompare> first = [];
        return [.. runs.Select(run =>
        {
            int group = first.FindIndex(f => AreRepeats(f, run));
            if (group < 0) first.Add(run);
            return group < 0 ? first.Count - 1 : group;
        })];
    }

    private static bool AreRepeats(RunToCompare a, RunToCompare b)
        => Changes.Names([a, b]).All(n => n.Family.IsRepeat);

    private static double OwnVariance(RunToCompare run, MetricLevel level, double value, MetricScale scale)
    {
        double end = scale.ScoreDeviation(level.Deviation, value);
        bool isShare = scale.Metric.EndsWith("accuracy", StringComparison.Ordinal) && run.ValRows is > 0;
        double rows = isShare ? Proportion.Deviation(Math.Clamp(value, 0, 1), run.ValRows!.Value) : 0;
        return (end * end) + (OwnShareOfRows * rows * rows);
    }
}
