using DeepFix.Cli.Tests.Running;

namespace DeepFix.Cli.Tests;

public sealed class AskTests
{
    [Fact]
    public async Task A_question_about_training_is_answered_with_sources()
    {
        Ran ran = await DeepFixProgram.RunAsync("ask", "training loss falls but validation loss rises");
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Out.ShouldContain("overfitting, training, confidence");
        ran.Out.ShouldContain("Sources: ");
    }

    [Fact]
    public async Task Programs_get_the_response_of_the_contract()
    {
        Ran ran = await DeepFixProgram.RunAsync("ask", "loss is nan", "--max-results", "2", "--format", "json");
        ran.Json.EnumerateObject().Select(p => p.Name).ShouldBe(["query", "results", "knowledge_version", "cached", "execution_time"]);
        ran.Json.GetProperty("results").GetArrayLength().ShouldBe(2);
        ran.Json.GetProperty("results")[0].GetProperty("metadata").GetProperty("tags").EnumerateArray().Select(t => t.GetString()).ShouldContain("nan_loss");
    }

    [Fact]
    public async Task A_question_outside_the_field_gets_no_answer_and_that_is_no_failure()
    {
        Ran ran = await DeepFixProgram.RunAsync("ask", "pandas dataframe groupby and pivot to excel");
        ran.ExitCode.ShouldBe(0, ran.Error);
        ran.Out.ShouldStartWith("Nothing in the knowledge base answers that.");
    }

    [Theory]
    [InlineData("--domain", "cooking")]
    [InlineData("--query-type", "joke")]
    [InlineData("--max-results", "0")]
    [InlineData("--max-results", "21")]
    [InlineData("--max-results", "few")]
    [InlineData("--min-confidence", "1.1")]
    [InlineData("--min-confidence", "much")]
    public async Task A_value_that_is_not_allowed_is_wrong_usage(string option, string value)
        => (await DeepFixProgram.RunAsync("ask", "loss is nan", option, value)).ExitCode.ShouldBe(3);
}
