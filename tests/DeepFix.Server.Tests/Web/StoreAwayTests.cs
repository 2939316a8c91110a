using DeepFix.Server.Jobs.Store;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DeepFix.Server.Tests.Web;

public sealed class StoreAwayTests
{
    [Fact]
    public async Task Without_the_job_store_runs_are_still_listed_by_their_tags_and_the_rest_says_so()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        mlflow.Add(LabelledRuns.NanLoss).WithTag("deepfix.verdict", "overfitting");
        mlflow.Add(LabelledRuns.Healthy);
        using RunningServer server = RunningServer.Start();
        await server.Services.GetRequiredService<JobDatabase>().ExecuteAsync("ALTER TABLE deepfix_jobs RENAME TO deepfix_jobs_away", TestContext.Current.CancellationToken);
        using var visitor = new Visitor(server);
        string at = Uri.EscapeDataString(mlflow.Uri.Origin());

        WebAnswer runs = await visitor.GetAsync($"/experiment?at={at}&id=0");
        WebAnswer run = await visitor.GetAsync($"/run?at={at}&id=healthy");
        WebAnswer jobs = await visitor.GetAsync("/jobs");

        runs.Status.ShouldBe(200);
        runs.ShouldBeHarmless().Text.ShouldContain("The job store does not answer just now");
        runs.Text.ShouldContain("Overfitting");
        run.Text.ShouldContain("the verdict comes from the run's tags alone");
        jobs.Status.ShouldBe(503);
        jobs.ShouldBeHarmless().Text.ShouldContain("This did not work");
    }
}
