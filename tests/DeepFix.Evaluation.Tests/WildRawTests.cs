using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Evaluation.Tests;

/// <summary>Logs of other people, as they committed them: their losses and accuracies come out as in the form that was normalised apart from DeepFix.</summary>
public sealed class WildRawTests
{
    public static TheoryData<string> Logs => [.. Directory.EnumerateDirectories(RepositoryFiles.PathOf("tests", "wild")).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Logs))]
    public async Task A_real_log_is_read_to_its_normalised_form(string log)
    {
        (string verdict, string why) = await WildRaw.JudgeAsync(RepositoryFiles.PathOf("tests", "wild", log));
        verdict.ShouldBe("right", why);
    }

    [Fact]
    public async Task The_count_of_what_was_read_ends_the_report()
    {
        using var output = new StringWriter();
        (await WildRaw.WriteAsync(RepositoryFiles.PathOf("tests", "wild"), output)).ShouldBe(0);
        output.ToString().ShouldEndWith($"{Logs.Count} right, 0 wrong, 0 refused of {Logs.Count}\n");
    }
}
