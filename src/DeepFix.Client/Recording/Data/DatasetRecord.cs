using System.Diagnostics;

namespace DeepFix.Client.Recording;

/// <summary>What is recorded of the data. Samples are gone through after the training, once, for at most a twentieth of the training's time and 20 seconds, in bounded memory.</summary>
public sealed class DatasetRecord
{
    /// <summary>Share of the training's time that statistics may take.</summary>
    internal const double TimeShare = 0.05;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly Dictionary<string, (IEnumerable<Sample> Rows, long? Count)> _splits = new(StringComparer.Ordinal);

    /// <summary>Name of the data set.</summary>
    public string? Name { get; set; }

    /// <summary>Names of the classes, by their number; empty = the numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; set; } = [];

    /// <summary>tabular, image, text, …; null = not said.</summary>
    public string? DataType { get; set; }

    /// <summary>Shape of a row: 28, 28; empty = flat.</summary>
    public IReadOnlyList<int> SampleShape { get; set; } = [];

    internal bool HasSamples => _splits.Count > 0;

    internal IReadOnlyDictionary<string, (IEnumerable<Sample> Rows, long? Count)> Splits => _splits;

    /// <summary>Names the rows of a split. They are gone through after the training.</summary>
    /// <param name="split">train, val or test.</param>
    /// <param name="rows">The rows, as the model is fed them.</param>
    /// <param name="count">How many there are; null = as many as come.</param>
    public void Add(string split, IEnumerable<Sample> rows, long? count = null)
    {
        if (split is not ("train" or "val" or "test")) throw new ArgumentException($"'{split}' is no split: it is train, val or test.", nameof(split));
        ArgumentNullException.ThrowIfNull(rows);
        _splits[split] = (rows, count ?? (rows.TryGetNonEnumeratedCount(out int known) ? known : null));
    }

    /// <summary>Whether metadata of a run tell of this same data.</summary>
    internal bool IsSame(string metadata)
    {
        string[] lines = metadata.Split('\n', StringSplitOptions.TrimEntries);
        return Name is not null && lines.Contains($"dataset_name: {SetupYaml.Quoted(Name)}", StringComparer.Ordinal)
            && _splits.All(s => s.Value.Count is { } count && lines.Contains(FormattableString.Invariant($"num_{s.Key}_samples: {count}"), StringComparer.Ordinal));
    }

    /// <summary>The dataset's artifacts; none where nothing is known of it.</summary>
    internal IReadOnlyList<(string Path, byte[] Content)> Files(TimeSpan training, TrainingSetup setup, Action<string> note)
    {
        if (Name is null && _splits.Count == 0) return [];
        long began = Stopwatch.GetTimestamp();
        TimeSpan allowed = training * TimeShare < Longest ? training * TimeShare : Longest;
        var statistics = new Dictionary<string, SplitRecord>(StringComparer.Ordinal);
        foreach ((string split, (IEnumerable<Sample> rows, long? count)) in _splits.OrderBy(s => s.Key switch { "train" => 0, "val" => 1, _ => 2 }))
        {
            var record = new SplitRecord(count);
            statistics[split] = record;
            // Four fifths for going through the rows; the rest is for what is computed of them.
            record.Read(rows, () => Stopwatch.GetElapsedTime(began) < allowed * 0.8);
            if (!record.IsWhole) note(FormattableString.Invariant($"Statistics of the {split} rows stopped after {record.Rows}{(count is { } all ? FormattableString.Invariant($" of {all}") : "")}: they may take {100 * TimeShare} % of the training's time. Counts of classes and copies are left out."));
        }

        var files = new List<(string, byte[])> { (RecordFiles.Metadata, StatisticsWriter.Metadata(this, setup, statistics)) };
        if (statistics.Values.Any(s => s.Rows > 0)) files.Add((RecordFiles.Statistics, StatisticsWriter.Statistics(this, setup, statistics, () => Stopwatch.GetElapsedTime(began) < allowed)));
        return files;
    }
}
