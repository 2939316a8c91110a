namespace DeepFix.Server.Tests.Hosting;

public sealed class ProxyTests
{
    [Theory]
    [InlineData("/deepfix/health/live", 200)]
    [InlineData("/deepfix/metrics", 200)]
    [InlineData("/deepfix/openapi/v1.json", 200)]
    [InlineData("/deepfix/nothing", 404)]
    [InlineData("/health/live", 200)]
    public async Task Under_a_path_every_route_answers_there_and_where_the_proxy_cuts_it(string path, int status)
    {
        using RunningServer server = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal) { ["DeepFix:PathBase"] = "/deepfix" });
        (await server.GetAsync(path)).Status.ShouldBe(status);
    }
}
