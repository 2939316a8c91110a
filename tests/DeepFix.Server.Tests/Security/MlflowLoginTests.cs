using System.Collections.Concurrent;
using System.Text;
using DeepFix.Api;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;
using Microsoft.Extensions.Logging;

namespace DeepFix.Server.Tests.Security;

/// <summary>The operator's login for one tracking server goes to that server and to no other.</summary>
public sealed class MlflowLoginTests : IAsyncLifetime
{
    private const string Password = "mlflow-passw0rd-9c1d";

    private readonly ConcurrentQueue<string> _seenElsewhere = new();
    private FakeMlflow _ours = null!;
    private FakeMlflow _other = null!;

    public async ValueTask InitializeAsync()
    {
        _ours = await FakeMlflow.StartAsync(new FakeMlflowOptions { Account = ("reader", Password) });
        _other = await FakeMlflow.StartAsync();
        _other.Interceptor = request =>
        {
            _seenElsewhere.Enqueue(request.Headers.Authorization.ToString());
            return null;
        };
    }

    [Fact]
    public async Task A_login_is_sent_to_its_server_alone()
    {
        using RunningServer server = Start();
        _ours.Store.AddRun(id: "abc").WithMetric("train_loss", 1, 0.8, 0.7, 0.6, 0.5).ArtifactUri = $"{_other.Uri.Origin()}/artifacts";

        (await server.AnalyzeAsync("abc", _ours.Uri)).Status.ShouldBe(200);
        (await server.AnalyzeAsync("abc", _other.Uri)).ShouldBeError(ErrorCode.RunNotFound);

        _seenElsewhere.Count.ShouldBeGreaterThanOrEqualTo(2);
        _seenElsewhere.ShouldAllBe(header => header.Length == 0);
    }

    [Fact]
    public async Task A_login_follows_no_redirect()
    {
        using RunningServer server = Start();
        _ours.Interceptor = request =>
        {
            request.HttpContext.Response.Headers.Location = _other.Uri.AbsoluteUri;
            return (302, "text/plain", "");
        };

        (await server.AnalyzeAsync("abc", _ours.Uri)).ShouldBeError(ErrorCode.Forbidden);

        _seenElsewhere.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_login_stands_in_no_answer_and_no_log_line()
    {
        using RunningServer server = Start();
        string[] answers = [(await server.AnalyzeAsync("abc", _ours.Uri)).Body, (await server.AnalyzeAsync("abc", new Uri(_ours.Uri, "/wrong/path"))).Body];

        string header = Convert.ToBase64String(Encoding.UTF8.GetBytes($"reader:{Password}"));
        answers.Concat(server.Log.AtLeast(LogLevel.Trace)).ShouldAllBe(text => !text.Contains(Password) && !text.Contains(header));
    }

    [Fact]
    public async Task A_wrong_login_says_whom_to_ask()
    {
        using RunningServer server = Start(password: "wrong");

        Answer answer = (await server.AnalyzeAsync("abc", _ours.Uri)).ShouldBeError(ErrorCode.MlflowError);

        ((string?)answer.Details["suggestion"]).ShouldNotBeNull().ShouldContain("DeepFix:Mlflow:Hosts");
        answer.Body.ShouldNotContain("wrong");
    }

    public async ValueTask DisposeAsync()
    {
        await _ours.DisposeAsync();
        await _other.DisposeAsync();
    }

    private RunningServer Start(string password = Password) => RunningServer.Start(new Dictionary<string, string?>
    {
        ["DeepFix:Mlflow:Hosts:0:Url"] = _ours.Uri.Origin(),
        ["DeepFix:Mlflow:Hosts:0:Username"] = "reader",
        ["DeepFix:Mlflow:Hosts:0:Password"] = password,
        ["DeepFix:AllowedArtifactRoots:0"] = $"{_other.Uri.Origin()}/artifacts",
    });
}
