using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DeepFix.Client.Recording;

/// <summary>Writes <c>dataset/metadata.yaml</c> and <c>dataset/statistics.json</c>.</summary>
internal static class StatisticsWriter
{
    /// <summary>Inputs that are described one by one; of more (images), only all together.</summary>
    public const int MostFeatures = 512;

    private const int Bins = 8;

    public static byte[] Metadata(DatasetRecord data, TrainingSetup setup, IReadOnlyDictionary<string, SplitRecord> splits)
    {
        var text = new StringBuilder();
        SetupYaml.Line(text, "dataset_name", SetupYaml.Quoted(data.Name ?? "unnamed"));
        if (TaskType(setup, splits) is { } task) SetupYaml.Line(text, "task_type", SetupYaml.Quoted(task));
        foreach ((string split, SplitRecord record) in splits)
            if (record.Count is { } rows) SetupYaml.Line(text, $"num_{split}_samples", rows.ToString(CultureInfo.InvariantCulture));
        if (Classes(data, splits) is not { Count: > 0 } classes) return Encoding.UTF8.GetBytes(text.ToString());
        SetupYaml.Line(text, "num_classes", classes.Count.ToString(CultureInfo.InvariantCulture));
        SetupYaml.Line(text, "class_names", $"[{string.Join(", ", classes.Select(SetupYaml.Quoted))}]");
        if (splits.GetValueOrDefault("train") is { IsWhole: true, Classes.Count: > 1 } train)
            SetupYaml.Line(text, "imbalance_ratio", SetupYaml.Number(Math.Round(train.Classes.Values.Max() / (double)train.Classes.Values.Min(), 4)));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] Statistics(DatasetRecord data, TrainingSetup setup, IReadOnlyDictionary<string, SplitRecord> splits, Func<bool> mayGoOn)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("schema_version", 1);
            if (TaskType(setup, splits) is { } task) json.WriteString("task_type", task);
            if (data.DataType is { } type) json.WriteString("data_type", type);
            Splits(json, data, splits, mayGoOn);
            Overlaps(json, splits);
            if (splits.GetValueOrDefault("train") is { ByFeature.Length: > 0, Sample.Count: > 0 } train) Features(json, splits, train, mayGoOn);
            json.WriteStartObject("model_input");
            foreach ((string split, SplitRecord record) in splits)
                if (record.Inputs.Count > 0) Moments(json, split, record.Inputs);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Splits(Utf8JsonWriter json, DatasetRecord data, IReadOnlyDictionary<string, SplitRecord> splits, Func<bool> mayGoOn)
    {
        json.WriteStartObject("splits");
        foreach ((string split, SplitRecord record) in splits)
        {
            json.WriteStartObject(split);
            if (record.Count is { } rows) json.WriteNumber("num_samples", rows);
            if (record.Features is { } features) json.WriteNumber("num_features", features);
            Shape(json, data, record);
            if (record.IsWhole) Counts(json, data, record);
            if (split == "train" && mayGoOn() && Neighbours.Disagreement(record.Sample, mayGoOn) is { } disagreement) json.WriteNumber("knn_label_disagreement", Rounded(disagreement));
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Shape(Utf8JsonWriter json, DatasetRecord data, SplitRecord record)
    {
        IEnumerable<int> shape = data.SampleShape.Count > 0 ? data.SampleShape : record.Features is { } flat ? [flat] : [];
        json.WriteStartArray("sample_shape");
        foreach (int side in shape) json.WriteNumberValue(side);
        json.WriteEndArray();
    }

    private static void Counts(Utf8JsonWriter json, DatasetRecord data, SplitRecord record)
    {
        if (record.HasHashes)
        {
            json.WriteNumber("duplicate_rows", record.DuplicateRows);
            if (record.Classes.Count > 0) json.WriteNumber("conflicting_label_rows", record.ConflictingRows);
        }

        json.WriteNumber("missing_cells", record.MissingCells);
        if (record.Targets.Count > 0) Moments(json, "target", record.Targets);
        if (record.Classes.Count == 0) return;
        json.WriteStartObject("class_counts");
        foreach ((int label, long rows) in record.Classes.OrderBy(c => c.Key)) json.WriteNumber(ClassName(data, label), rows);
        json.WriteEndObject();
    }

    private static void Overlaps(Utf8JsonWriter json, IReadOnlyDictionary<string, SplitRecord> splits)
    {
        if (splits.GetValueOrDefault("train") is not { HasHashes: true } train) return;
        if (splits.GetValueOrDefault("val") is { HasHashes: true } val) json.WriteNumber("duplicate_rows_train_val", val.RowsIn(train));
        if (splits.GetValueOrDefault("test") is { HasHashes: true } test) json.WriteNumber("duplicate_rows_train_test", test.RowsIn(train));
    }

    private static void Features(Utf8JsonWriter json, IReadOnlyDictionary<string, SplitRecord> splits, SplitRecord train, Func<bool> mayGoOn)
    {
        json.WriteStartArray("features");
        for (int i = 0; i < train.ByFeature.Length && mayGoOn(); i++)
        {
            float[] sorted = Sorted(train, i);
            double[] edges = [.. Enumerable.Range(1, Bins - 1).Select(b => (double)Quantile(sorted, b / (double)Bins)).Distinct().Where(double.IsFinite)];
            json.WriteStartObject();
            json.WriteString("name", FormattableString.Invariant($"f{i}"));
            json.WriteString("kind", "numeric");
            json.WriteStartArray("bin_edges");
            foreach (double edge in edges) json.WriteNumberValue(edge);
            json.WriteEndArray();
            if (train.Associations.Of(i, train.ByFeature[i]) is { } association) json.WriteNumber("target_association", Rounded(association));
            foreach ((string split, SplitRecord record) in splits)
                if (i < record.ByFeature.Length && record.ByFeature[i].Count > 0) Feature(json, split, record, i, edges);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Feature(Utf8JsonWriter json, string split, SplitRecord record, int feature, double[] edges)
    {
        float[] sorted = Sorted(record, feature);
        RunningMoments moments = record.ByFeature[feature];
        json.WriteStartObject(split);
        Moments(json, moments);
        foreach (int percent in (int[])[5, 25, 50, 75, 95]) json.WriteNumber(FormattableString.Invariant($"q{percent:00}"), Rounded(Quantile(sorted, percent / 100.0)));
        if (record.IsWhole) json.WriteNumber("missing", record.Rows - moments.Count);
        // Of a sample neither the number of different values nor the histogram would be that of the rows.
        if (record.IsWhole && record.Sample.Count == record.Rows)
        {
            json.WriteNumber("unique", sorted.Distinct().Count());
            json.WriteStartArray("histogram");
            foreach (long rows in Histogram(sorted, edges)) json.WriteNumberValue(rows);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static long[] Histogram(float[] sorted, double[] edges)
    {
        long[] bins = new long[edges.Length + 1];
        foreach (float value in sorted)
        {
            int at = Array.BinarySearch(edges, value);
            bins[at >= 0 ? at + 1 : ~at]++;
        }

        return bins;
    }

    private static float[] Sorted(SplitRecord record, int feature)
    {
        float[] values = [.. record.Sample.Where(s => feature < s.Inputs.Length && !float.IsNaN(s.Inputs[feature])).Select(s => s.Inputs[feature])];
        Array.Sort(values);
        return values;
    }

    private static float Quantile(float[] sorted, double level)
    {
        if (sorted.Length == 0) return float.NaN;
        double at = level * (sorted.Length - 1);
        int below = (int)at, above = Math.Min(below + 1, sorted.Length - 1);
        return (float)(sorted[below] + ((at - below) * (sorted[above] - sorted[below])));
    }

    private static void Moments(Utf8JsonWriter json, string name, RunningMoments moments)
    {
        json.WriteStartObject(name);
        Moments(json, moments);
        json.WriteEndObject();
    }

    private static void Moments(Utf8JsonWriter json, RunningMoments moments)
    {
        foreach ((string name, double value) in ((string, double)[])[("mean", moments.Mean), ("std", moments.Deviation), ("min", moments.Min), ("max", moments.Max)])
            if (double.IsFinite(value)) json.WriteNumber(name, Rounded(value));
    }

    private static string? TaskType(TrainingSetup setup, IReadOnlyDictionary<string, SplitRecord> splits)
        => setup.TaskType ?? (splits.Values.Any(s => s.Classes.Count > 0) ? "classification" : splits.Values.Any(s => s.Targets.Count > 0) ? "regression" : null);

    private static IReadOnlyList<string> Classes(DatasetRecord data, IReadOnlyDictionary<string, SplitRecord> splits)
        => data.ClassNames.Count > 0 ? data.ClassNames : [.. splits.Values.SelectMany(s => s.Classes.Keys).Distinct().Order().Select(c => ClassName(data, c))];

    private static string ClassName(DatasetRecord data, int label) => label >= 0 && label < data.ClassNames.Count ? data.ClassNames[label] : label.ToString(CultureInfo.InvariantCulture);

    private static double Rounded(double value) => Significant.Round(value);
}
