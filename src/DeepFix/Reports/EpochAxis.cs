using System.Globalization;
using System.Text.Json.Nodes;

namespace DeepFix.Reports;

/// <summary>The line from steps to epochs, through the first and the last epoch of a run.</summary>
internal sealed record EpochAxis(double FromStep, double FromEpoch, double ToStep, double ToEpoch)
{
    /// <summary>Share of an epoch within which a step counts as the epoch's end.</summary>
    private const double Near = 0.02;

    /// <summary>For curves that are read by epoch already.</summary>
    public static EpochAxis Identity { get; } = new(0, 0, 0, 0);

    public static EpochAxis? Of(JsonNode? axis)
        => Number(axis, "from_step") is { } fromStep && Number(axis, "from_epoch") is { } fromEpoch && Number(axis, "to_step") is { } toStep && Number(axis, "to_epoch") is { } toEpoch && toStep > fromStep && toEpoch > fromEpoch
            ? new EpochAxis(fromStep, fromEpoch, toStep, toEpoch)
            : null;

    /// <summary>The epoch that a step belongs to: epochs are logged at their end, or, where the first stands at step 0, at their beginning.</summary>
    public double EpochOf(double step)
    {
        if (ReferenceEquals(this, Identity)) return step;
        if (step <= FromStep) return FromEpoch;
        double epoch = FromEpoch + ((step - FromStep) * (ToEpoch - FromEpoch) / (ToStep - FromStep)), nearest = Math.Round(epoch);
        if (Math.Abs(epoch - nearest) <= Near) return nearest;
        return FromStep == 0 ? Math.Floor(epoch) : Math.Ceiling(epoch);
    }

    /// <summary>A step in words: its epoch where known.</summary>
    public static string Text(EpochAxis? axis, double step)
        => axis is null ? string.Create(CultureInfo.InvariantCulture, $"step {Significant.Text(step, 15)}") : $"epoch {Significant.Text(axis.EpochOf(step), 15)}";

    /// <summary>A stretch in words.</summary>
    public static string Text(EpochAxis? axis, long? from, long? to) => (from, to) switch
    {
        ({ } a, { } b) when Text(axis, a) != Text(axis, b) => $"{Text(axis, a)} to {Text(axis, b).Split(' ')[1]}",
        ({ } a, _) => Text(axis, a),
        (_, { } b) => Text(axis, b),
        _ => "",
    };

    private static double? Number(JsonNode? axis, string name) => axis is JsonObject members ? JsonText.Number(members[name]) : null;
}
