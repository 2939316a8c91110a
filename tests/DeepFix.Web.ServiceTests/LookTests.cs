using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DeepFix.Load;
using Microsoft.Playwright;

namespace DeepFix.Web.ServiceTests;

/// <summary>The main pages as they are seen, read out, enlarged and printed.</summary>
public sealed class LookTests(Site site)
{
    private const string AxeVariable = "DEEPFIX_TEST_AXE", ScreenshotsVariable = "DEEPFIX_SCREENSHOTS";

    private static readonly string[] Wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

    [Theory]
    [InlineData(360, false)]
    [InlineData(360, true)]
    [InlineData(1440, false)]
    [InlineData(1440, true)]
    public async Task No_page_breaks_WCAG_2_2_AA_and_each_has_its_picture_taken(int width, bool dark)
    {
        await using Window window = await site.OpenAsync(new Way(width, dark, HasScript: true, ByKeyboard: false));
        string axe = Axe();
        foreach ((string name, string address) in await PagesAsync(window))
        {
            await OpenAsync(window, address);
            await ShootAsync(window, $"{name}-{width}-{(dark ? "dark" : "light")}.png");
            (await ViolationsAsync(window, axe)).ShouldBe("", name);
        }

        await CompareAsync(window);
        await ShootAsync(window, $"comparison-{width}-{(dark ? "dark" : "light")}.png");
        (await ViolationsAsync(window, axe)).ShouldBe("", "comparison");
        await window.ShouldFitAsync();
    }

    [Theory]
    [InlineData(360, true)]
    [InlineData(1440, false)]
    public async Task Where_a_key_is_asked_for_it_is_entered_once(int width, bool dark)
    {
        await using Window window = await site.OpenAsync(new Way(width, dark, HasScript: true, ByKeyboard: true));
        using var place = new Place();
        var settings = new Dictionary<string, string>(place.Settings, StringComparer.Ordinal)
        {
            ["DeepFix__ApiKeys__0__Name"] = "mara",
            ["DeepFix__ApiKeys__0__Sha256"] = Convert.ToHexStringLower(SHA256.HashData("a key for a test"u8)),
        };
        using ServerProcess server = await ServerProcess.StartAsync(settings, TestContext.Current.CancellationToken);
        await window.Page.GotoAsync(new Uri(server.Uri, "/knowledge").AbsoluteUri);
        await Assertions.Expect(window.Heading).ToHaveTextAsync("Sign in");
        await window.WriteAsync(window.Field("API key"), "not the key");
        await window.PressAsync(window.Button("Sign in"));
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("not one of this server's keys");
        await ShootAsync(window, $"sign-in-{width}-{(dark ? "dark" : "light")}.png");
        (await ViolationsAsync(window, Axe())).ShouldBe("");

        await window.WriteAsync(window.Field("API key"), "a key for a test");
        await window.PressAsync(window.Button("Sign in"));

        await Assertions.Expect(window.Heading).ToHaveTextAsync("Ask about training");
        await Assertions.Expect(window.Page.GetByText("Signed in as mara")).ToBeVisibleAsync();
        await window.ShouldFitAsync();
        (await ViolationsAsync(window, Axe())).ShouldBe("");
    }

    /// <summary>A window of 1,280 pixels at 400 %.</summary>
    [Fact]
    public async Task At_400_percent_nothing_is_lost_to_the_side()
    {
        await using Window window = await site.OpenAsync(new Way(320, IsDark: false, HasScript: true, ByKeyboard: false));
        foreach ((_, string address) in await PagesAsync(window))
        {
            await OpenAsync(window, address);
            await window.ShouldFitAsync();
        }
    }

    [Fact]
    public async Task On_paper_a_result_is_the_report_alone()
    {
        await using Window window = await site.OpenAsync(new Way(1440, IsDark: true, HasScript: true, ByKeyboard: false));
        await OpenAsync(window, (await PagesAsync(window)).Single(p => p.Name == "result").Address);
        await window.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });

        await Assertions.Expect(window.Page.Locator(".sentence")).ToBeVisibleAsync();
        await Assertions.Expect(window.Link("Knowledge")).ToBeHiddenAsync();
        (await window.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe("rgb(255, 255, 255)");
    }

    [Fact]
    public async Task Hostile_names_run_nothing_and_move_nothing()
    {
        await using Window window = await site.OpenAsync(new Way(360, IsDark: false, HasScript: true, ByKeyboard: false));
        List<string> said = [];
        window.Page.Console += (_, line) => said.Add(line.Text);
        window.Page.Dialog += (_, dialog) => said.Add(dialog.Message);
        await window.Page.GotoAsync($"/experiment?at={Uri.EscapeDataString(site.Mlflow)}&id=101");
        await window.ShouldFitAsync();
        (await window.Page.Locator("main :is(script, img, iframe)").CountAsync()).ShouldBe(0);
        (await window.Page.Locator("tbody tr").CountAsync()).ShouldBe(Hostile.Names.Count);
        string[] runs = await window.Page.Locator("tbody th a").EvaluateAllAsync<string[]>("links => links.map(l => l.href)");
        foreach (string run in runs)
        {
            await window.Page.GotoAsync(run);
            await window.ShouldFitAsync();
            await window.PressAsync(window.Button("Analyse this run"));
            await window.ToResultAsync(new Way(360, IsDark: false, HasScript: true, ByKeyboard: false));
            (await window.Page.TitleAsync()).ShouldNotBe("taken");
            (await window.Page.Locator("main :is(script, img, iframe)").CountAsync()).ShouldBe(0);
        }

        said.ShouldBeEmpty();
    }

    private static async Task OpenAsync(Window window, string address)
    {
        await window.Page.GotoAsync(address);
        await window.Heading.WaitForAsync();
    }

    private static string Axe()
    {
        string? path = Environment.GetEnvironmentVariable(AxeVariable);
        if (!string.IsNullOrEmpty(path)) return File.ReadAllText(path);
        (Environment.GetEnvironmentVariable("DEEPFIX_REQUIRE_SERVICES") == "1").ShouldBeFalse($"{AxeVariable} is not set although every service is required.");
        Assert.Skip($"{AxeVariable} is not set: no axe-core to look with. .ci/services fetches it.");
        return "";
    }

    private static async Task<string> ViolationsAsync(Window window, string axe)
    {
        await window.Page.EvaluateAsync(axe);
        JsonElement answer = await window.Page.EvaluateAsync<JsonElement>("tags => axe.run(document, { runOnly: tags, resultTypes: ['violations'] })", Wcag);
        return string.Join('\n', answer.GetProperty("violations").EnumerateArray().Select(v => $"{v.GetProperty("id")}: {string.Join(" | ", v.GetProperty("nodes").EnumerateArray().Take(3).Select(n => n.GetProperty("html") + " " + n.GetProperty("failureSummary")))}"));
    }

    private static async Task ShootAsync(Window window, string name)
    {
        if (Environment.GetEnvironmentVariable(ScreenshotsVariable) is { Length: > 0 } folder)
            await window.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name), FullPage = true });
    }

    /// <summary>The main pages in their states: full, empty, refused, failed and under way.</summary>
    private async Task<IReadOnlyList<(string Name, string Address)>> PagesAsync(Window window)
    {
        string at = Uri.EscapeDataString(site.Mlflow);
        string result = await AnalyseAsync(window, "lr 0.1, no warm-up");
        return
        [
            ("start", "/"),
            ("experiments", $"/experiments?at={at}"),
            ("runs", $"/experiment?at={at}&id=100"),
            ("runs-empty", $"/experiment?at={at}&id=103"),
            ("run", await RunAsync(window, "lr 0.001")),
            ("job", await AcceptAsync()),
            ("result", result),
            ("compare", $"/compare?at={at}"),
            ("knowledge", "/knowledge?q=validation%20loss%20rises%20while%20training%20loss%20falls"),
            ("knowledge-none", "/knowledge?q=qqqq%20zzzz"),
            ("jobs", "/jobs"),
            ("refused", "/experiments?at=https%3A%2F%2Fmlflow.example"),
            ("unknown", "/nowhere"),
        ];
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_analysis_is_watched_with_the_focus_where_it_was_and_cancelled(bool script)
    {
        await using Window window = await site.OpenAsync(new Way(360, IsDark: false, script, ByKeyboard: true));
        await OpenAsync(window, await AcceptAsync());
        await Assertions.Expect(window.Heading).ToHaveTextAsync("Analysis under way");
        if (script)
        {
            await Assertions.Expect(window.Link("Look again")).ToBeHiddenAsync();
            await window.Button("Cancel the analysis").FocusAsync();
            await Assertions.Expect(window.Page.GetByRole(AriaRole.Status)).ToContainTextAsync("Fetches the run from MLflow");
            await Assertions.Expect(window.Button("Cancel the analysis")).ToBeFocusedAsync();
        }
        else
        {
            await Assertions.Expect(window.Link("Look again")).ToBeVisibleAsync();
        }

        await window.PressAsync(window.Button("Cancel the analysis"));

        await Assertions.Expect(window.Heading).ToHaveTextAsync("Cancelled");
    }

    /// <summary>An analysis that stays under way.</summary>
    private async Task<string> AcceptAsync()
    {
        using var body = new StringContent($$"""{"run_id": "{{Guid.NewGuid():N}}", "mlflow_tracking_uri": "{{site.SlowMlflow}}"}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await site.Http.PostAsync(new Uri("/api/v1/analyze?mode=async", UriKind.Relative), body, TestContext.Current.CancellationToken);
        JsonElement accepted = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        return "/jobs/" + accepted.GetProperty("request_id").GetString();
    }

    private async Task CompareAsync(Window window)
    {
        await window.Page.GotoAsync($"/experiment?at={Uri.EscapeDataString(site.Mlflow)}&id=100");
        string[] runs = await window.Page.Locator("tbody input[name=run]").EvaluateAllAsync<string[]>("boxes => boxes.map(b => b.value)");
        await window.Page.GotoAsync($"/compare?at={Uri.EscapeDataString(site.Mlflow)}{string.Concat(runs.Select(r => "&run=" + r))}");
        await window.PressAsync(window.Button("Compare"));
        await Assertions.Expect(window.Heading).ToContainTextAsync("Comparison");
    }

    private async Task<string> RunAsync(Window window, string name)
    {
        await window.Page.GotoAsync($"/experiment?at={Uri.EscapeDataString(site.Mlflow)}&id=100");
        return await window.Link(name).GetAttributeAsync("href") ?? "";
    }

    private async Task<string> AnalyseAsync(Window window, string name)
    {
        await window.Page.GotoAsync(await RunAsync(window, name));
        await window.Page.Locator("form[action$='/run/analysis'] button").ClickAsync();
        await window.Page.WaitForURLAsync("**/results/**");
        return window.Page.Url;
    }
}
