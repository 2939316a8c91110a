using System.Security.Cryptography;
using System.Text;
using DeepFix.Server.Tests.Hosting;

namespace DeepFix.Server.Tests.Jobs;

public sealed class DashboardTests
{
    private const string Operators = "operators-key-3c1d", Callers = "callers-key-9e2f";

    [Fact]
    public async Task The_dashboard_opens_to_the_operators_key_alone()
    {
        using RunningServer server = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["DeepFix:ApiKeys:0:Name"] = "operator",
            ["DeepFix:ApiKeys:0:Sha256"] = Hash(Operators),
            ["DeepFix:ApiKeys:0:IsOperator"] = "true",
            ["DeepFix:ApiKeys:1:Name"] = "caller",
            ["DeepFix:ApiKeys:1:Sha256"] = Hash(Callers),
        });

        foreach (string? authorization in (string?[])[null, "Bearer " + Callers, Basic(Callers), "Basic !!!", "Bearer "])
            (await GetAsync(server, authorization)).Status.ShouldBe(401, authorization);
        foreach (string authorization in (string[])["Bearer " + Operators, Basic(Operators)])
        {
            Answer page = await GetAsync(server, authorization);
            page.Status.ShouldBe(200, page.Body);
            page.Body.ShouldContain("DeepFix");
        }
    }

    [Fact]
    public async Task Without_an_operators_key_it_opens_to_nobody()
    {
        using RunningServer server = RunningServer.Start();

        (await GetAsync(server, null)).Status.ShouldBe(401);
        (await GetAsync(server, "Bearer ")).Status.ShouldBe(401);
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static string Basic(string key) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("me:" + key));

    private static async Task<Answer> GetAsync(RunningServer server, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/hangfire");
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization);
        return await server.SendAsync(request);
    }
}
