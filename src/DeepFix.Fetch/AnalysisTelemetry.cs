using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace DeepFix.Fetch;

/// <summary>What an analysis tells an observer: spans and measurements of the source and the meter named <see cref="Name"/>. Nobody listening, they cost nothing.</summary>
/// <remarks>Run ids stand on spans only: on a measurement they would make a series of every run.</remarks>
public static class AnalysisTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "DeepFix";

    internal static readonly ActivitySource Source = new(Name);

    private static readonly Meter Meter = new(Name);

    internal static readonly UpDownCounter<long> Active = Meter.CreateUpDownCounter<long>("deepfix.analyses.active", "{analysis}", "Analyses at work");

    internal static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("deepfix.analysis.duration", "s", "Time from the start of an analysis to its result or failure, by status");

    internal static readonly Histogram<double> StageDuration = Meter.CreateHistogram<double>("deepfix.analysis.stage.duration", "s", "Time in one stage of an analysis, by stage");

    internal static readonly Counter<long> Findings = Meter.CreateCounter<long>("deepfix.findings", "{finding}", "Findings, by code and severity");
}
