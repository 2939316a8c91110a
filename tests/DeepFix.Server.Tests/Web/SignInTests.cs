using System.Security.Cryptography;
using System.Text;
using DeepFix.Api;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;

namespace DeepFix.Server.Tests.Web;

public sealed class SignInTests : IDisposable
{
    private const string Alices = "alices-key-5f0c", Bobs = "bobs-key-91d2";

    private readonly string _folder = Directory.CreateTempSubdirectory("deepfix-sign-in-tests-").FullName;
    private readonly RunningServer _server;

    public SignInTests() => _server = Start();

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Without_a_key_every_page_leads_to_where_one_is_entered_and_back()
    {
        using var visitor = new Visitor(_server);

        WebAnswer page = await visitor.GetAsync("/knowledge?q=nan");

        page.Address.ShouldBe("/sign-in?back=%2Fknowledge%3Fq%3Dnan");
        page.ShouldBeHarmless().Body.ShouldContain("type=\"password\"");
        (await visitor.SubmitAsync(page, "/sign-in/key", ("key", "wrong-key-33"))).ShouldBeHarmless().Text.ShouldContain("not one of this server's keys");
        (await visitor.SubmitAsync(page, "/sign-in/key", ("key", Alices))).Address.ShouldBe("/knowledge?q=nan");
        WebAnswer jobs = await visitor.GetAsync("/jobs");
        jobs.Text.ShouldContain("Signed in as alice");
        (await visitor.SubmitAsync(jobs, "/sign-out")).Address.ShouldBe("/sign-in");
        (await visitor.GetAsync("/jobs")).Address.ShouldStartWith("/sign-in");
    }

    [Fact]
    public async Task The_cookie_is_encrypted_closed_to_scripts_and_other_sites_and_opens_pages_alone()
    {
        using Visitor visitor = await SignedInAsync(_server, Alices);
        string cookie = visitor.SetCookies.Single(c => c.StartsWith("deepfix.key=", StringComparison.Ordinal));

        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
        cookie.ShouldNotContain("secure", Case.Insensitive);
        byte[] content = Convert.FromBase64String(Uri.UnescapeDataString(cookie.Split('=', 2)[1].Split(';')[0]));
        content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Alices)).ShouldBe(-1);
        content.AsSpan().IndexOf(SHA256.HashData(Encoding.UTF8.GetBytes(Alices))).ShouldBe(-1);
        (await visitor.GetAsync("/api/v1/detectors")).Status.ShouldBe(401);
        (await visitor.GetAsync("/jobs")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Behind_a_proxy_with_TLS_the_cookie_travels_under_TLS_alone_and_only_under_the_path()
    {
        using RunningServer server = Start(("DeepFix:PathBase", "/deepfix"), ("DeepFix:TrustedProxies:0", "127.0.0.1"));
        using var visitor = new Visitor(server, "/deepfix") { Headers = { ["X-Forwarded-Proto"] = "https" } };
        WebAnswer page = await visitor.GetAsync("/sign-in");
        // To the proxy it is https, to this client it is not: it would keep the cookie to itself.
        visitor.Headers["Cookie"] = visitor.SetCookies.Single().Split(';')[0];

        WebAnswer start = await visitor.SubmitAsync(page, "/sign-in/key", ("key", Alices));

        start.Address.ShouldStartWith("/deepfix/");
        string cookie = visitor.SetCookies.Single(c => c.StartsWith("deepfix.key=", StringComparison.Ordinal));
        cookie.ShouldContain("secure", Case.Insensitive);
        cookie.ShouldContain("path=/deepfix", Case.Insensitive);
    }

    [Fact]
    public async Task Every_replica_reads_the_cookie_and_takes_the_form_and_a_key_that_is_taken_away_opens_nothing()
    {
        using RunningServer replica = Start();
        using Visitor visitor = await SignedInAsync(_server, Alices);
        string cookies = string.Join("; ", visitor.SetCookies.Select(c => c.Split(';')[0]));
        using var there = new Visitor(replica) { Headers = { ["Cookie"] = cookies } };

        (await there.GetAsync("/jobs")).Text.ShouldContain("Signed in as alice");
        (await there.SubmitAsync(await visitor.GetAsync("/jobs"), "/sign-out")).Status.ShouldBe(200);

        using RunningServer without = Start(("DeepFix:ApiKeys:0:Sha256", Hash("another-key")));
        using var refused = new Visitor(without) { Headers = { ["Cookie"] = cookies } };
        (await refused.GetAsync("/jobs")).Address.ShouldStartWith("/sign-in");
    }

    [Fact]
    public async Task Signing_in_leads_nowhere_else()
    {
        foreach (string back in (string[])["//evil.example/", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/j\u00f6bs", "/a b", "/\r\nSet-Cookie: a=b"])
        {
            using var visitor = new Visitor(_server);
            WebAnswer page = await visitor.GetAsync("/sign-in?back=" + Uri.EscapeDataString(back));

            (await visitor.SubmitAsync(page, "/sign-in/key", ("key", Bobs))).Address.ShouldBe("/", back);
        }
    }

    [Fact]
    public async Task Anothers_results_do_not_exist()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        mlflow.Add(LabelledRuns.NanLoss);
        string at = Uri.EscapeDataString(mlflow.Uri.Origin());
        using Visitor alice = await SignedInAsync(_server, Alices), bob = await SignedInAsync(_server, Bobs);

        WebAnswer page = await alice.SubmitAsync(await alice.GetAsync($"/run?at={at}&id=nan-loss"), "/run/analysis");
        string id = page.Address.Split('/', '?').Single(p => p.StartsWith("req_", StringComparison.Ordinal));

        (await alice.GetAsync("/jobs")).Text.ShouldContain("nan-loss");
        (await bob.GetAsync("/jobs")).Text.ShouldNotContain("nan-loss");
        (await bob.GetAsync("/jobs/" + id)).Status.ShouldBe(404);
        (await bob.GetAsync("/results/" + id)).Status.ShouldBe(404);
        (await bob.GetAsync($"/results/{id}/report.json")).Status.ShouldBe(404);
        (await bob.GetAsync($"/run?at={at}&id=nan-loss")).Text.ShouldContain("Not analysed");
    }

    [Fact]
    public async Task The_rate_of_a_key_counts_pages_too_and_says_so_as_a_page()
    {
        using RunningServer server = Start(("DeepFix:RateLimit:RequestsPerMinute", "6"), ("DeepFix:RateLimit:Burst", "3"));
        using Visitor visitor = await SignedInAsync(server, Alices);
        WebAnswer page = await visitor.GetAsync("/jobs");
        for (int i = 0; i < 3 && page.Status == 200; i++) page = await visitor.GetAsync("/jobs");

        page.Status.ShouldBe(429);
        page.Headers["Retry-After"].ShouldBe("10");
        page.ShouldBeHarmless().Text.ShouldContain("Too much at once");
    }

    [Fact]
    public async Task A_key_sent_as_programs_send_it_opens_pages_too()
    {
        using var visitor = new Visitor(_server) { Headers = { ["Authorization"] = "Bearer " + Alices } };

        (await visitor.GetAsync("/jobs")).Address.ShouldBe("/jobs");
        visitor.Headers["Authorization"] = "Bearer wrong";
        WebAnswer refused = await visitor.GetAsync("/jobs");
        refused.Status.ShouldBe(ErrorCode.Unauthorized.Status());
    }

    private RunningServer Start(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["DeepFix:Jobs:SqlitePath"] = Path.Combine(_folder, "jobs.db"),
            ["DeepFix:ApiKeys:0:Name"] = "alice",
            ["DeepFix:ApiKeys:0:Sha256"] = Hash(Alices),
            ["DeepFix:ApiKeys:1:Name"] = "bob",
            ["DeepFix:ApiKeys:1:Sha256"] = Hash(Bobs),
        };
        foreach ((string name, string value) in settings) all[name] = value;
        return RunningServer.Start(all);
    }

    private static async Task<Visitor> SignedInAsync(RunningServer server, string key)
    {
        var visitor = new Visitor(server);
        await visitor.SubmitAsync(await visitor.GetAsync("/sign-in"), "/sign-in/key", ("key", key));
        return visitor;
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
