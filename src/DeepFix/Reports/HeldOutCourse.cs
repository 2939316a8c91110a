using System.Text.Json.Nodes;

namespace DeepFix.Reports;

/// <summary>How a held-out metric went, as the result has it.</summary>
/// <param name="Series">The metric.</param>
/// <param name="BestStep">Where it was best.</param>
/// <param name="BestValue">Its best value.</param>
/// <param name="LastStep">Where the run ended.</param>
/// <param name="LastValue">Its value there; null where it is not a finite number.</param>
/// <param name="After">Epochs, or logged points where epochs are not known, after the best.</param>
/// <param name="CountsEpochs">Whether <paramref name="After"/> counts epochs.</param>
/// <param name="Time">The time that went by after the best, and of the whole run, in words; null where time was not logged.</param>
internal sealed record HeldOutCourse(string Series, double BestStep, double BestValue, double LastStep, double? LastValue, double After, bool CountsEpochs, (string AfterBest, string Whole)? Time)
{
    /// <summary>Reads what the training agent says; null where it is something else.</summary>
    public static HeldOutCourse? Of(JsonNode? node)
    {
        if (node is not JsonObject course || course["series"] is not JsonValue name || !name.TryGetValue(out string? series)) return null;
        if (JsonText.Number(course["best_step"]) is not { } best || JsonText.Number(course["best_value"]) is not { } value || JsonText.Number(course["last_step"]) is not { } last) return null;
        double? epochs = JsonText.Number(course["epochs_after_best"]), points = JsonText.Number(course["points_after_best"]);
        return (epochs ?? points) is not { } after ? null : new HeldOutCourse(SafeText.Line(series), best, value, last, JsonText.Number(course["last_value"]), after, epochs is not null, TimeOf(course["time"]));
    }

    /// <summary>Epochs or points after the best, in words.</summary>
    public string AfterText => $"{Significant.Text(After, 6)} {(CountsEpochs ? "epoch" : "logged point")}{(After == 1 ? "" : "s")}";

    private static (string, string)? TimeOf(JsonNode? node)
        => node is JsonObject time && time["unit"] is JsonValue word && word.TryGetValue(out string? unit) && JsonText.Number(time["after_best"]) is { } after && JsonText.Number(time["whole"]) is { } whole
            ? ($"{Significant.Text(after, 6)} {SafeText.Line(unit)}", $"{Significant.Text(whole, 6)} {SafeText.Line(unit)}")
            : null;
}
