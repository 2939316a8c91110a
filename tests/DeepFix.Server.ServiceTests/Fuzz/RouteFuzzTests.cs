using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;
using Microsoft.Extensions.Logging;

namespace DeepFix.Server.ServiceTests.Fuzz;

/// <summary>Requests to every route, made from the OpenAPI document, two fifths as it allows them and the rest damaged: no 500, and nothing leaks.
/// The first requests come from the seeds that are kept in seeds.txt, the others from a new one, which is printed. DEEPFIX_FUZZ_REQUESTS asks for another number.</summary>
public sealed class RouteFuzzTests : IAsyncLifetime
{
    private const string Key = "fuzz-caller-key-1b2c", MlflowPassword = "mlflow-passw0rd-3d4e", S3Secret = "s3-s3cret-5f6a";
    private const int OfEachKeptSeed = 5_000, AtOnce = 8;

    private readonly List<string> _requestIds = [];
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private readonly ConcurrentQueue<string> _faults = new();
    private FakeMlflow _mlflow = null!;
    private RunningServer _server = null!;
    private string[] _secrets = null!;

    public async ValueTask InitializeAsync()
    {
        _mlflow = await FakeMlflow.StartAsync(new FakeMlflowOptions { Account = ("reader", MlflowPassword) });
        _mlflow.Add(LabelledRuns.NanLoss);
        _mlflow.Add(LabelledRuns.Healthy);
        _server = RunningServer.Start(new Dictionary<string, string?>
        {
            ["DeepFix:AllowedTrackingHosts:0"] = _mlflow.Uri.Origin(),
            ["DeepFix:Mlflow:Hosts:0:Url"] = _mlflow.Uri.Origin(),
            ["DeepFix:Mlflow:Hosts:0:Username"] = "reader",
            ["DeepFix:Mlflow:Hosts:0:Password"] = MlflowPassword,
            ["DeepFix:Mlflow:S3AccessKeyId"] = "id",
            ["DeepFix:Mlflow:S3SecretAccessKey"] = S3Secret,
            ["DeepFix:ApiKeys:0:Name"] = "fuzz",
            ["DeepFix:ApiKeys:0:Sha256"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key))),
            ["DeepFix:RateLimit:RequestsPerMinute"] = "1000000",
            ["DeepFix:RateLimit:Burst"] = "1000000",
            ["Logging:LogLevel:Default"] = "Information",
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning",
        });
        _secrets = [Key, MlflowPassword, S3Secret, Chaos.Planted, _server.TempFolder, AppContext.BaseDirectory, RepositoryFiles.Path(), "   at DeepFix", "   at System", "   at Microsoft"];
    }

    [Fact]
    public async Task No_request_brings_the_server_down_or_a_secret_out()
    {
        int wanted = int.Parse(Environment.GetEnvironmentVariable("DEEPFIX_FUZZ_REQUESTS") ?? "50000", CultureInfo.InvariantCulture);
        int fresh = int.Parse(Environment.GetEnvironmentVariable("DEEPFIX_SEED") ?? RandomNumberGenerator.GetInt32(int.MaxValue).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        IReadOnlyList<Route> routes = await RoutesAsync();
        for (int i = 0; i < 20; i++) await AcceptAsync();

        // The host's own first lines name its folder, and no request does.
        int linesAtStart = _server.Log.AtLeast(LogLevel.Information).Count;
        var watch = Stopwatch.StartNew();

        IEnumerable<(int Seed, int Number)> kept = KeptSeeds().SelectMany(seed => Enumerable.Range(0, OfEachKeptSeed).Select(number => (seed, number)));
        IEnumerable<(int Seed, int Number)> all = kept.Concat(Enumerable.Range(0, wanted).Select(number => (fresh, number))).Take(wanted);
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (which, _) => await SendAsync(which.Seed, which.Number, routes));

        string summary = string.Create(CultureInfo.InvariantCulture, $"{wanted} requests to {routes.Count} routes in {watch.Elapsed.TotalSeconds:0} s, new seed {fresh}: {string.Join(", ", _statuses.OrderBy(s => s.Key).Select(s => $"{s.Value} x {s.Key}"))}");
        TestContext.Current.TestOutputHelper?.WriteLine(summary);
        foreach (string line in _server.Log.AtLeast(LogLevel.Information).Skip(linesAtStart)) Look("log", line);
        _faults.Take(5).ShouldBeEmpty($"{_faults.Count} faults. Put the seed into seeds.txt. {summary}");
        _statuses.Where(s => s.Key < 300).Sum(s => s.Value).ShouldBeGreaterThanOrEqualTo(wanted / 5, summary);
        (await SendAsync(HttpMethod.Get, "/health/ready")).Status.ShouldBe(200);
    }

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _mlflow.DisposeAsync();
    }

    private static IEnumerable<int> KeptSeeds()
        => File.ReadLines(RepositoryFiles.Path("tests", "DeepFix.Server.ServiceTests", "Fuzz", "seeds.txt")).Where(l => l.Length > 0 && l[0] != '#').Select(l => int.Parse(l.Split(' ')[0], CultureInfo.InvariantCulture));

    private async Task<IReadOnlyList<Route>> RoutesAsync()
    {
        IReadOnlyList<Route> routes = Route.All((await SendAsync(HttpMethod.Get, "/openapi/v1.json")).Json);
        routes.ShouldContain(r => r.Path == "/api/v1/analyze" && r.TakesBody);
        return routes;
    }

    /// <summary>An analysis that is asked for later, so that the routes of its state and result have something to answer.</summary>
    private async Task AcceptAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/analyze");
        request.Headers.Authorization = new("Bearer", Key);
        request.Headers.Add("Prefer", "respond-async");
        request.Content = new StringContent(new JsonObject { ["run_id"] = LabelledRuns.Healthy, ["mlflow_tracking_uri"] = _mlflow.Uri.Origin() }.ToJsonString(), Encoding.UTF8, "application/json");
        Answer answer = await _server.SendAsync(request);
        answer.Status.ShouldBe(202, answer.Body);
        _requestIds.Add((string)answer.Json["request_id"]!);
    }

    private async Task<Answer> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new("Bearer", Key);
        return await _server.SendAsync(request);
    }

    private async Task SendAsync(int seed, int number, IReadOnlyList<Route> routes)
    {
        Request request = Request.Of(seed, number, routes, Key, Known);
        string where = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, request {number}: {request}");
        try
        {
            using HttpRequestMessage message = request.ToMessage();
            using HttpResponseMessage response = await _server.Http.SendAsync(message, TestContext.Current.CancellationToken);
            string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            _statuses.AddOrUpdate((int)response.StatusCode, 1, static (_, count) => count + 1);
            // A question is sent back with its answer; a refusal repeats no secret.
            Look(where, (int)response.StatusCode < 400 ? body.Replace(Chaos.Planted, "", StringComparison.Ordinal) : body);
            Look(where, response.Headers.ToString());
            Check(request, response, body, where);
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or InvalidOperationException or UriFormatException)
        {
            _faults.Enqueue($"{where} -> {failure.GetType().Name} {failure.Message}");
        }
    }

    private void Check(Request request, HttpResponseMessage response, string body, string where)
    {
        int status = (int)response.StatusCode;
        string said = string.Create(CultureInfo.InvariantCulture, $"{where} -> {status}");
        // What Kestrel itself refuses as no HTTP has no body.
        bool hasBody = body.Length > 0;
        if (status is 500 or 501 or 505) _faults.Enqueue($"{said} {body}");
        if (request.IsSound && (status is 405 or 415 || body.Contains("\"NOT_FOUND\"", StringComparison.Ordinal))) _faults.Enqueue($"{said} though the document has it: {body}");
        if (status >= 400 && hasBody && response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json" && !IsError(body)) _faults.Enqueue($"{said} without the shape of an error: {body}");
        if (hasBody && !response.Headers.Contains("X-Request-Id")) _faults.Enqueue($"{said} without X-Request-Id");
    }

    private static bool IsError(string body)
    {
        if (JsonNode.Parse(body) is not JsonObject answer) return false;
        return answer.ContainsKey("checks") || (answer.ContainsKey("error") && answer.ContainsKey("message") && answer.ContainsKey("timestamp") && !string.IsNullOrEmpty((string?)answer["details"]?["suggestion"]));
    }

    private void Look(string where, string text)
    {
        foreach (string secret in _secrets)
        {
            if (text.Contains(secret, StringComparison.Ordinal)) _faults.Enqueue($"{where} -> shows '{secret}': {text[..Math.Min(600, text.Length)]}");
        }
    }

    /// <summary>Values for members that lead somewhere: most of them to a run that is there.</summary>
    private JsonNode? Known(string name, Random random) => name switch
    {
        "run_id" => random.Next(10) == 0 ? "unknown" : random.Next(2) == 0 ? LabelledRuns.NanLoss : LabelledRuns.Healthy,
        "mlflow_tracking_uri" => _mlflow.Uri.Origin(),
        "request_id" => random.Next(4) > 0 ? _requestIds[random.Next(_requestIds.Count)] : $"req_{random.NextInt64():x32}",
        "query" => $"Why does the validation loss rise? {random.Next(200).ToString(CultureInfo.InvariantCulture)}",
        "max_analysis_time" => 60,
        _ => null,
    };
}
