using System.Globalization;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Server.Tests.Jobs;
using DeepFix.Testing;

namespace DeepFix.Server.Tests.Web;

public sealed class WebPagesTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private readonly Visitor _visitor = new(server);
    private FakeMlflow _mlflow = null!;

    private string At => Uri.EscapeDataString(_mlflow.Uri.Origin());

    public async ValueTask InitializeAsync()
    {
        _mlflow = await FakeMlflow.StartAsync();
        _mlflow.Add(LabelledRuns.NanLoss).Name = "first try";
        _mlflow.Add(LabelledRuns.Healthy).Name = "second try";
    }

    public ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        return _mlflow.DisposeAsync();
    }

    [Fact]
    public async Task Each_page_holds_nothing_that_could_run_but_our_own_files()
    {
        foreach (string path in (string[])["/", $"/experiments?at={At}", $"/experiment?at={At}&id=0", $"/run?at={At}&id=nan-loss", "/jobs", "/compare", "/knowledge", "/knowledge?q=loss+is+nan"])
        {
            WebAnswer page = (await _visitor.GetAsync(path)).ShouldBeHarmless();
            page.Status.ShouldBe(200, page.Body);
            page.Body.ShouldContain("<html lang=\"en\">");
            page.Body.ShouldContain("href=\"#main\"");
            page.Body.Split("<h1").Length.ShouldBe(2, path);
        }
    }

    [Fact]
    public async Task The_files_of_the_pages_are_served_to_be_kept()
    {
        WebAnswer page = await _visitor.GetAsync("/");
        string[] files = [.. page.Targets.Where(t => t.Contains("/assets/", StringComparison.Ordinal))];

        files.Length.ShouldBe(4);
        foreach (string file in files)
        {
            WebAnswer answer = await _visitor.GetAsync(file);
            answer.Status.ShouldBe(200, file);
            answer.Headers["Cache-Control"].ShouldContain("immutable");
        }
    }

    [Fact]
    public async Task A_run_is_found_analysed_and_its_result_read()
    {
        WebAnswer experiments = await _visitor.GetAsync($"/experiments?at={At}");
        WebAnswer runs = await _visitor.GetAsync(experiments.TargetWith("/experiment?"));
        runs.Text.ShouldContain("Not analysed Analyse first try");

        WebAnswer result = await ResultAsync(await _visitor.SubmitAsync(runs, "/run/analysis", ("run", LabelledRuns.NanLoss)));

        result.ShouldBeHarmless().Text.ShouldContain("Loss is not a number", Case.Insensitive);
        WebAnswer again = await _visitor.GetAsync($"/experiment?at={At}&id=0");
        again.Text.ShouldContain("Learning rate too high Read the result of first try", Case.Insensitive);
        again.Text.ShouldContain("Not analysed Analyse second try");
        (await _visitor.GetAsync("/jobs")).Text.ShouldContain("nan-loss");
        foreach ((string ending, string type) in ((string, string)[])[("html", "text/html"), ("md", "text/markdown"), ("json", "application/json")])
        {
            WebAnswer file = await _visitor.GetAsync(result.TargetWith("report." + ending));
            file.Status.ShouldBe(200);
            file.Headers["Content-Type"].ShouldStartWith(type);
            file.Headers["Content-Disposition"].ShouldStartWith("attachment");
        }
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_is_one_analysis_which_can_be_watched_and_cancelled()
    {
        await using SlowMlflow slow = await SlowMlflow.StartAsync();
        WebAnswer start = await _visitor.GetAsync("/compare");
        (string, string)[] fields = [("at", slow.Uri.Origin()), ("run", LabelledRuns.NanLoss)];
        WebAnswer run = start with { Body = start.Body.Replace("/compare/result", "/run/analysis", StringComparison.Ordinal) };

        WebAnswer first = await _visitor.SubmitAsync(run, "/run/analysis", fields);
        WebAnswer second = await _visitor.SubmitAsync(run, "/run/analysis", fields);

        first.ShouldBeHarmless().Text.ShouldContain("Analysis under way");
        second.Address.ShouldBe(first.Address);
        (await _visitor.GetAsync(first.TargetWith("seen="))).Text.ShouldContain("Fetches the run from MLflow");
        (await _visitor.GetAsync("/jobs")).Text.ShouldContain("Watch the analysis of nan-loss");
        (await _visitor.SubmitAsync(first, "/cancel")).Text.ShouldContain("was cancelled");
        (await _visitor.GetAsync("/jobs")).Text.ShouldContain("Cancelled");
    }

    [Fact]
    public async Task A_tag_of_ours_is_a_verdict_and_anybody_elses_text_is_none()
    {
        _mlflow.Store.Run(LabelledRuns.NanLoss).WithTag("deepfix.verdict", "overfitting");
        _mlflow.Store.Run(LabelledRuns.Healthy).WithTag("deepfix.verdict", "<b>all is well</b>");

        WebAnswer runs = await _visitor.GetAsync($"/experiment?at={At}&id=0");

        runs.Text.ShouldContain("Overfitting");
        runs.Text.ShouldNotContain("all is well");
        runs.Text.ShouldContain("Not analysed Analyse second try");
        (await _visitor.GetAsync($"/run?at={At}&id=nan-loss")).Text.ShouldContain("the result itself is not kept here");
    }

    [Fact]
    public async Task Of_ten_thousand_runs_a_page_is_asked_for_at_a_time_and_the_choice_goes_along()
    {
        for (int i = 0; i < 10_000; i++)
        {
            FakeRun run = _mlflow.Store.AddRun();
            run.Name = string.Create(CultureInfo.InvariantCulture, $"run {i:00000}");
            run.StartTime = 1_767_225_600_000 + (i * 1000L);
        }

        WebAnswer first = await _visitor.GetAsync($"/experiment?at={At}&id=0&run=nan-loss");

        first.Body.Split("type=\"checkbox\"").Length.ShouldBe(51);
        first.Text.ShouldContain("run 09999");
        first.Text.ShouldContain("1 chosen on other pages");
        _mlflow.Requests.Count(r => r.Contains("runs/search", StringComparison.Ordinal)).ShouldBe(1);
        string token = first.Body.Split("name=\"page\" value=\"")[1].Split('"')[0];
        WebAnswer second = await _visitor.GetAsync($"/experiment?at={At}&id=0&run=nan-loss&page={Uri.EscapeDataString(System.Net.WebUtility.HtmlDecode(token))}");
        second.Text.ShouldContain("run 09949");
        second.Text.ShouldNotContain("run 09950");
        second.Text.ShouldContain("1 chosen on other pages");
    }

    [Fact]
    public async Task Runs_are_compared()
    {
        WebAnswer choice = await _visitor.GetAsync($"/compare?at={At}&run=nan-loss&run=healthy");
        choice.Text.ShouldContain("nan-loss healthy");

        WebAnswer result = await _visitor.SubmitAsync(choice, "/compare/result", ("at", _mlflow.Uri.Origin()), ("run", "nan-loss\nhealthy"));

        result.Status.ShouldBe(200, result.Body);
        result.ShouldBeHarmless().Text.ShouldContain("What differs");
        result.Text.ShouldContain("first try");
        WebAnswer one = await _visitor.SubmitAsync(choice, "/compare/result", ("at", _mlflow.Uri.Origin()), ("run", "nan-loss"));
        one.Status.ShouldBe(400);
        one.ShouldBeHarmless().Text.ShouldContain("2 to 100");
    }

    [Fact]
    public async Task The_knowledge_base_answers_with_its_sources_or_says_that_it_has_none()
    {
        WebAnswer answer = await _visitor.GetAsync("/knowledge?q=validation+loss+rises+while+training+loss+falls");

        answer.Text.ShouldContain("best first");
        answer.Text.ShouldContain("Source");
        (await _visitor.GetAsync("/knowledge?q=qqqq+zzzz")).Text.ShouldContain("has no answer");
        (await _visitor.GetAsync("/knowledge?q=a&domain=cooking")).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("https://mlflow.example", 403, "is not among those that this server may read from")]
    [InlineData("http://169.254.169.254", 403, "is not among those")]
    [InlineData("file:///etc", 400, "must be an absolute http or https URI")]
    [InlineData("http://me:secret@localhost:5000", 400, "must not hold a user name or password")]
    [InlineData("", 400, "mlflow_tracking_uri")]
    public async Task An_MLflow_that_may_not_be_read_is_refused_in_the_words_of_the_API(string at, int status, string words)
    {
        WebAnswer page = await _visitor.GetAsync("/experiments?at=" + Uri.EscapeDataString(at));

        page.Status.ShouldBe(status);
        page.ShouldBeHarmless().Text.ShouldContain(words);
        WebAnswer choice = await _visitor.GetAsync("/compare");
        WebAnswer refused = await _visitor.SubmitAsync(choice with { Body = choice.Body.Replace("/compare/result", "/run/analysis", StringComparison.Ordinal) }, "/run/analysis", ("at", at), ("run", "abc"));
        refused.Status.ShouldBe(status);
    }

    [Fact]
    public async Task What_is_not_there_or_away_is_told_as_a_page()
    {
        (await _visitor.GetAsync($"/run?at={At}&id=unknown")).ShouldBeHarmless().Text.ShouldContain("has no run 'unknown'");
        (await _visitor.GetAsync($"/experiment?at={At}&id=77")).Status.ShouldBe(404);
        (await _visitor.GetAsync("/results/req_unknown")).Status.ShouldBe(404);
        (await _visitor.GetAsync("/jobs/req_unknown")).Status.ShouldBe(404);
        WebAnswer nowhere = await _visitor.GetAsync("/nowhere");
        nowhere.Status.ShouldBe(404);
        nowhere.ShouldBeHarmless().Text.ShouldContain("Go to the start page");
        (await server.GetAsync("/nowhere")).ShouldBeError(Api.ErrorCode.NotFound);
        WebAnswer away = await _visitor.GetAsync($"/experiments?at={Uri.EscapeDataString("http://127.0.0.1:" + Loopback.FreePort().ToString(CultureInfo.InvariantCulture))}");
        away.Status.ShouldBe(503);
        away.Text.ShouldContain("Unable to connect to MLflow");
        away.Text.ShouldContain("Try again");
    }

    [Fact]
    public async Task A_store_without_experiments_or_runs_says_so()
    {
        await using FakeMlflow empty = await FakeMlflow.StartAsync();

        (await _visitor.GetAsync($"/experiment?at={Uri.EscapeDataString(empty.Uri.Origin())}&id=0")).Text.ShouldContain("This experiment has no runs yet.");
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        WebAnswer page = await _visitor.GetAsync($"/run?at={At}&id=healthy");
        page.Body.ShouldContain("__RequestVerificationToken");

        foreach (string path in (string[])["/run/analysis", "/jobs/req_1/cancel", "/compare/result", "/sign-in/key", "/sign-out"])
        {
            WebAnswer refused = await _visitor.PostAsync(path, ("at", _mlflow.Uri.Origin()), ("run", "healthy"), ("__RequestVerificationToken", "made-up"));
            refused.Status.ShouldBe(403, path);
            refused.ShouldBeHarmless().Text.ShouldContain("This form was not made here");
        }

        using var other = new Visitor(server);
        (await other.SubmitAsync(page, "/run/analysis")).Status.ShouldBe(403);
        _mlflow.Requests.ShouldNotContain(r => r.Contains("artifacts", StringComparison.Ordinal));
        _visitor.SetCookies.ShouldAllBe(c => c.Contains("httponly", StringComparison.OrdinalIgnoreCase) && c.Contains("samesite=strict", StringComparison.OrdinalIgnoreCase));
    }

    private async Task<WebAnswer> ResultAsync(WebAnswer page)
    {
        for (int i = 0; i < 20 && !page.Address.Contains("/results/", StringComparison.Ordinal); i++) page = await _visitor.GetAsync(page.TargetWith("seen="));
        page.Address.ShouldContain("/results/");
        return page;
    }
}
