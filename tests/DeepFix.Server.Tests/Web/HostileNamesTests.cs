using System.Text;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;

namespace DeepFix.Server.Tests.Web;

/// <summary>Whatever a run calls itself, a page stays a page.</summary>
public sealed class HostileNamesTests(RunningServer server) : IClassFixture<RunningServer>, IAsyncLifetime
{
    private readonly Visitor _visitor = new(server);
    private FakeMlflow _mlflow = null!;

    public async ValueTask InitializeAsync() => _mlflow = await FakeMlflow.StartAsync();

    public ValueTask DisposeAsync()
    {
        _visitor.Dispose();
        return _mlflow.DisposeAsync();
    }

    public static TheoryData<string> Names() =>
    [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' autofocus onfocus='alert(1)",
        "</title></textarea></table><iframe src=//evil.example>",
        "\u202Egpj.exe\u2066\u200F\u061C",
        "javascript:alert(1)",
        "{{7*7}} @DateTime.Now $(id) \0\u001b[31m\r\nSet-Cookie: a=b",
        "name " + new string('W', 10_000),
        new string('\u0301', 10_000),
        "\uD800 half a pair",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_hostile_name_changes_nothing(string name)
    {
        string at = Uri.EscapeDataString(_mlflow.Uri.Origin());
        FakeRun run = _mlflow.Add(LabelledRuns.NanLoss);
        (run.Name, run.UserId) = (name, name);
        run.WithParam(name, name).WithTag("deepfix.verdict", name).WithMetric(name, 1, 2);
        _mlflow.Store.AddExperiment(name, "7");
        _mlflow.Store.AddRun("7").Name = name;

        foreach (string path in (string[])["/experiments?at=" + at, $"/experiment?at={at}&id=0", $"/experiment?at={at}&id=7", $"/run?at={at}&id=nan-loss", $"/compare?at={at}&run={Uri.EscapeDataString(Short(name))}", "/knowledge?q=" + Uri.EscapeDataString(Short(name))])
            ShouldBeAsAlways(await _visitor.GetAsync(path));

        WebAnswer page = await _visitor.SubmitAsync(await _visitor.GetAsync($"/run?at={at}&id=nan-loss"), "/run/analysis");
        for (int i = 0; i < 20 && !page.Address.Contains("/results/", StringComparison.Ordinal); i++) page = await _visitor.GetAsync(page.TargetWith("seen="));
        ShouldBeAsAlways(page);
    }

    /// <summary>As much as an address can hold.</summary>
    private static string Short(string name) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name[..Math.Min(name.Length, 150)]));

    private static void ShouldBeAsAlways(WebAnswer page)
    {
        page.ShouldBeHarmless();
        page.Status.ShouldBeOneOf(200, 400);
        page.Body.ShouldNotContain("<iframe");
        page.Body.ShouldNotContain("<img");
        page.Text.ShouldNotContain('\u202E');
        page.Text.ShouldNotContain('\u2066');
        page.Text.ShouldNotContain(new string('W', 200));
        page.Headers.ShouldNotContainKey("a");
        Encoding.UTF8.GetByteCount(page.Body).ShouldBeLessThan(200_000);
    }
}
