using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DeepFix.Client.Recording;

/// <summary>One pass over the rows of a split, in bounded memory: moments of everything, a fair sample of the rows, and hashes by which copies are found.</summary>
internal sealed class SplitRecord(long? count)
{
    /// <summary>Rows that are kept.</summary>
    private const int Kept = 4096;

    /// <summary>Values that are kept at most: 16 MB.</summary>
    private const int KeptValues = 4 << 20;

    /// <summary>Rows whose copies are looked for: 64 MB of hashes.</summary>
    private const int MostHashes = 2_000_000;

    private const int RowsBetweenLooks = 64;

    private readonly List<(float[] Inputs, int? Label, double? Target)> _kept = [];
    private readonly Dictionary<ulong, Group> _groups = [];
    private readonly Dictionary<int, long> _classes = [];
    private Random? _random;

    public long Rows { get; private set; }

    /// <summary>Whether every row was seen.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Rows, as known beforehand or as seen.</summary>
    public long? Count => IsWhole ? Rows : count;

    public int? Features { get; private set; }

    public long MissingCells { get; private set; }

    /// <summary>Moments of all inputs together.</summary>
    public RunningMoments Inputs { get; } = new();

    public RunningMoments Targets { get; } = new();

    /// <summary>Moments of each input.</summary>
    public RunningMoments[] ByFeature { get; private set; } = [];

    /// <summary>How well each input alone tells the target.</summary>
    public TargetAssociations Associations { get; private set; } = new(0);

    public IReadOnlyDictionary<int, long> Classes => _classes;

    /// <summary>A fair sample of the rows; all of them where they are few.</summary>
    public IReadOnlyList<(float[] Inputs, int? Label, double? Target)> Sample => _kept;

    public bool HasHashes => IsWhole && Rows <= MostHashes;

    /// <summary>Rows that repeat an earlier row, label included.</summary>
    public long DuplicateRows => _groups.Values.Sum(g => g.Repeats);

    /// <summary>Rows whose inputs come with several labels.</summary>
    public long ConflictingRows => _groups.Values.Where(g => g.IsConflicting).Sum(g => g.Rows);

    public void Read(IEnumerable<Sample> rows, Func<bool> mayGoOn)
    {
        foreach (Sample row in rows)
        {
            if (Rows % RowsBetweenLooks == 0 && Rows > 0 && !mayGoOn())
            {
                IsWhole = false;
                return;
            }

            Add(row);
        }
    }

    /// <summary>Rows whose inputs are in another split too.</summary>
    public long RowsIn(SplitRecord other) => _groups.Where(g => other._groups.ContainsKey(g.Key)).Sum(g => g.Value.Rows);

    private void Add(Sample row)
    {
        ReadOnlySpan<float> inputs = row.Inputs.Span;
        if (Features is null)
        {
            Features = inputs.Length;
            ByFeature = inputs.Length <= StatisticsWriter.MostFeatures ? [.. Enumerable.Range(0, inputs.Length).Select(_ => new RunningMoments())] : [];
            Associations = new TargetAssociations(ByFeature.Length);
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            float value = inputs[i];
            if (float.IsNaN(value)) MissingCells++;
            else Inputs.Add(value);
            if (i < ByFeature.Length && !float.IsNaN(value)) ByFeature[i].Add(value);
        }

        if (ByFeature.Length > 0) Associations.Add(inputs, row.Label, row.Target);
        if (row.Label is { } label) CollectionsMarshal.GetValueRefOrAddDefault(_classes, label, out _)++;
        if (row.Target is { } target) Targets.Add(target);
        if (Rows < MostHashes) Hash(inputs, row);
        Keep(row);
        Rows++;
    }

    private void Hash(ReadOnlySpan<float> inputs, Sample row)
    {
        ulong hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(inputs));
        long label = row.Label ?? BitConverter.DoubleToInt64Bits(row.Target ?? 0);
        ref Group group = ref CollectionsMarshal.GetValueRefOrAddDefault(_groups, hash, out bool isKnown);
        group = isKnown
            ? group with { Rows = group.Rows + 1, IsConflicting = group.IsConflicting || group.Label != label, Repeats = group.Repeats + (group.Label == label ? 1 : 0) }
            : new Group(label, 1, 0, IsConflicting: false);
    }

    private void Keep(Sample row)
    {
        int most = Math.Clamp(KeptValues / Math.Max(1, row.Inputs.Length), 1, Kept);
        if (_kept.Count < most)
        {
            _kept.Add((row.Inputs.ToArray(), row.Label, row.Target));
            return;
        }

        // A generator of its own: the training's random state is not touched. Seeded: the same rows give the same statistics.
        _random ??= new Random(1);
        long at = _random.NextInt64(Rows + 1);
        if (at < most) _kept[(int)at] = (row.Inputs.ToArray(), row.Label, row.Target);
    }

    private readonly record struct Group(long Label, int Rows, int Repeats, bool IsConflicting);
}
