using System.Globalization;
using System.Text.Json;
using DeepFix.Evaluation;
using DeepFix.Evaluation.Laws;
using DeepFix.Evaluation.Transformations;

return args switch
{
    ["fit", var target, .. { Length: > 0 } folders] => await FitAsync(target, folders),
    ["transformations", var runs] when Directory.Exists(runs) => await TransformationReport.WriteAsync(runs, Console.Out),
    ["laws", var runs] when Directory.Exists(runs) => await LawReport.WriteAsync(runs, Console.Out),
    ["knowledge", .. { Length: > 0 } files] => ScoreKnowledge(files),
    [var folder, .. var rest] when Directory.Exists(folder) => await ScoreAsync(folder, Option(rest, "--view"), Option(rest, "--predictions")),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        Usage: dotnet run --project eval/DeepFix.Evaluation -- RUNS [--view VIEW] [--predictions DIR]
                 scores a folder of labelled runs, leaving out one data set at a time
               dotnet run --project eval/DeepFix.Evaluation -- fit src/DeepFix RUNS...
                 writes casebook.json and calibration.json from folders of labelled runs
               dotnet run --project eval/DeepFix.Evaluation -- transformations RUNS
                 puts faults of the record into the controls of a folder, and what only looks like them, and counts what is found
               dotnet run --project eval/DeepFix.Evaluation -- laws RUNS
                 counts the runs whose findings stay when only the form of their record is changed
               dotnet run --project eval/DeepFix.Evaluation -- knowledge QUERIES.yaml...
                 scores questions to the knowledge base, with the asker's domain and without
        """);
    Console.Error.WriteLine($"Views, joined with +: {string.Join(", ", View.All)}.");
    return 3;
}

static int ScoreKnowledge(string[] files)
{
    Console.WriteLine(KnowledgeScore.Table([.. files.SelectMany(KnowledgeQuestion.ReadAll)]));
    return 0;
}

static string? Option(string[] rest, string name) => Array.IndexOf(rest, name) is var at and >= 0 && at + 1 < rest.Length ? rest[at + 1] : null;

static async Task<int> ScoreAsync(string folder, string? view, string? predictions)
{
    (CorpusScore pooled, IReadOnlyDictionary<string, CorpusScore> perDataSet) = await CrossValidation.RunAsync([.. LabelledRun.ReadAll(folder)], view, predictions);
    foreach ((string name, double value) in pooled.Measures())
    {
        var worst = perDataSet.Select(d => (d.Key, Value: d.Value.Measures()[name])).OrderBy(d => name is "healthy_flagged" or "healthy_with_advice" or "first_action_harms" or "ece" ? -d.Value : d.Value).First();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24} {value,7}   worst data set {worst.Value,7} ({worst.Key})"));
    }

    foreach ((string cause, (int runs, int found, int top1)) in pooled.PerCause) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cause,-28} {runs,4} {found,5} {top1,4}"));
    Console.WriteLine($"wrong: {string.Join(", ", pooled.WrongByCode.OrderByDescending(w => w.Value).Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Key} {w.Value}")))}");
    return 0;
}

static async Task<int> FitAsync(string target, string[] folders)
{
    LabelledRun[] runs = [.. folders.SelectMany(LabelledRun.ReadAll)];
    await Write(target, "casebook.json", CasebookFit.Fit(runs));
    await Write(target, "calibration.json", await CalibrationFit.FitAsync([.. runs.Select(r => (r, r.Parse()))]));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{runs.Length} labelled runs."));
    return 0;
}

static async Task Write<T>(string target, string name, T[] entries)
{
    IEnumerable<string> lines = entries.Select(e => JsonSerializer.Serialize(e, EvaluationJson.Options));
    await File.WriteAllTextAsync(Path.Combine(target, name), $"[\n{string.Join(",\n", lines)}\n]\n");
}
