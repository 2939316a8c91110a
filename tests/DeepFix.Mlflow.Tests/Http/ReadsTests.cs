using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DeepFix.Mlflow.Http;
using DeepFix.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DeepFix.Mlflow.Tests.Http;

/// <summary>Reads are repeated where that can help; writes never; a host that is down is left alone.</summary>
public sealed class ReadsTests : IAsyncLifetime
{
    private static readonly MlflowOptions Plain = new() { UseEnvironment = false };

    private FakeMlflow _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeMlflow.StartAsync();
        _server.Store.AddRun(id: "abc").WithMetric("loss", 1, 0.5).WithArtifact("notes.txt", "what was there");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(408)]
    public async Task Read_that_fails_twice_succeeds_the_third_time(int status)
    {
        FailFirst(2, status);
        await using MlflowClient client = Open();
        (await client.Store.GetRunAsync("abc", Cancellation)).RunId.ShouldBe("abc");
        _server.Requests.Count.ShouldBe(3);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(501)]
    public async Task What_is_refused_is_not_asked_for_again(int status)
    {
        FailFirst(9, status);
        await using MlflowClient client = Open();
        await Should.ThrowAsync<MlflowException>(() => client.Store.GetRunAsync("abc", Cancellation));
        _server.Requests.Count(static r => r.Contains("runs/get")).ShouldBe(1);
    }

    [Fact]
    public async Task Broken_json_is_read_again()
    {
        int asked = 0;
        _server.Interceptor = _ => ++asked == 1 ? (200, "application/json", """{"run": {"in""") : null;
        await using MlflowClient client = Open();
        (await client.Store.GetRunAsync("abc", Cancellation)).RunId.ShouldBe("abc");
    }

    [Fact]
    public async Task Four_requests_are_the_most()
    {
        FailFirst(99, 500);
        await using MlflowClient client = Open();
        (await Should.ThrowAsync<MlflowException>(() => client.Store.GetRunAsync("abc", Cancellation))).Code.ShouldBe(MlflowErrorCode.ServerError);
        _server.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Search_is_a_read_though_it_is_a_post()
    {
        FailFirst(1, 502);
        await using MlflowClient client = Open();
        (await client.Store.SearchRunsAsync(new RunSearch { ExperimentIds = ["0"] }, Cancellation).CountAsync(Cancellation)).ShouldBe(1);
    }

    [Fact]
    public async Task Write_is_sent_once()
    {
        FailFirst(1, 502);
        await using MlflowClient client = Open();
        await Should.ThrowAsync<MlflowException>(() => client.Writer!.SetTagAsync("abc", "key", "value", Cancellation));
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Artifact_that_is_listed_and_answered_with_500_is_asked_for_again()
    {
        int asked = 0;
        _server.Interceptor = request => request.Path.Value!.EndsWith("notes.txt", StringComparison.Ordinal) && ++asked == 1 ? (500, "text/html", "<html/>") : null;
        await using MlflowClient client = Open();
        Run run = await client.Store.GetRunAsync("abc", Cancellation);
        await using Stream content = await client.ArtifactsOf(run).OpenReadAsync("notes.txt", Cancellation);
        using var reader = new StreamReader(content);
        (await reader.ReadToEndAsync(Cancellation)).ShouldBe("what was there");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Server_that_asks_to_wait_is_waited_for_in_both_forms(bool isDate)
    {
        int asked = 0;
        _server.Interceptor = request =>
        {
            if (++asked > 1) return null;
            request.HttpContext.Response.Headers.RetryAfter = isDate ? DateTimeOffset.UtcNow.AddSeconds(2).ToString("R", CultureInfo.InvariantCulture) : "1";
            return (429, "text/plain", "later");
        };
        await using MlflowClient client = Open();
        var watch = Stopwatch.StartNew();
        await client.Store.GetRunAsync("abc", Cancellation);
        watch.Elapsed.TotalSeconds.ShouldBeGreaterThan(0.9);
    }

    [Fact]
    public async Task Server_that_asks_to_wait_for_longer_than_there_is_time_is_not_waited_for()
    {
        _server.Interceptor = static request =>
        {
            request.HttpContext.Response.Headers.RetryAfter = "60";
            return (503, "text/plain", "later");
        };
        await using MlflowClient client = Open(Plain with { RetryWithin = TimeSpan.FromSeconds(30) });
        (await Should.ThrowAsync<MlflowException>(() => client.Store.GetRunAsync("abc", Cancellation))).RetryAfter.ShouldBe(TimeSpan.FromMinutes(1));
        _server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Name_that_does_not_resolve_is_looked_up_once()
    {
        int asked = 0;
        var network = new MlflowNetwork { Resolve = (_, _) => ++asked > 0 ? throw new SocketException((int)SocketError.TryAgain) : Task.FromResult<IPAddress[]>([]) };
        await using MlflowClient client = MlflowClient.Open("http://mlflow.example:5000", Plain with { Network = network });
        (await Should.ThrowAsync<MlflowException>(() => client.Store.GetRunAsync("abc", Cancellation))).Code.ShouldBe(MlflowErrorCode.NameNotResolved);
        asked.ShouldBe(1);
    }

    [Fact]
    public async Task Host_that_is_down_is_left_alone_by_all_clients_and_tried_again_after_a_pause()
    {
        var time = new FakeTimeProvider();
        bool isUp = false;
        int tried = 0;
        var network = new MlflowNetwork(time)
        {
            Open = (address, token) =>
            {
                tried++;
                return isUp ? GuardedConnection.OpenSocketAsync(address, token) : throw new SocketException((int)SocketError.ConnectionRefused);
            },
        };
        MlflowOptions options = Plain with { Network = network, Retries = 0 };
        for (int i = 0; i < 10; i++) (await FailAsync(options)).Message.ShouldContain("refused");
        tried.ShouldBe(10);

        (await FailAsync(options)).Message.ShouldContain("not asked again");
        isUp = true;
        (await FailAsync(options)).IsTransient.ShouldBeTrue();
        tried.ShouldBe(10);
        time.Advance(MlflowNetwork.Pause + TimeSpan.FromSeconds(1));
        await using MlflowClient client = Open(options);
        (await client.Store.GetRunAsync("abc", Cancellation)).RunId.ShouldBe("abc");
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private MlflowClient Open(MlflowOptions? options = null) => MlflowClient.Open(_server.Uri.AbsoluteUri, options ?? Plain);

    private async Task<MlflowException> FailAsync(MlflowOptions options)
    {
        await using MlflowClient client = Open(options);
        return await Should.ThrowAsync<MlflowException>(() => client.Store.GetRunAsync("abc", Cancellation));
    }

    private void FailFirst(int times, int status)
    {
        int asked = 0;
        _server.Interceptor = _ => ++asked <= times ? (status, "text/plain", "in trouble") : null;
    }
}
