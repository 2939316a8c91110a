using System.Globalization;
using DeepFix.Load;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;
using DeepFix.Web.ServiceTests;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Site))]

namespace DeepFix.Web.ServiceTests;

/// <summary>One server process, one MLflow and one browser for all tests; each test has a window of its own.</summary>
public sealed class Site : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly Place _place = new();
    private FakeMlflow _mlflow = null!;
    private FakeMlflow? _slow;
    private ServerProcess _server = null!;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The address of the pages.</summary>
    public string Address => _server.Uri.GetLeftPart(UriPartial.Authority);

    /// <summary>The address of MLflow.</summary>
    public string Mlflow => _mlflow.Uri.GetLeftPart(UriPartial.Authority);

    /// <summary>The address of an MLflow that takes longer than any test.</summary>
    public string SlowMlflow => _slow!.Uri.GetLeftPart(UriPartial.Authority);

    /// <summary>Speaks to the server without a browser.</summary>
    public HttpClient Http => _server.Http;

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Chromium)) return;
        _mlflow = await FakeMlflow.StartAsync();
        Fill();
        _slow = await FakeMlflow.StartAsync(new FakeMlflowOptions { Delay = TimeSpan.FromMinutes(5) });
        _server = await ServerProcess.StartAsync(new Dictionary<string, string>(_place.Settings, StringComparer.Ordinal) { ["DeepFix__Jobs__MaxConcurrent"] = "40" }, CancellationToken.None);
        await RememberAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Headless = true,
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _server?.Dispose();
        if (_mlflow is not null) await _mlflow.DisposeAsync();
        if (_slow is not null) await _slow.DisposeAsync();
        _place.Dispose();
    }

    /// <summary>A window of its own; without a chromium the test is skipped, except where every service is required.</summary>
    public async Task<Window> OpenAsync(Way way)
    {
        if (_browser is null)
        {
            (Environment.GetEnvironmentVariable("DEEPFIX_REQUIRE_SERVICES") == "1").ShouldBeFalse($"{Chromium} is missing although every service is required.");
            Assert.Skip($"{Chromium} is missing: no browser to test with. Debian's package is chromium.");
        }

        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address,
            ViewportSize = new ViewportSize { Width = way.Width, Height = 900 },
            ColorScheme = way.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            JavaScriptEnabled = way.HasScript,
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            TimezoneId = "Europe/Berlin",
        });
        context.SetDefaultTimeout(20_000);
        return new Window(way, context, await context.NewPageAsync());
    }

    private void Fill()
    {
        foreach ((int i, Way way) in Way.All.Index())
        {
            string experiment = (i + 1).ToString(CultureInfo.InvariantCulture);
            _mlflow.Store.AddExperiment(way.Experiment, experiment);
            Add(experiment, "unknown", LabelledRuns.NanLoss);
            Add(experiment, "to analyse", LabelledRuns.NanLoss);
            Add(experiment, "steady", LabelledRuns.Healthy);
            Add(experiment, "judged before", LabelledRuns.Healthy).WithTag("deepfix.verdict", "overfitting");
            Add(experiment, "clean before", LabelledRuns.Healthy).WithTag("deepfix.verdict", "clean");
        }

        _mlflow.Store.AddExperiment("For a look", "100");
        foreach ((string name, string run, string? tag) in ((string, string, string?)[])[("lr 0.1, no warm-up", LabelledRuns.NanLoss, null), ("lr 0.001", LabelledRuns.Healthy, null), ("resnet, weight decay 0.05", LabelledRuns.Healthy, "clean"), ("resnet, no dropout", LabelledRuns.Healthy, "overfitting"), ("half a batch", LabelledRuns.Healthy, "nothing_to_judge")])
        {
            FakeRun added = Add("100", name, run);
            if (tag is not null) added.WithTag("deepfix.verdict", tag);
        }

        _mlflow.Store.AddExperiment(Hostile.Markup, "101");
        foreach (string name in Hostile.Names) Add("101", name, LabelledRuns.NanLoss).WithParam(name, name);
        _mlflow.Store.AddExperiment("Ten thousand", "102");
        for (int i = 0; i < 10_000; i++)
        {
            FakeRun run = _mlflow.Store.AddRun("102");
            (run.Name, run.Status, run.StartTime) = (string.Create(CultureInfo.InvariantCulture, $"run {i:00000}"), "FINISHED", 1_767_225_600_000 + (i * 1000L));
        }

        _mlflow.Store.AddExperiment("Nothing yet", "103");
    }

    /// <summary>Puts an analysis of each of the ten thousand runs into the job store, as if it had been asked for some hours ago.</summary>
    private async Task RememberAsync()
    {
        long then = TimeProvider.System.GetUtcNow().AddHours(-5).ToUnixTimeMilliseconds();
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _place.SqlitePath, Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using SqliteTransaction all = connection.BeginTransaction();
        await using SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = """
            INSERT INTO deepfix_jobs (request_id, owner, run_id, request, state, attempt, handed_back, stage, progress, verdict, created_at, started_at, finished_at, due_at, expires_at)
            VALUES (@id, '', @run, @request, 'completed', 1, 0, 'done', 1, 'overfitting', @then, @then, @then, @then, @then + 72000000)
            """;
        SqliteParameter id = insert.Parameters.Add("id", SqliteType.Text), run = insert.Parameters.Add("run", SqliteType.Text), request = insert.Parameters.Add("request", SqliteType.Text);
        insert.Parameters.AddWithValue("then", then);
        foreach (string runId in _mlflow.Store.Runs.Where(r => r.ExperimentId == "102").Select(r => r.Id))
        {
            (id.Value, run.Value) = ("req_" + runId, runId);
            request.Value = $$"""{"run_id":"{{runId}}","mlflow_tracking_uri":"{{Mlflow}}"}""";
            await insert.ExecuteNonQueryAsync();
        }

        await all.CommitAsync();
    }

    private FakeRun Add(string experiment, string name, string labelled)
    {
        FakeRun run = _mlflow.Store.AddRun(experiment);
        (run.Name, run.Status, run.UserId, run.EndTime) = (name, "FINISHED", "mara", run.StartTime + 185_000);
        run.WithParam("learning_rate", labelled == LabelledRuns.NanLoss ? "0.1" : "0.001").WithParam("optimizer", "adamw").WithMetric("val_loss", 0.9, 0.7, 0.6);
        string folder = LabelledRuns.Folder(labelled);
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            run.WithArtifact(Path.GetRelativePath(folder, file).Replace('\\', '/'), FakeArtifact.Of(File.ReadAllBytes(file)));
        return run;
    }
}
