using System.Net;
using System.Net.Sockets;
using DeepFix.Mlflow.Http;
using DeepFix.Testing;

namespace DeepFix.Mlflow.Tests.Http;

public sealed class TransportTests
{
    private static readonly MlflowOptions Plain = new() { UseEnvironment = false };

    [Fact]
    public async Task Name_that_does_not_resolve_is_named_and_told_apart()
    {
        using var http = Over("http://no-such-host.invalid:5000", (_, _) => throw new SocketException((int)SocketError.HostNotFound));
        var failure = await Should.ThrowAsync<MlflowException>(() => GetAsync(http, "health"));
        failure.Code.ShouldBe(MlflowErrorCode.NameNotResolved);
        failure.Host.ShouldBe("no-such-host.invalid:5000");
        failure.IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task Port_where_nothing_listens_is_a_failed_connection()
    {
        string host;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            host = listener.LocalEndpoint.ToString()!;
        }

        using var http = new MlflowHttp(new Uri("http://" + host), Plain);
        var failure = await Should.ThrowAsync<MlflowException>(() => GetAsync(http, "health"));
        failure.Code.ShouldBe(MlflowErrorCode.ConnectionFailed);
        failure.IsTransient.ShouldBeTrue();
        failure.Host.ShouldBe(host);
        failure.Message.ShouldContain("refused");
    }

    [Fact]
    public async Task Address_that_was_checked_is_the_one_connected_to()
    {
        await using var server = await FakeMlflow.StartAsync();
        int asked = 0;
        using var http = Over(server.Uri.AbsoluteUri.Replace("127.0.0.1", "mlflow.example", StringComparison.Ordinal), (host, _) =>
        {
            host.ShouldBe("mlflow.example");
            // A second question would get the address of the metadata service.
            return Task.FromResult(++asked == 1 ? new[] { IPAddress.Loopback } : [IPAddress.Parse("169.254.169.254")]);
        });
        (await GetAsync(http, "health")).ShouldBe(HttpStatusCode.OK);
        (await GetAsync(http, "version")).ShouldBe(HttpStatusCode.OK);
        asked.ShouldBe(1);
    }

    [Fact]
    public async Task Name_that_leads_to_a_metadata_service_is_refused_without_a_connection()
    {
        using var http = Over("http://innocent.example:5000", (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("::ffff:169.254.169.254")]));
        var failure = await Should.ThrowAsync<MlflowException>(() => GetAsync(http, "health"));
        failure.Code.ShouldBe(MlflowErrorCode.HostNotAllowed);
        failure.Message.ShouldContain("innocent.example:5000");
    }

    [Fact]
    public async Task Of_several_addresses_only_the_allowed_are_connected_to()
    {
        await using var server = await FakeMlflow.StartAsync();
        using var http = Over(server.Uri.AbsoluteUri.Replace("127.0.0.1", "mlflow.example", StringComparison.Ordinal), (_, _) => Task.FromResult<IPAddress[]>([IPAddress.Parse("fe80::1"), IPAddress.Loopback]));
        (await GetAsync(http, "health")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Host_that_was_not_named_is_refused()
    {
        using var http = new MlflowHttp(new Uri("http://127.0.0.1:5000"), Plain);
        var failure = await Should.ThrowAsync<MlflowException>(() => GetAsync(http, "http://127.0.0.1:5001/health"));
        failure.Code.ShouldBe(MlflowErrorCode.HostNotAllowed);
        failure.Host.ShouldBe("127.0.0.1:5001");
    }

    [Fact]
    public async Task List_of_hosts_counts_for_the_tracking_host_too()
    {
        using var http = new MlflowHttp(new Uri("http://127.0.0.1:5000"), Plain with { AllowedHosts = ["http://mlflow:5000"] });
        http.AllowHost(new Uri("http://127.0.0.1:5000"));
        (await Should.ThrowAsync<MlflowException>(() => GetAsync(http, "health"))).Code.ShouldBe(MlflowErrorCode.HostNotAllowed);
    }

    [Fact]
    public async Task Redirect_to_another_host_is_refused()
    {
        await using var server = await FakeMlflow.StartAsync();
        await using var other = await FakeMlflow.StartAsync();
        server.Interceptor = request => Redirect(request, new Uri(other.Uri, "/health").AbsoluteUri);
        using var http = new MlflowHttp(server.Uri, Plain);
        http.AllowHost(other.Uri);
        var failure = await Should.ThrowAsync<MlflowException>(() => GetAsync(http, "health"));
        failure.Code.ShouldBe(MlflowErrorCode.RedirectRefused);
        failure.Message.ShouldContain(Hosts.Show(other.Uri));
        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Redirect_within_the_host_is_followed_for_reading_only()
    {
        await using var server = await FakeMlflow.StartAsync();
        server.Interceptor = request => request.Path == "/old" ? Redirect(request, "/health") : null;
        using var http = new MlflowHttp(server.Uri, Plain);
        (await GetAsync(http, "old")).ShouldBe(HttpStatusCode.OK);
        server.Requests.ShouldBe(["GET /old", "GET /health"]);
        var failure = await Should.ThrowAsync<MlflowException>(() => http.SendAsync(() => new(HttpMethod.Post, new Uri(http.Base, "old")), HttpCompletionOption.ResponseContentRead, Cancellation));
        failure.Code.ShouldBe(MlflowErrorCode.RedirectRefused);
    }

    [Fact]
    public async Task Redirects_in_a_circle_end()
    {
        await using var server = await FakeMlflow.StartAsync();
        server.Interceptor = static request => Redirect(request, "/again");
        using var http = new MlflowHttp(server.Uri, Plain);
        (await Should.ThrowAsync<MlflowException>(() => GetAsync(http, "again"))).Code.ShouldBe(MlflowErrorCode.RedirectRefused);
        server.Requests.Count.ShouldBe(6);
    }

    [Fact]
    public async Task Credentials_and_workspace_go_to_the_tracking_host_alone()
    {
        List<(string Host, string? Authorization, string? Workspace)> seen = [];
        await using var server = await FakeMlflow.StartAsync();
        await using var other = await FakeMlflow.StartAsync();
        foreach (var fake in (FakeMlflow[])[server, other])
        {
            fake.Interceptor = request =>
            {
                seen.Add((request.Host.Value!, request.Headers.Authorization, request.Headers["X-MLFLOW-WORKSPACE"]));
                return null;
            };
        }

        using var http = new MlflowHttp(server.Uri, Plain with { Token = "secret", Workspace = "team-a" });
        http.AllowHost(other.Uri);
        await GetAsync(http, "health");
        await GetAsync(http, new Uri(other.Uri, "/health").AbsoluteUri);
        seen.ShouldBe([(Hosts.Show(server.Uri), "Bearer secret", "team-a"), (Hosts.Show(other.Uri), null, null)]);
    }

    [Fact]
    public async Task Server_that_does_not_answer_in_time_is_given_up()
    {
        await using var server = await FakeMlflow.StartAsync(new FakeMlflowOptions { Delay = TimeSpan.FromSeconds(20) });
        using var http = new MlflowHttp(server.Uri, Plain with { RequestTimeout = TimeSpan.FromMilliseconds(150) });
        var failure = await Should.ThrowAsync<MlflowException>(() => GetAsync(http, "health"));
        failure.Code.ShouldBe(MlflowErrorCode.TimedOut);
        failure.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Cancellation_of_the_caller_stays_a_cancellation()
    {
        await using var server = await FakeMlflow.StartAsync(new FakeMlflowOptions { Delay = TimeSpan.FromSeconds(20) });
        using var http = new MlflowHttp(server.Uri, Plain);
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        await Should.ThrowAsync<OperationCanceledException>(() => http.SendAsync(() => new(HttpMethod.Get, http.Base), HttpCompletionOption.ResponseHeadersRead, soon.Token));
    }

    [Theory]
    [InlineData(true, MlflowErrorCode.TimedOut)]
    [InlineData(false, MlflowErrorCode.ConnectionFailed)]
    public async Task Body_that_stalls_or_breaks_off_is_told_apart(bool stalls, MlflowErrorCode expected)
    {
        await using var server = new RawServer("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this", holdOpen: stalls);
        using var http = new MlflowHttp(server.Uri, Plain with { RequestTimeout = TimeSpan.FromMilliseconds(300) });
        using var response = await http.SendAsync(() => new(HttpMethod.Get, http.Base), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        await using var body = await http.ReadAsync(response, Cancellation);
        var failure = await Should.ThrowAsync<MlflowException>(() => body.CopyToAsync(Stream.Null, Cancellation));
        failure.Code.ShouldBe(expected);
        failure.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_not_http_is_an_unexpected_answer()
    {
        await using var server = new RawServer("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        using var http = new MlflowHttp(server.Uri, Plain);
        (await Should.ThrowAsync<MlflowException>(() => GetAsync(http, "health"))).Code.ShouldBe(MlflowErrorCode.UnexpectedAnswer);
    }

    [Fact]
    public async Task Connection_closed_without_an_answer_is_a_failed_connection()
    {
        await using var server = new RawServer("");
        using var http = new MlflowHttp(server.Uri, Plain);
        (await Should.ThrowAsync<MlflowException>(() => GetAsync(http, "health"))).Code.ShouldBe(MlflowErrorCode.ConnectionFailed);
    }

    [Fact]
    public async Task Error_whose_body_breaks_off_is_told_by_its_status()
    {
        await using var server = new RawServer("HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nPerm");
        using var http = new MlflowHttp(server.Uri, Plain);
        using var response = await http.SendAsync(() => new(HttpMethod.Get, http.Base), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        (await ErrorAnswer.ReadAsync(response, Asked.Run, Cancellation)).Code.ShouldBe(MlflowErrorCode.PermissionDenied);
    }

    [Fact]
    public async Task Handler_for_other_stores_is_guarded_too_and_adds_no_credentials()
    {
        string? seen = null;
        await using var server = await FakeMlflow.StartAsync();
        server.Interceptor = request =>
        {
            seen = request.Headers.Authorization;
            return null;
        };
        using var http = new MlflowHttp(server.Uri, Plain with { Token = "secret" });
        using var client = new HttpClient(http.CreateGuardedHandler());
        (await client.GetStringAsync(new Uri(server.Uri, "/health"), Cancellation)).ShouldBe("OK");
        seen.ShouldBeNull();
        (await Should.ThrowAsync<MlflowException>(() => client.GetStringAsync(new Uri("http://127.0.0.1:1/"), Cancellation))).Code.ShouldBe(MlflowErrorCode.HostNotAllowed);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static MlflowHttp Over(string uri, ResolveHost resolve) => new(new Uri(uri), Plain, ClientEnvironment.Process, resolve);

    private static async Task<HttpStatusCode> GetAsync(MlflowHttp http, string relative)
    {
        using var response = await http.SendAsync(() => new(HttpMethod.Get, new Uri(http.Base, relative)), HttpCompletionOption.ResponseContentRead, Cancellation);
        return response.StatusCode;
    }

    private static (int, string, string)? Redirect(Microsoft.AspNetCore.Http.HttpRequest request, string to)
    {
        request.HttpContext.Response.Headers.Location = to;
        return (302, "text/html", "");
    }
}
