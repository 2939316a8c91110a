using System.Diagnostics;
using System.Globalization;

namespace DeepFix.Bench;

/// <summary>How long something takes and how much it allocates, over repeated runs on one thread.</summary>
internal sealed record Measurement(string What, TimeSpan Median, TimeSpan Best, double AllocatedMegabytes, TimeSpan Goal)
{
    private const int FewestRuns = 7;
    private const int MostRuns = 200;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(2);

    /// <summary>Warms up, then measures until there are enough runs.</summary>
    /// <param name="what">What is measured.</param>
    /// <param name="goal">In how much time it should be done.</param>
    /// <param name="prepare">Makes what one run works on, outside the measured time: nothing is left over from the run before.</param>
    /// <param name="run">What is measured.</param>
    public static Measurement Of<T>(string what, TimeSpan goal, Func<T> prepare, Action<T> run)
    {
        var warming = Stopwatch.StartNew();
        for (int i = 0; i < 3 || (i < 60 && warming.Elapsed < Enough); i++) run(prepare());
        List<TimeSpan> times = [];
        double allocated = 0;
        var whole = Stopwatch.StartNew();
        while (times.Count < FewestRuns || (times.Count < MostRuns && whole.Elapsed < Enough))
        {
            T input = prepare();
            GC.Collect();
            long before = GC.GetTotalAllocatedBytes(precise: true), start = Stopwatch.GetTimestamp();
            run(input);
            times.Add(Stopwatch.GetElapsedTime(start));
            allocated = (GC.GetTotalAllocatedBytes(precise: true) - before) / 1e6;
        }

        times.Sort();
        return new Measurement(what, times[times.Count / 2], times[0], allocated, goal);
    }

    public override string ToString()
        => string.Create(CultureInfo.InvariantCulture, $"| {What} | {Milliseconds(Goal)} | {Milliseconds(Median)} | {Milliseconds(Best)} | {AllocatedMegabytes:0.0} MB |");

    private static string Milliseconds(TimeSpan time) => time == TimeSpan.Zero ? "" : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms");
}
