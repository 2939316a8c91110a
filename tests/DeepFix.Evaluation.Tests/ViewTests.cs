using System.Security.Cryptography;
using System.Text;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Evaluation.Tests;

/// <summary>Views against the corpus's own, which were made once of two bundled runs; <c>steps</c> draws its noise otherwise there.</summary>
public sealed class ViewTests
{
    [Theory]
    [InlineData("basic", "37433eef16d333f7", "3fc99bf77d34f4a5")]
    [InlineData("bare", "37433eef16d333f7", "3fc99bf77d34f4a5")]
    [InlineData("nolr", "43ff77fce3965402", "85ebf1bf9e6da09f")]
    [InlineData("noval", "212691caa24a9a5b", "7ca3973276aff523")]
    [InlineData("half", "52049635fa63e9b5", "f286538defa371bf")]
    [InlineData("percent", "3b6ef637c2570bf3", "b64b42e2e1a034d4")]
    [InlineData("scaled", "f023a4f08483213a", "6ff29c3a9ab10864")]
    [InlineData("renamed", "b3bf896cf0a77258", "18bbc9bac62ef422")]
    [InlineData("basic+half", "18f3d134fb379cba", "e4b287d8f31e2059")]
    public void Poorer_logs_have_the_bytes_of_the_corpus_s_own(string view, params string[] digests)
        => new[] { "d042", "m007" }.Select(run => Digest(View.Apply("training_artifacts/metrics.csv", Text(run), view))).ShouldBe(digests);

    [Fact]
    public void An_epoch_as_four_steps_keeps_its_own_row_last()
    {
        string[] whole = Lines(Text("d042")), steps = Lines(View.Apply("training_artifacts/metrics.csv", Text("d042"), "steps"));

        steps.Length.ShouldBe((4 * (whole.Length - 1)) + 1);
        steps.Where((_, i) => i > 0 && i % 4 == 0).Select(WithoutStep).ShouldBe(whole.Skip(1).Select(WithoutStep));
    }

    private static string WithoutStep(string line) => line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..];

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Text(string run) => File.ReadAllText(RepositoryFiles.PathOf("tests", "runs", run, "training_artifacts", "metrics.csv"));

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
