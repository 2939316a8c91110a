using System.Security.Cryptography;
using System.Text;
using DeepFix.Api;
using DeepFix.Server.Tests.Hosting;
using Microsoft.Extensions.Logging;

namespace DeepFix.Server.Tests.Security;

public sealed class ApiKeyTests : IDisposable
{
    private const string Alices = "alices-key-5f0c", AlicesNew = "alices-new-key-77aa", Bobs = "bobs-key-91d2";

    private readonly RunningServer _server = Start([], ("alice", Alices), ("alice", AlicesNew), ("bob", Bobs));

    [Fact]
    public async Task Without_a_key_nothing_is_answered_but_health_and_measurements()
    {
        Approved.ShouldMatch("unauthorized", (await GetAsync("/openapi/v1.json", null)).ShouldBeError(ErrorCode.Unauthorized).Body);
        (await GetAsync("/nowhere", null)).ShouldBeError(ErrorCode.Unauthorized);
        (await _server.PostAsync("{}")).ShouldBeError(ErrorCode.Unauthorized);
        (await GetAsync("/health/live", null)).Status.ShouldBe(200);
        (await GetAsync("/health/ready", null)).Status.ShouldBe(200);
        (await GetAsync("/metrics", null)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("Bearer " + Alices)]
    [InlineData("bearer " + Alices)]
    [InlineData("Bearer   " + AlicesNew + " ")]
    [InlineData("Bearer " + Bobs)]
    public async Task Each_key_that_the_operator_named_opens(string authorization) => (await GetAsync("/openapi/v1.json", authorization)).Status.ShouldBe(200);

    [Theory]
    [InlineData("Bearer " + Alices + "x")]
    [InlineData("Bearer ")]
    [InlineData("Bearer")]
    [InlineData(Alices)]
    [InlineData("Basic " + Alices)]
    [InlineData("Bearer " + Alices + "," + Bobs)]
    public async Task Anything_else_does_not(string authorization)
    {
        Answer answer = (await GetAsync("/openapi/v1.json", authorization)).ShouldBeError(ErrorCode.Unauthorized);

        answer.Body.ShouldNotContain("5f0c");
    }

    [Fact]
    public async Task The_hash_is_not_the_key()
        => (await GetAsync("/openapi/v1.json", $"Bearer {Hash(Alices)}")).ShouldBeError(ErrorCode.Unauthorized);

    [Fact]
    public async Task Keys_are_never_logged()
    {
        await GetAsync("/openapi/v1.json", "Bearer " + Alices);
        await GetAsync("/openapi/v1.json", "Bearer wrong-key-33");

        _server.Log.AtLeast(LogLevel.Trace).ShouldAllBe(line => !line.Contains(Alices) && !line.Contains("wrong-key-33") && !line.Contains(Hash(Alices)));
    }

    [Fact]
    public async Task One_key_that_calls_too_often_waits_and_the_others_do_not()
    {
        using RunningServer server = Start([("RateLimit:RequestsPerMinute", "6"), ("RateLimit:Burst", "2")], ("alice", Alices), ("alice", AlicesNew), ("bob", Bobs));
        (await GetAsync(server, "Bearer " + Alices)).Status.ShouldBe(200);
        (await GetAsync(server, "Bearer " + AlicesNew)).Status.ShouldBe(200);

        Answer answer = (await GetAsync(server, "Bearer " + Alices)).ShouldBeError(ErrorCode.RateLimitExceeded);

        Approved.ShouldMatch("rate_limit_exceeded", answer.Body);
        answer.RetryAfter.ShouldBe("10");
        (await GetAsync(server, "Bearer " + Bobs)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Without_keys_nobody_is_counted()
    {
        using RunningServer open = Start([("RateLimit:RequestsPerMinute", "1"), ("RateLimit:Burst", "1")]);

        for (int i = 0; i < 5; i++) (await GetAsync(open, null)).Status.ShouldBe(200);
    }

    public void Dispose() => _server.Dispose();

    private static RunningServer Start((string Name, string Value)[] settings, params (string Name, string Key)[] keys)
    {
        var all = settings.ToDictionary(s => "DeepFix:" + s.Name, s => (string?)s.Value);
        foreach ((int i, (string name, string key)) in keys.Index())
        {
            all[$"DeepFix:ApiKeys:{i}:Name"] = name;
            all[$"DeepFix:ApiKeys:{i}:Sha256"] = Hash(key);
        }

        return RunningServer.Start(all);
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private static Task<Answer> GetAsync(RunningServer server, string? authorization) => GetAsync(server, "/openapi/v1.json", authorization);

    private Task<Answer> GetAsync(string path, string? authorization) => GetAsync(_server, path, authorization);

    private static async Task<Answer> GetAsync(RunningServer server, string path, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (authorization is not null) request.Headers.TryAddWithoutValidation("Authorization", authorization).ShouldBeTrue();
        return await server.SendAsync(request);
    }
}
