namespace DeepFix.Tests.Artifacts;

/// <summary>Tests that measure processor time, which other tests at the same time would add to. Unlike a clock it does not run faster on a busy machine.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessorTime
{
    public const string Name = "processor time";

    internal static TimeSpan Of(Action action)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        action();
        return Environment.CpuUsage.TotalTime - before;
    }
}
