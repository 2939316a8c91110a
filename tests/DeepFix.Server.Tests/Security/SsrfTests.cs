using System.Net;
using System.Net.Sockets;
using DeepFix.Api;
using DeepFix.Server.Tests.Hosting;
using DeepFix.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DeepFix.Server.Tests.Security;

/// <summary>Tracking URIs, names and artifact locations that would make the server speak to where it must not. Each is refused before a connection is opened.</summary>
public sealed class SsrfTests(SsrfTests.Guarded guarded) : IClassFixture<SsrfTests.Guarded>, IAsyncLifetime
{
    private FakeMlflow _mlflow = null!;

    public async ValueTask InitializeAsync()
    {
        _mlflow = await FakeMlflow.StartAsync();
        guarded.Spy.Forget();
    }

    public static TheoryData<string> HostileTrackingUris =>
    [
        // Metadata services and link-local addresses, in every spelling.
        "http://169.254.169.254", "http://169.254.169.254/latest/meta-data/iam", "http://169.254.169.254:80/", "https://169.254.169.254",
        "http://2852039166", "http://0xA9FEA9FE", "http://0xa9.0xfe.0xa9.0xfe", "http://0251.0376.0251.0376", "http://169.254.43518", "http://169.16689662",
        "http://[::ffff:169.254.169.254]", "http://[::ffff:a9fe:a9fe]", "http://[0:0:0:0:0:ffff:a9fe:a9fe]:80", "http://[::169.254.169.254]",
        "http://[64:ff9b::a9fe:a9fe]", "http://[2002:a9fe:a9fe::1]", "http://[fe80::1]", "http://[fe80::1%25eth0]", "http://[fd00:ec2::254]",
        "http://100.100.100.200", "http://168.63.129.16", "http://metadata.google.internal", "http://metadata",
        // Other machines, of this network and elsewhere.
        "http://10.0.0.1:5000", "http://192.168.1.1", "http://172.16.0.1:6443", "http://[fd12::1]:5000", "http://8.8.8.8", "https://mlflow.example",
        "http://0.0.0.0:5000", "http://0:5000", "http://[::]:5000", "http://255.255.255.255", "http://224.0.0.1",
        // Names that look like this machine.
        "http://localhost.evil.example", "http://127.0.0.1.nip.example", "http://localhost.:5000", "http://localhost-.evil.example",
        // User information, and what a careless parser takes for a host.
        "http://localhost@evil.example", "http://localhost:5000@evil.example:80/", "http://user:pw@localhost:5000", "http://evil.example#@localhost", "http://evil.example?@localhost",
        @"http://evil.example\@localhost", @"http://localhost\@evil.example", "http://localhost%00.evil.example", "http://localhost%2eevil.example", "http://evil.example%2f@localhost",
        "http:/evil.example", "http:evil.example", "//evil.example", "http:///evil.example", "http:\\\\evil.example", "http://evil。example", "http://localhost:5000\r\nHost: evil.example", "http://local host",
        "http://localhost:99999", "http://localhost:-1", "http://[::1", "http://", "http://:5000",
        // Other schemes.
        "file:///etc/passwd", "file://evil.example/share", "/etc/passwd", "../../etc", @"\\evil.example\share", @"C:\Windows", "sqlite:////etc/passwd", "sqlite:///../../mlflow.db",
        "gopher://127.0.0.1:6379/_INFO", "ftp://127.0.0.1/", "dict://127.0.0.1:11211/stats", "ldap://127.0.0.1/", "jar:http://127.0.0.1!/", "data:text/plain,x", "unix:/var/run/docker.sock",
        "http+unix://%2Fvar%2Frun%2Fdocker.sock/", "s3://bucket/key", "wasbs://container@account.blob.core.windows.net/x", "postgresql://127.0.0.1/mlflow", "databricks://profile", "uc:catalog",
    ];

    [Theory]
    [MemberData(nameof(HostileTrackingUris))]
    public async Task A_tracking_uri_that_leads_elsewhere_is_refused(string uri)
    {
        var body = new System.Text.Json.Nodes.JsonObject { ["run_id"] = "abc", ["mlflow_tracking_uri"] = uri };

        Answer answer = await guarded.Server.PostAsync(body.ToJsonString());

        answer.Error.ShouldBeOneOf(ErrorCode.Forbidden.WireName(), ErrorCode.ValidationError.WireName());
        guarded.Spy.Connected.ShouldBeEmpty();
    }

    public static TheoryData<string> ForbiddenAddresses =>
    [
        "169.254.169.254", "169.254.0.1", "::ffff:169.254.169.254", "::169.254.169.254", "::ffff:0:169.254.169.254", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a9fe:a9fe", "2002:a9fe:a9fe::1", "fd12::5efe:a9fe:a9fe",
        "2001:0:a9fe:a9fe::1", "fe80::1", "ff02::1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "0.0.0.0", "0.1.2.3", "::", "::ffff:0.0.0.0",
        "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254", "fd00:c1::a9fe:a9fe",
    ];

    [Theory]
    [MemberData(nameof(ForbiddenAddresses))]
    public async Task A_listed_name_that_resolves_to_a_forbidden_address_is_refused(string address)
    {
        guarded.Spy.Name("mlflow.test", () => [IPAddress.Parse(address)]);

        (await guarded.Listing.AnalyzeAsync("abc", new Uri("http://mlflow.test:5000"))).ShouldBeError(ErrorCode.Forbidden);

        guarded.Spy.Connected.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_address_that_was_checked_is_the_one_connected_to_though_the_name_changes_its_answer()
    {
        int asked = 0;
        guarded.Spy.Name("changing.test", () => [IPAddress.Parse(++asked % 2 == 1 ? "127.0.0.1" : "169.254.169.254")]);
        using RunningServer server = guarded.Start($"http://changing.test:{_mlflow.Uri.Port}");
        var uri = new Uri($"http://changing.test:{_mlflow.Uri.Port}");
        _mlflow.Add(LabelledRuns.Healthy);

        // Several connections are opened at once for one analysis; whichever is given the other address is not made.
        for (int i = 0; i < 4; i++) (await server.AnalyzeAsync(LabelledRuns.Healthy, uri)).Status.ShouldBeOneOf(200, 403);

        guarded.Spy.Connected.ShouldNotBeEmpty();
        guarded.Spy.Connected.ShouldAllBe(e => IPAddress.IsLoopback(e.Address));
    }

    public static TheoryData<string> HostileArtifactLocations =>
    [
        "s3://somebodys-bucket/runs", "s3://ours-not/runs", "s3://ours/../theirs/runs", "s3://ours@theirs/runs", "gs://bucket/x", "wasbs://container@account.blob.core.windows.net/x", "abfss://c@a.dfs.core.windows.net/x",
        "http://169.254.169.254/latest/meta-data", "http://[::ffff:169.254.169.254]/x", "http://2852039166/x", "http://evil.example/x", "http://evil.example/api/2.0/mlflow-artifacts/artifacts/x",
        "http://localhost@evil.example/x", "http://10.0.0.1/x", "https://127.0.0.1/x", "http://127.0.0.1:1/x", "http://[::1]:1/api/2.0/mlflow-artifacts/artifacts/x",
        "mlflow-artifacts://169.254.169.254/x", "mlflow-artifacts://evil.example:80/x", "mlflow-artifacts://user:pw@evil.example/x", "mlflow-artifacts:/../../../etc", "mlflow-artifacts:/..%2f..%2fetc", "mlflow-artifacts:/%2e%2e/etc",
        "file:///etc", "file://evil.example/share", "/etc", "../../etc", @"\\evil.example\share", "ftp://user:pw@evil.example/x", "hdfs://evil.example/x", "dbfs:/x", "runs:/other/x", "models:/m/1", "", "not an address",
    ];

    [Theory]
    [MemberData(nameof(HostileArtifactLocations))]
    public async Task A_store_that_names_artifacts_elsewhere_is_asked_for_them_itself(string location)
    {
        _mlflow.Store.AddRun(id: "hostile").WithMetric("train_loss", 1, 0.8, 0.7, 0.6, 0.5).ArtifactUri = location;

        Answer answer = await guarded.Buckets.AnalyzeAsync("hostile", _mlflow.Uri);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Result.AgentResults.SelectMany(a => a.AnalyzedArtifacts).ShouldNotContain("training_artifacts/metrics.csv");
        guarded.Spy.Connected.ShouldAllBe(e => e.Port == _mlflow.Uri.Port && IPAddress.IsLoopback(e.Address));
        guarded.S3.Pending().ShouldBeFalse();
        _mlflow.Requests.ShouldAllBe(r => !r.Contains("..") && !r.Contains("%2e%2e", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("http://127.0.0.1:1/")]
    [InlineData("http://localhost@evil.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1:6379/_INFO")]
    public async Task A_redirect_elsewhere_is_not_followed(string location)
    {
        _mlflow.Interceptor = request =>
        {
            request.HttpContext.Response.Headers.Location = location;
            return (307, "text/plain", "");
        };

        (await guarded.Server.AnalyzeAsync("abc", _mlflow.Uri)).ShouldBeError(ErrorCode.Forbidden);

        guarded.Spy.Connected.ShouldAllBe(e => e.Port == _mlflow.Uri.Port);
    }

    [Theory]
    [InlineData("../../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("training_artifacts/../../escape.csv")]
    [InlineData(@"..\..\escape.csv")]
    [InlineData("%2e%2e/%2e%2e/escape.csv")]
    [InlineData("training_artifacts/metrics.csv/../../../escape")]
    public async Task A_listed_path_that_climbs_out_is_neither_asked_for_nor_written(string path)
    {
        _mlflow.Store.AddRun(id: "hostile").WithMetric("train_loss", 1, 0.8, 0.7, 0.6, 0.5);
        var listed = new System.Text.Json.Nodes.JsonObject { ["files"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["path"] = path, ["is_dir"] = false, ["file_size"] = 4 }) };
        _mlflow.Interceptor = request => request.Path.Value!.EndsWith("mlflow-artifacts/artifacts", StringComparison.Ordinal) ? (200, "application/json", listed.ToJsonString()) : null;

        (await guarded.Server.AnalyzeAsync("hostile", _mlflow.Uri)).Status.ShouldBe(200);

        _mlflow.Requests.ShouldAllBe(r => !r.Contains("passwd") && !r.Contains("escape"));
        guarded.Server.ShouldHaveNoTemporaryFiles();
    }

    public ValueTask DisposeAsync() => _mlflow.DisposeAsync();

    /// <summary>Servers that share one network, which writes down every connection.</summary>
    public sealed class Guarded : IDisposable
    {
        public Guarded()
        {
            S3.Start();
            Server = Start();
            Listing = Start("http://mlflow.test:5000");
            Buckets = Start([], ("AllowedArtifactRoots:0", "s3://ours"), ("Mlflow:S3EndpointUrl", Loopback.Of(S3).Origin()), ("Mlflow:S3AccessKeyId", "id"), ("Mlflow:S3SecretAccessKey", "secret"));
        }

        public NetworkSpy Spy { get; } = new();

        /// <summary>Where the operator's bucket is: whoever connects is seen.</summary>
        public TcpListener S3 { get; } = new(IPAddress.Loopback, 0);

        /// <summary>With the default list: this machine.</summary>
        public RunningServer Server { get; }

        /// <summary>With one name listed.</summary>
        public RunningServer Listing { get; }

        /// <summary>With a bucket, and credentials for it.</summary>
        public RunningServer Buckets { get; }

        public RunningServer Start(params string[] hosts) => Start(hosts, []);

        private RunningServer Start(string[] hosts, params (string Name, string Value)[] settings) => RunningServer.Start(
            settings.Concat(hosts.Select((host, i) => ($"AllowedTrackingHosts:{i}", host))).ToDictionary(s => "DeepFix:" + s.Item1, s => (string?)s.Item2),
            services => services.AddSingleton(Spy.Network));

        public void Dispose()
        {
            Server.Dispose();
            Listing.Dispose();
            Buckets.Dispose();
            S3.Dispose();
        }
    }
}
