using DeepFix.Verification.Maths;
using DeepFix.Verification.Raw;
using static DeepFix.Verification.Measures.MeasureRule;

namespace DeepFix.Verification.Measures;

/// <summary>Scores of models and drift that deepchecks wrote down.</summary>
internal static class CheckScores
{
    public static IReadOnlyList<MeasureRule> Rules { get; } =
    [
        new("largest class over smallest in training", Imbalance),
        new("drift ({})", (run, s) => run.Checks.Of("Feature Drift", "Image Property Drift", "Property Drift").Select(c => Drift(c.Value[s.Series ?? ""], s.Words[0])).OfType<Recomputed>()),
        new("label drift ({})", (run, s) => run.Checks.Of("Label Drift").SelectMany(c => (c.Value.Members ?? []).Select(m => m.Value).Prepend(c.Value)).Select(v => Drift(v, s.Words[0])).OfType<Recomputed>()),
        new("association in training", Associations),
        new("predictive power of this feature", (run, s) => Powers(run, "Feature Label Correlation", s)),
        new("predictive power of an identifier", (run, s) => Powers(run, "Identifier Label Correlation", s)),
        new("predictive power of an image property", (run, s) => Powers(run, "Property Label Correlation", s)),
        One("mean recall of the classes in test above chance, as a share of what is possible", (run, _) => Recalls(run, "Test").Where(r => r.Rows > 0).Select(r => r.Value).ToArray() is { Length: > 1 } recalls ? new((recalls.Average() - (1.0 / recalls.Length)) / (1 - (1.0 / recalls.Length))) : null),
        new("share of the target's variance in test that the model explains (R2)", (run, _) => run.Checks.Of("Simple Model Comparison").Select(c => c.Value["scores"]?["Neg RMSE"]).Where(e => e?["Origin"]?.Measured is not null && e["Simple"]?.Measured is not null).Select(e => new Recomputed(1 - (e!["Origin"]!.Measured!.Value * e["Origin"]!.Measured!.Value / (e["Simple"]!.Measured!.Value * e["Simple"]!.Measured!.Value))))),
        One("Brier score in test above that of honest probabilities, mean over the classes", Calibration),
        new("loss of accuracy against all rows, as a share of it", (run, s) => Segments(run, s).Select(g => new Recomputed(Math.Max(0, (g.Average - g.Score) / g.Average)))),
        new("error over that of all rows", (run, s) => Segments(run, s).Select(g => new Recomputed(Math.Abs(g.Score / g.Average)))),
    ];

    private static IEnumerable<(string Split, string Class, string Metric, double Value, double Rows)> Table(RawRun run)
        => from check in run.Checks.Of("Train Test Performance", "Class Performance")
           from row in check.Value.Items ?? []
           let name = row["Class Name"]?.Text ?? row["Class"]?.Text
           where name is not null && row["Dataset"]?.Text is not null && row["Metric"]?.Text is not null && row["Value"]?.Measured is not null
           select (row["Dataset"]!.Text!, name, row["Metric"]!.Text!, row["Value"]!.Measured!.Value, row["Number of samples"]?.Measured ?? 0);

    private static IEnumerable<(string Split, string Class, string Metric, double Value, double Rows)> Recalls(RawRun run, string split)
        => Table(run).Where(r => r.Split == split && r.Metric.StartsWith("Recall", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<Recomputed> Imbalance(RawRun run, Stated stated)
    {
        var sizes = Recalls(run, "Train").Where(r => r.Rows > 0).ToList();
        if (sizes.Count > 1 && sizes.Any(s => s.Class == stated.Series && s.Rows == sizes.Min(o => o.Rows))) yield return new(sizes.Max(s => s.Rows) / sizes.Min(s => s.Rows));
    }

    private static Recomputed? Drift(Node? node, string method) => node?["Method"]?.Text == method && node["Drift score"]?.Measured is { } score ? new(score) : null;

    private static IEnumerable<Recomputed> Associations(RawRun run, Stated stated)
    {
        foreach (IReadOnlyList<Node> matrix in run.Checks.OfTraining("Feature Feature Correlation").Select(v => v.Items).OfType<IReadOnlyList<Node>>())
        {
            string[] names = [.. (matrix.Count > 0 ? matrix[0].Members ?? [] : []).Select(m => m.Key)];
            for (int i = 0; i < Math.Min(names.Length, matrix.Count); i++)
            {
                foreach (string other in names.Skip(i + 1).Where(n => stated.Series == $"{names[i]} and {n}"))
                {
                    if (matrix[i][other]?.Measured is { } association) yield return new(Math.Abs(association));
                }
            }
        }
    }

    private static IEnumerable<Recomputed> Powers(RawRun run, string check, Stated stated)
        => run.Checks.OfTraining(check).Select(v => v[stated.Series ?? ""]?.Measured).OfType<double>().Select(p => new Recomputed(p));

    private static Recomputed? Calibration(RawRun run, Stated stated)
    {
        var sizes = Table(run).Where(r => r.Split == "Test" && r.Rows > 0).Select(r => (r.Class, r.Rows)).Distinct().ToList();
        double all = sizes.Sum(s => s.Rows);
        List<KeyValuePair<string, Node>> Of(string check) => [.. run.Checks.Of(check).Where(c => c.Split is null or "test").SelectMany(c => c.Value.Sorted)];
        List<KeyValuePair<string, Node>> briers = Of("Calibration Score"), areas = Of("Roc Report");
        List<double> excess = [];
        foreach ((string name, Node node) in briers)
        {
            (string matched, Node? area) = briers.Count == 1 && areas.Count == 1 ? (areas[0].Key, areas[0].Value) : areas.Where(a => a.Key == name).Select(a => (a.Key, (Node?)a.Value)).FirstOrDefault();
            double rows = sizes.FirstOrDefault(s => s.Class == matched).Rows;
            if (node.Measured is { } score && area?.Measured is { } power && rows > 0 && rows < all) excess.Add(score - Tails.HonestBrier(power, rows / all));
        }

        return excess.Count > 0 ? new(Math.Max(0, excess.Average())) : null;
    }

    private static IEnumerable<(double Average, double Score)> Segments(RawRun run, Stated stated)
    {
        RawCheck[] all = [.. run.Checks.Of("Weak Segments Performance")];
        foreach (RawCheck check in all.Any(c => c.Split == "test") ? all.Where(c => c.Split == "test") : all)
        {
            if (check.Value["avg_score"]?.Measured is not { } average || check.Value["weak_segments_list"] is not { Members: { } columns } table) continue;
            string? metric = columns.Select(c => c.Key).FirstOrDefault(k => !k.StartsWith("Feature", StringComparison.Ordinal) && k is not ("% of Data" or "Samples in Segment"));
            IReadOnlyList<Node> scores = metric is null ? [] : table[metric]?.Items ?? [];
            for (int i = 0; i < scores.Count; i++)
            {
                string where = string.Join(" and ", new[] { Cell(table, "Feature1", i), Cell(table, "Feature2", i) }.Where(f => f.Length > 0));
                if (where == stated.Series && scores[i].Measured is { } score) yield return (average, score);
            }
        }
    }

    private static string Cell(Node table, string column, int row) => table[column]?.Items is { } cells && row < cells.Count && !cells[row].IsNull ? cells[row].Text ?? "" : "";
}
