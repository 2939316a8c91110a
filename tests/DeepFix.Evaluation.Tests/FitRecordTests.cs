using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Evaluation.Tests;

public sealed class FitRecordTests
{
    [Fact]
    public async Task The_shipped_tables_were_fitted_with_the_present_detectors()
    {
        string tables = RepositoryFiles.PathOf("src", "DeepFix");
        string[] fitted = Lines(await File.ReadAllTextAsync(Path.Combine(tables, FitRecord.FileName), TestContext.Current.CancellationToken));
        string[] now = Lines(await FitRecord.OfAsync(tables, RepositoryFiles.PathOf("tests", "runs")));

        now.ShouldBe(fitted, "Detectors, signs or tables have changed since the tables were fitted. Fit them again (`dotnet run --project eval/DeepFix.Evaluation -- fit src/DeepFix RUNS...`), look at what changes in docs/evaluation.md, and commit both.");
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
