using System.Globalization;
using System.Text.Json;
using DeepFix.Evaluation;
using DeepFix.Evaluation.Comparisons;
using DeepFix.Evaluation.Laws;
using DeepFix.Evaluation.Reports;
using DeepFix.Evaluation.Transformations;

return args switch
{
    ["fit", var target, .. { Length: > 0 } folders] => await FitAsync(target, folders),
    ["transformations", var runs] when Directory.Exists(runs) => await TransformationReport.WriteAsync(runs, Console.Out),
    ["laws", var runs] when Directory.Exists(runs) => await LawReport.WriteAsync(runs, Console.Out),
    ["report", var corpora, var page] when Directory.Exists(corpora) => await EvaluationReport.WriteAsync(corpora, page),
    ["compare", .. { Length: > 0 } folders] => await ComparisonReport.WriteAsync(folders, Console.Out),
    ["wild-raw", var logs] when Directory.Exists(logs) => await WildRaw.WriteAsync(logs, Console.Out),
    ["knowledge", .. { Length: > 0 } files] => ScoreKnowledge(files),
    [var first, ..] when Directory.Exists(first) => await ScoreAsync([.. args.TakeWhile(Directory.Exists)], Option(args, "--view"), Option(args, "--predictions")),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        Usage: dotnet run --project eval/DeepFix.Evaluation -- RUNS... [--view VIEW] [--predictions DIR]
                 scores folders of labelled runs, leaving out one data set at a time
               dotnet run --project eval/DeepFix.Evaluation -- fit src/DeepFix RUNS...
                 writes casebook.json, calibration.json and differential.json from folders of labelled runs
               dotnet run --project eval/DeepFix.Evaluation -- report CORPORA docs/evaluation.md
                 writes every figure on labelled runs as a page; CORPORA holds corpus, wild and deepchecks
               dotnet run --project eval/DeepFix.Evaluation -- transformations RUNS
                 puts faults of the record into the controls of a folder, and what only looks like them, and counts what is found
               dotnet run --project eval/DeepFix.Evaluation -- laws RUNS
                 counts the runs whose findings stay when only the form of their record is changed
               dotnet run --project eval/DeepFix.Evaluation -- compare RUNS...
                 holds runs with a fault against healthy ones of their data set and counts whether the setting at fault is named
               dotnet run --project eval/DeepFix.Evaluation -- wild-raw LOGS
                 reads foreign logs (raw/) and holds them against their normalised form (metrics.csv)
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

static async Task<int> ScoreAsync(string[] folders, string? view, string? predictions)
{
    foreach (FolderScore folder in (await CrossValidation.RunAsync(folders, [view], predictions))[0].Folders)
    {
        Console.WriteLine($"== {folder.Name}");
        foreach ((string name, double value) in folder.Pooled.Measures())
        {
            var worst = folder.PerDataSet.Select(d => (d.Key, Value: d.Value.Measures()[name])).OrderBy(d => name is "healthy_flagged" or "healthy_with_advice" or "first_action_harms" or "ece" ? -d.Value : d.Value).First();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24} {value,7}   worst data set {worst.Value,7} ({worst.Key})"));
        }

        foreach ((string cause, (int runs, int found, int top1)) in folder.Pooled.PerCause) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cause,-28} {runs,4} {found,5} {top1,4}"));
        Console.WriteLine($"wrong: {string.Join(", ", folder.Pooled.WrongByCode.OrderByDescending(w => w.Value).Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Key} {w.Value}")))}");
    }

    return 0;
}

static async Task<int> FitAsync(string target, string[] folders)
{
    IReadOnlyList<JudgedRun> runs = JudgedRun.All(folders.SelectMany(LabelledRun.ReadAll));
    FittedTables tables = FittedTables.On(runs);
    await Write(target, "casebook.json", tables.Casebook);
    await Write(target, "calibration.json", tables.Calibration);
    await Write(target, "differential.json", tables.Differential);
    await File.WriteAllTextAsync(Path.Combine(target, FitRecord.FileName), await FitRecord.OfAsync(target, Path.Combine(target, "..", "..", "tests", "runs")));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{runs.Count} labelled runs."));
    return 0;
}

static async Task Write<T>(string target, string name, T[] entries)
{
    IEnumerable<string> lines = entries.Select(e => JsonSerializer.Serialize(e, EvaluationJson.Options));
    await File.WriteAllTextAsync(Path.Combine(target, name), $"[\n{string.Join(",\n", lines)}\n]\n");
}
