using System.Text.Json;
using DeepFix.Agents;
using DeepFix.Evaluation;

if (args is not ["fit", var target, .. { Length: > 0 } folders])
{
    Console.Error.WriteLine("Usage: dotnet run --project eval/DeepFix.Evaluation -- fit src/DeepFix RUNS...");
    Console.Error.WriteLine("Writes casebook.json and calibration.json from folders of labelled runs.");
    return 3;
}

LabelledRun[] runs = [.. folders.SelectMany(LabelledRun.ReadAll)];
await Write("casebook.json", CasebookFit.Fit(runs));
await Write("calibration.json", await CalibrationFit.FitAsync(runs));
Console.WriteLine($"{runs.Length} labelled runs.");
return 0;

async Task Write<T>(string name, T[] entries)
{
    IEnumerable<string> lines = entries.Select(e => JsonSerializer.Serialize(e, EvaluationJson.Options));
    await File.WriteAllTextAsync(Path.Combine(target, name), $"[\n{string.Join(",\n", lines)}\n]\n");
}
