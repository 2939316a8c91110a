using DeepFix.Api;
using DeepFix.Server.Tests.Hosting;

namespace DeepFix.Server.Tests.Security;

/// <summary>What a web page from elsewhere could do through the browser of somebody who runs the server on their own machine.</summary>
public sealed class LoopbackGuardTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("LOCALHOST:1234")]
    [InlineData("[::1]:8000")]
    public async Task Names_of_this_machine_are_answered(string host) => (await SendAsync(server, "GET", host, null)).Status.ShouldBe(200);

    [Theory]
    [InlineData("rebound.example")]
    [InlineData("localhost.example.com")]
    [InlineData("localhost@evil.example")]
    [InlineData("127.0.0.1.nip.example:8000")]
    [InlineData("10.0.0.1")]
    [InlineData("0.0.0.0")]
    public async Task A_name_that_was_made_to_lead_here_is_refused(string host) => (await SendAsync(server, "GET", host, null)).Status.ShouldBeOneOf(400, 403);

    [Fact]
    public async Task The_refusal_says_which_setting_lets_a_proxys_name_in()
        => Approved.ShouldMatch("forbidden_host", (await SendAsync(server, "GET", "rebound.example", null)).ShouldBeError(ErrorCode.Forbidden).Body);

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("http://localhost:1")]
    [InlineData("http://localhost")]
    [InlineData("null")]
    [InlineData("")]
    [InlineData("http://localhost:8000/, https://evil.example")]
    public async Task A_page_of_another_origin_changes_nothing_here(string origin)
    {
        (await SendAsync(server, "POST", "localhost:8000", origin)).ShouldBeError(ErrorCode.Forbidden);
        (await SendAsync(server, "DELETE", "localhost:8000", origin)).ShouldBeError(ErrorCode.Forbidden);
    }

    [Theory]
    [InlineData("http://localhost:8000")]
    [InlineData(null)]
    public async Task Its_own_page_and_programs_do(string? origin) => (await SendAsync(server, "POST", "localhost:8000", origin)).ShouldBeError(ErrorCode.MethodNotAllowed);

    [Fact]
    public async Task The_operator_lets_a_proxys_name_and_its_page_in()
    {
        using RunningServer behind = RunningServer.Start(new Dictionary<string, string?> { ["DeepFix:AllowedHosts:0"] = "deepfix.example.com", ["DeepFix:AllowedOrigins:0"] = "https://deepfix.example.com:8443" });

        (await SendAsync(behind, "GET", "deepfix.example.com", null)).Status.ShouldBe(200);
        (await SendAsync(behind, "POST", "deepfix.example.com", "https://deepfix.example.com:8443")).ShouldBeError(ErrorCode.MethodNotAllowed);
        (await SendAsync(behind, "GET", "other.example.com", null)).ShouldBeError(ErrorCode.Forbidden);
    }

    [Fact]
    public async Task A_server_that_others_can_reach_has_many_names()
    {
        using RunningServer open = RunningServer.Start(onEveryAddress: true);

        (await SendAsync(open, "GET", "deepfix.example.com", null)).Status.ShouldBe(200);
    }

    private static async Task<Answer> SendAsync(RunningServer server, string method, string host, string? origin)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/health/live");
        request.Headers.TryAddWithoutValidation("Host", host).ShouldBeTrue();
        if (origin is not null) request.Headers.TryAddWithoutValidation("Origin", origin).ShouldBeTrue();
        return await server.SendAsync(request);
    }
}
