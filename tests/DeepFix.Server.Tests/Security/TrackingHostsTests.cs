using DeepFix.Api;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;

namespace DeepFix.Server.Tests.Security;

public sealed class TrackingHostsTests
{
    [Fact]
    public async Task A_server_that_others_can_reach_asks_no_MLflow_until_one_is_listed()
    {
        await using FakeMlflow mlflow = await FakeMlflow.StartAsync();
        using RunningServer open = RunningServer.Start(onEveryAddress: true);

        Answer answer = (await open.AnalyzeAsync("abc", mlflow.Uri)).ShouldBeError(ErrorCode.Forbidden);

        ((string?)answer.Details["suggestion"]).ShouldNotBeNull().ShouldContain("DeepFix:AllowedTrackingHosts");
        mlflow.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_list_takes_the_place_of_loopback_and_decides_by_scheme_host_and_port()
    {
        await using FakeMlflow listed = await FakeMlflow.StartAsync();
        await using FakeMlflow other = await FakeMlflow.StartAsync();
        using RunningServer server = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal) { ["DeepFix:AllowedTrackingHosts:0"] = listed.Uri.Origin() });

        (await server.AnalyzeAsync("abc", listed.Uri)).ShouldBeError(ErrorCode.RunNotFound);
        (await server.AnalyzeAsync("abc", other.Uri)).ShouldBeError(ErrorCode.Forbidden);
        (await server.AnalyzeAsync("abc", Loopback.At(listed.Uri.Port, scheme: "https"))).ShouldBeError(ErrorCode.Forbidden);
        (await server.AnalyzeAsync("abc", Loopback.At(listed.Uri.Port, "localhost"))).ShouldBeError(ErrorCode.Forbidden);
        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_redirect_to_another_server_is_not_followed()
    {
        await using FakeMlflow listed = await FakeMlflow.StartAsync();
        await using FakeMlflow other = await FakeMlflow.StartAsync();
        using RunningServer server = RunningServer.Start();
        listed.Interceptor = request =>
        {
            request.HttpContext.Response.Headers.Location = other.Uri.AbsoluteUri;
            return (302, "text/plain", "");
        };

        (await server.AnalyzeAsync("abc", listed.Uri)).ShouldBeError(ErrorCode.Forbidden);

        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Metadata_addresses_are_refused_even_where_they_are_listed()
    {
        using RunningServer server = RunningServer.Start(new Dictionary<string, string?>(StringComparer.Ordinal) { ["DeepFix:AllowedTrackingHosts:0"] = "http://169.254.169.254" });

        (await server.AnalyzeAsync("abc", new Uri("http://169.254.169.254"))).ShouldBeError(ErrorCode.Forbidden);
    }
}
