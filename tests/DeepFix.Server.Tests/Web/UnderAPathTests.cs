using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;

namespace DeepFix.Server.Tests.Web;

public sealed class UnderAPathTests
{
    [Fact]
    public async Task Under_a_path_every_link_form_and_redirect_stays_under_it()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        mlflow.Add(LabelledRuns.NanLoss);
        mlflow.Add(LabelledRuns.Healthy);
        string at = Uri.EscapeDataString(mlflow.Uri.Origin());
        using RunningServer server = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal) { ["DeepFix:PathBase"] = "/deepfix" });
        using var visitor = new Visitor(server, "/deepfix");
        WebAnswer run = await visitor.GetAsync($"/run?at={at}&id=nan-loss");

        WebAnswer result = await visitor.SubmitAsync(run, "/run/analysis");
        for (int i = 0; i < 20 && !result.Address.Contains("/results/", StringComparison.Ordinal); i++) result = await visitor.GetAsync(result.TargetWith("seen="));

        result.Address.ShouldStartWith("/deepfix/results/");
        WebAnswer comparison = await visitor.SubmitAsync(await visitor.GetAsync("/compare"), "/compare/result", ("at", mlflow.Uri.Origin()), ("run", "nan-loss healthy"));
        foreach (WebAnswer page in (WebAnswer[])[run, result, comparison, await visitor.GetAsync("/"), await visitor.GetAsync($"/experiments?at={at}"), await visitor.GetAsync($"/experiment?at={at}&id=0"), await visitor.GetAsync("/jobs"), await visitor.GetAsync("/nowhere")])
            page.Targets.ShouldAllBe(t => t.StartsWith("/deepfix/") || t.StartsWith('#'));
        (await visitor.GetAsync(result.TargetWith("site.css"))).Status.ShouldBe(200);
    }
}
