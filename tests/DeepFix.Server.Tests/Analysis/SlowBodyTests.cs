using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using DeepFix.Mlflow;
using DeepFix.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace DeepFix.Server.Tests.Analysis;

public sealed class SlowBodyTests : IDisposable
{
    private const string Body = """{"run_id": "abc", "mlflow_tracking_uri": "http://localhost:1"}""";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WatchedTime _time = new();
    private readonly RunningServer _server;
    private readonly TcpClient _client = new();

    public SlowBodyTests()
    {
        // Waits between two tries are real: nobody moves this clock on.
        _server = RunningServer.Start(services: s => s.AddSingleton<TimeProvider>(_time).AddSingleton(new MlflowNetwork()));
        _client.Connect(_server.Uri.Host, _server.Uri.Port);
    }

    [Fact]
    public async Task The_time_for_the_answer_is_counted_from_the_requests_arrival()
    {
        await SendHeadersAsync();
        _time.Advance(TimeSpan.FromSeconds(15));
        await SendAsync(Body);

        JsonObject error = await ReadAnswerAsync();

        ((double)error["details"]!["timeout"]!).ShouldBe(60 - 15 - 5);
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_given_up()
    {
        await SendHeadersAsync();
        await SendAsync(Body[..10]);
        _time.Advance(TimeSpan.FromSeconds(21));

        JsonObject error = await ReadAnswerAsync();

        ((string?)error["message"]).ShouldBe("Invalid request: the body did not arrive whole.");
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    private async Task SendHeadersAsync()
    {
        await SendAsync($"POST /api/v1/analyze HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {Body.Length}\r\n\r\n");
        await _time.HasTimer.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    private async Task SendAsync(string text) => await _client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);

    private async Task<JsonObject> ReadAnswerAsync()
    {
        string answer = "";
        byte[] buffer = new byte[4096];
        try
        {
            for (int read = -1; read != 0; answer += Encoding.UTF8.GetString(buffer, 0, read))
                read = await _client.GetStream().ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        catch (IOException) when (answer.Contains('{', StringComparison.Ordinal))
        {
            // The server hangs up on a caller whose body it no longer wants.
        }

        string json = answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)];
        return JsonNode.Parse(json)!.AsObject();
    }

    /// <summary>Tells when somebody begins to wait: the server for the body.</summary>
    private sealed class WatchedTime() : FakeTimeProvider(DateTimeOffset.UnixEpoch)
    {
        // The server has other timers too, which tick more often.
        private static readonly TimeSpan LongestOtherWait = TimeSpan.FromSeconds(10);

        private readonly TaskCompletionSource _hasTimer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task HasTimer => _hasTimer.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            ITimer timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime > LongestOtherWait) _hasTimer.TrySetResult();
            return timer;
        }
    }
}
