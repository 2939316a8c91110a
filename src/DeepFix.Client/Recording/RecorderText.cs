using DeepFix.Reports;

namespace DeepFix.Client.Recording;

/// <summary>What a recorder prints: the result as the command line prints it, or the one warning, and what recording cost.</summary>
internal static class RecorderText
{
    public static string Of(RecordedRun run, IReadOnlyList<string> notes)
    {
        List<string> lines = [];
        if (run.Result is { } result) lines.Add(TextReport.Render(result, run.Folder).TrimEnd('\n'));
        if (run.Warning is { } warning) lines.Add($"DeepFix: {SafeText.Line(warning)}");
        if (run.RequestId is { } id && run.Warning is null) lines.Add($"DeepFix: the analysis goes on as {SafeText.Line(id)}. Ask for it: deepfix result {SafeText.Line(id)}");
        lines.AddRange(notes.Select(n => $"  note: {SafeText.Line(n)}"));
        lines.Add(Cost(run));
        return string.Join('\n', lines) + "\n";
    }

    private static string Cost(RecordedRun run)
    {
        double share = run.TrainingTime > TimeSpan.Zero ? 100 * run.RecorderTime / run.TrainingTime : 0;
        string statistics = run.StatisticsTime > TimeSpan.Zero ? $"; statistics of the data {Significant.Text(run.StatisticsTime.TotalSeconds, 2)} s" : "";
        return $"Recorded in {(run.RunId is { } id ? $"run {id}" : run.Folder)}. Recording took {Significant.Text(share, 2)} % of {Significant.Text(run.TrainingTime.TotalSeconds, 3)} s{statistics}.";
    }
}
