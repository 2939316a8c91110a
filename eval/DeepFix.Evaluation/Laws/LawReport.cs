using System.Globalization;
using DeepFix.Evaluation.Transformations;

namespace DeepFix.Evaluation.Laws;

/// <summary>The trial of all laws as a table, with the runs in which one did not hold.</summary>
internal static class LawReport
{
    /// <summary>Tries the labelled runs of a folder and writes the table.</summary>
    public static async Task<int> WriteAsync(string folder, TextWriter output)
    {
        LawTrial trial = await LawTrial.RunAsync(LabelledRun.ReadAll(folder).Select(r => (RecordedRun.Read(r.Folder), (IReadOnlyCollection<string>)[.. r.Right])));
        foreach ((string law, (int runs, List<string> broken)) in trial.Laws)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{law,-48} holds in {runs - broken.Count,4} of {runs,4} runs ({1 - ((double)broken.Count / runs):0.000})"));
            foreach (string run in broken) await output.WriteLineAsync($"    {run}");
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"one column left out: new wrong findings in {trial.WrongAfterDrop.Count} of {trial.Dropped} cases"));
        foreach (string run in trial.WrongAfterDrop) await output.WriteLineAsync($"    {run}");
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"other bytes a second time: {trial.NotRepeated.Count}"));
        return 0;
    }
}
