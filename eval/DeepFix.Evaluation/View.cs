using System.Globalization;

namespace DeepFix.Evaluation;

/// <summary>The same run as a poorer log would show it. Views may be joined: <c>basic+half</c>.</summary>
internal static class View
{
    /// <summary>Loss, score and rate by epoch, and the settings.</summary>
    public const string Basic = "basic";

    private static readonly HashSet<string> BasicColumns = ["step", "epoch", "train_loss", "val_loss", "train_accuracy", "val_accuracy", "train_r2", "val_r2", "learning_rate"];
    private static readonly HashSet<string> BareParameters = ["model_name", "optimizer", "learning_rate", "batch_size", "num_epochs"];
    private static readonly Dictionary<string, string> Keras = new(StringComparer.Ordinal) { ["train_loss"] = "loss", ["train_accuracy"] = "accuracy", ["learning_rate"] = "lr" };

    /// <summary>All views: only basic columns; also only basic parameters; without the rate; without validation; every second row; four rows an epoch; percent; losses times 37; Keras' names.</summary>
    public static IReadOnlyList<string> All { get; } = [Basic, "bare", "nolr", "noval", "half", "steps", "percent", "scaled", "renamed"];

    /// <summary>Whether a view leaves an artifact out.</summary>
    public static bool Drops(string path, string? view)
        => Has(view, Basic, "bare") && path is not ("training_artifacts/metrics.csv" or "training_artifacts/params.yaml" or "dataset/metadata.yaml");

    /// <summary>The bytes of an artifact under a view.</summary>
    public static string Apply(string path, string text, string? view) => path switch
    {
        _ when view is null => text,
        "training_artifacts/metrics.csv" => Metrics(text, view),
        "training_artifacts/params.yaml" when Has(view, "bare") => Bare(text),
        _ => text,
    };

    private static bool Has(string? view, params string[] any) => view is not null && view.Split('+').Intersect(any, StringComparer.Ordinal).Any();

    private static string Bare(string text)
        => string.Join('\n', text.Split('\n').Where(line => line.Contains(':', StringComparison.Ordinal) && BareParameters.Contains(line.Split(':')[0]))) + "\n";

    private static string Metrics(string text, string view)
    {
        string[][] lines = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l => l.Split(','))];
        string[] header = lines[0];
        string[][] rows = lines[1..];
        int[] kept = [.. Enumerable.Range(0, header.Length).Where(i => Keeps(header[i], view))];
        if (Has(view, "half")) rows = [.. rows.Where((_, i) => i % 2 == 0 || i == rows.Length - 1)];
        if (Has(view, "percent")) Scale(rows, header, name => name.EndsWith("accuracy", StringComparison.Ordinal), 100);
        if (Has(view, "scaled")) Scale(rows, header, name => name is "train_loss" or "val_loss", 37);
        if (Has(view, "steps")) rows = [.. Steps(rows, header)];
        IEnumerable<string> names = kept.Select(i => Has(view, "renamed") ? Keras.GetValueOrDefault(header[i], header[i]) : header[i]);
        return string.Join('\n', rows.Select(r => string.Join(',', kept.Select(i => i < r.Length ? r[i] : ""))).Prepend(string.Join(',', names))) + "\n";
    }

    private static bool Keeps(string column, string view)
        => (!Has(view, Basic, "bare") || BasicColumns.Contains(column))
            && (!Has(view, "nolr") || column != "learning_rate")
            && (!Has(view, "noval") || !column.StartsWith("val_", StringComparison.Ordinal));

    private static void Scale(string[][] rows, string[] header, Func<string, bool> scaled, double factor)
    {
        foreach (string[] row in rows)
        {
            for (int i = 0; i < row.Length; i++)
            {
                if (scaled(header[i]) && double.TryParse(row[i], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) row[i] = (value * factor).ToString("G6", CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>Each epoch as four step rows: the loss interpolated with 2 % of noise, the epoch's own values on the last.</summary>
    private static IEnumerable<string[]> Steps(string[][] rows, string[] header)
    {
        var random = new Random(rows.Length);
        int step = Array.IndexOf(header, "step"), epoch = Array.IndexOf(header, "epoch"), loss = Array.IndexOf(header, "train_loss"), rate = Array.IndexOf(header, "learning_rate");
        double? last = null;
        foreach (string[] row in rows)
        {
            bool isNumber = double.TryParse(row[loss], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value);
            for (int k = 1; k <= 4; k++)
            {
                string[] part = k == 4 ? [.. row] : [.. Enumerable.Repeat("", row.Length)];
                part[epoch] = row[epoch];
                if (rate >= 0) part[rate] = row[rate];
                if (k < 4) part[loss] = isNumber ? (((last ?? value) + ((value - (last ?? value)) * k / 4)) * (1 + (0.02 * Normal(random)))).ToString("G6", CultureInfo.InvariantCulture) : row[loss];
                if (long.TryParse(row[step], NumberStyles.Integer, CultureInfo.InvariantCulture, out long at)) part[step] = ((at * 4) - 4 + k).ToString(CultureInfo.InvariantCulture);
                yield return part;
            }

            last = isNumber ? value : null;
        }
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
