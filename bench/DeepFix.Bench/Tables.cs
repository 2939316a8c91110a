using System.Globalization;
using System.Text;
using DeepFix.Artifacts;

namespace DeepFix.Bench;

/// <summary>Made-up metrics of the usual shapes, from a fixed seed.</summary>
internal static class Tables
{
    private static readonly string[] Usual = ["train_loss", "val_loss", "train_accuracy", "val_accuracy", "learning_rate", "grad_norm", "update_ratio", "dead_unit_fraction", "weight_norm", "nan_count"];

    /// <summary>A table as the parser leaves it.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Metrics; beyond ten they are gradient norms of layers and scores of classes.</param>
    /// <param name="rowsPerEpoch">Rows an epoch.</param>
    public static MetricTable Of(int rows, int columns, int rowsPerEpoch)
    {
        var random = new Random(11);
        long[] steps = [.. Enumerable.Range(0, rows).Select(i => (long)i)];
        double[] epochs = [.. Enumerable.Range(0, rows).Select(i => (double)(i / rowsPerEpoch))];
        return new MetricTable([.. Enumerable.Range(0, columns).Select(c => new MetricSeries(Name(c), steps, epochs, Values(Name(c), rows, random)))], rows, "training_artifacts/metrics.csv");
    }

    /// <summary>The same table without what a judgement keeps on it.</summary>
    public static MetricTable Fresh(MetricTable table) => new([.. table.Series.Select(s => s.Renamed(s.Name))], table.RowCount, table.Source);

    /// <summary>The table as the file that it was read from.</summary>
    public static byte[] Csv(MetricTable table)
    {
        var text = new StringBuilder("step,epoch,").AppendJoin(',', table.Series.Select(s => s.Name)).Append('\n');
        MetricSeries first = table.Series[0];
        for (int row = 0; row < table.RowCount; row++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{first.Steps[row]},{first.Epochs[row]}");
            foreach (MetricSeries series in table.Series) text.Append(CultureInfo.InvariantCulture, $",{series.Values[row]:G9}");
            text.Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Name(int column) => column < Usual.Length ? Usual[column] : column % 2 == 0 ? FormattableString.Invariant($"grad_norm/layer{column}.weight") : FormattableString.Invariant($"val_f1/class{column}");

    private static double[] Values(string name, int rows, Random random)
    {
        var values = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double noise = 1 + (0.05 * (random.NextDouble() - 0.5)), done = (double)i / rows;
            values[i] = name switch
            {
                "nan_count" => 0,
                "learning_rate" => 1e-3 * (1 + Math.Cos(Math.PI * done)) / 2,
                "dead_unit_fraction" or "update_ratio" => 1e-3 * noise,
                _ when name.Contains("loss", StringComparison.Ordinal) || name.Contains("norm", StringComparison.Ordinal) => (0.2 + (2 * Math.Exp(-6 * done))) * noise,
                _ => (0.9 - (0.8 * Math.Exp(-6 * done))) * noise,
            };
        }

        return values;
    }
}
