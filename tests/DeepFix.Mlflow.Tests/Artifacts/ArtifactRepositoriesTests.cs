using DeepFix.Mlflow.Artifacts;
using DeepFix.Mlflow.Http;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Mlflow.Tests.Artifacts;

public sealed class ArtifactRepositoriesTests
{
    private const string Azure = "wasbs://models@account1.blob.core.windows.net/1/r/artifacts";
    private static readonly MlflowOptions Plain = new() { UseEnvironment = false };
    private static readonly MlflowOptions WithKeys = new() { UseEnvironment = false, S3AccessKeyId = "id", S3SecretAccessKey = "secret", AzureAccountKey = "a2V5" };

    [Theory]
    [InlineData("mlflow-artifacts:/1/r/artifacts", typeof(ProxiedArtifactRepository))]
    [InlineData("mlflow-artifacts://other:5000/1/r/artifacts", typeof(ProxiedArtifactRepository))]
    [InlineData("http://tracking:5000/api/2.0/mlflow-artifacts/artifacts/1/r/artifacts", typeof(ProxiedArtifactRepository))]
    [InlineData("https://files.example/runs/r", typeof(HttpArtifactRepository))]
    [InlineData("/mlruns/1/r/artifacts", typeof(ServerArtifactRepository))]
    [InlineData("./mlruns/1/r/artifacts", typeof(ServerArtifactRepository))]
    [InlineData("file:///mlruns/1/r/artifacts", typeof(ServerArtifactRepository))]
    [InlineData(@"C:\mlruns\1\r\artifacts", typeof(ServerArtifactRepository))]
    [InlineData("s3://bucket/1/r/artifacts", typeof(ServerArtifactRepository))]
    [InlineData(Azure, typeof(ServerArtifactRepository))]
    [InlineData("gs://bucket/1/r/artifacts", typeof(ServerArtifactRepository))]
    [InlineData("dbfs:/databricks/mlflow/1/r/artifacts", typeof(ServerArtifactRepository))]
    [InlineData("hdfs://name/1/r/artifacts", typeof(ServerArtifactRepository))]
    public void Tracking_server_leads_to_every_scheme(string artifactUri, Type expected) => Tracked(artifactUri, Plain).ShouldBe(expected);

    [Fact]
    public void Own_credentials_lead_straight_to_the_storage()
    {
        Tracked("s3://bucket/1/r/artifacts", WithKeys).ShouldBe(typeof(S3ArtifactRepository));
        Tracked(Azure, WithKeys).ShouldBe(typeof(AzureBlobArtifactRepository));
        Tracked("abfss://models@account1.dfs.core.windows.net/1/r", WithKeys).ShouldBe(typeof(AzureBlobArtifactRepository));
    }

    [Fact]
    public void Credentials_of_the_environment_are_used_where_the_options_allow()
    {
        string? Variable(string name) => name switch { "AWS_ACCESS_KEY_ID" => "id", "AWS_SECRET_ACCESS_KEY" => "secret", "AWS_SHARED_CREDENTIALS_FILE" => "/no/such/file", _ => null };
        Tracked("s3://bucket/1/r", new MlflowOptions(), Variable).ShouldBe(typeof(S3ArtifactRepository));
        Tracked("s3://bucket/1/r", Plain, Variable).ShouldBe(typeof(ServerArtifactRepository));
    }

    [Theory]
    [InlineData("s3://bucket/1/r", "s3://bucket", true)]
    [InlineData("s3://bucket/team/1/r", "s3://bucket/team/", true)]
    [InlineData("s3://bucket/team2/1/r", "s3://bucket/team", false)]
    [InlineData("s3://bucket/team/../other", "s3://bucket/team", false)]
    [InlineData("s3://bucket2/1/r", "s3://bucket", false)]
    [InlineData("s3://Bucket/1/r", "s3://bucket", false)]
    [InlineData("gs://bucket/1/r", "s3://bucket", false)]
    [InlineData(Azure, "wasbs://models@account1", true)]
    [InlineData(Azure, "wasbs://models@account2", false)]
    [InlineData(Azure, "wasbs://other@account1", false)]
    [InlineData("abfss://models@account1.dfs.core.windows.net/x", "wasbs://models@account1", true)]
    [InlineData("http://Files.example:80/a/b", "http://files.example/a", true)]
    [InlineData("https://files.example/a/b", "http://files.example/a", false)]
    [InlineData("http://files.example:81/a/b", "http://files.example/a", false)]
    [InlineData("/local/path", "s3://bucket", false)]
    public void Root_is_read_only_where_it_lies_in_an_allowed_one(string artifactUri, string allowed, bool expected) =>
        ArtifactRoots.IsAllowed(artifactUri, [allowed]).ShouldBe(expected);

    [Theory]
    [InlineData("s3://elsewhere/1/r/artifacts")]
    [InlineData("https://files.example/runs/r")]
    [InlineData("mlflow-artifacts://other:5000/1/r/artifacts")]
    [InlineData(Azure)]
    public void Root_that_is_not_allowed_is_left_to_the_server(string artifactUri) =>
        Tracked(artifactUri, WithKeys with { AllowedArtifactRoots = ["s3://bucket"] }).ShouldBe(typeof(ServerArtifactRepository));

    [Fact]
    public void Store_on_disk_leads_to_the_folder_beside_it()
    {
        using var folder = new ScratchFolder();
        folder.Write($"mlartifacts/1/{Some.RunId}/artifacts/a.txt", "x");
        var source = OnDisk($"mlflow-artifacts:/1/{Some.RunId}/artifacts", Plain, folder.Combine("mlflow.db"));
        source.Repository.ShouldBeOfType<LocalArtifactRepository>();
        source.Root.ShouldBe(folder.Combine("mlartifacts", "1", Some.RunId, "artifacts"));
        source.Notice.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("gs://bucket/1/r")]
    [InlineData("dbfs:/x/1/r")]
    [InlineData("https://files.example/runs/r")]
    [InlineData("s3://bucket/1/r")]
    public void Store_on_disk_names_what_it_cannot_lead_to(string artifactUri)
    {
        var exception = Should.Throw<MlflowException>(() => OnDisk(artifactUri, Plain, "/store/mlflow.db"));
        exception.Code.ShouldBe(MlflowErrorCode.UnsupportedUri);
        exception.Message.ShouldContain(artifactUri);
        exception.Remedy.ShouldContain("tracking server");
    }

    [Fact]
    public void Store_on_disk_cannot_point_to_another_bucket() =>
        Should.Throw<MlflowException>(() => OnDisk("s3://elsewhere/1/r", WithKeys with { AllowedArtifactRoots = ["s3://bucket"] }, "/store/mlflow.db")).Code.ShouldBe(MlflowErrorCode.HostNotAllowed);

    [Theory]
    [InlineData("mlflow-artifacts:/../../etc")]
    [InlineData("mlflow-artifacts:/1/%2e%2e/x")]
    [InlineData("mlflow-artifacts://user:pass@host/1/r")]
    [InlineData("s3:///no-bucket")]
    [InlineData("s3://bucket@evil/x")]
    [InlineData("wasbs://models@account1.evil.example/1/r")]
    [InlineData("wasbs://models@evil.example#.blob.core.windows.net/1/r")]
    public void Malformed_root_is_refused(string artifactUri) => Should.Throw<MlflowException>(() => Tracked(artifactUri, WithKeys)).Code.ShouldBe(MlflowErrorCode.UnsupportedUri);

    [Fact]
    public void Password_in_an_artifact_URI_is_not_shown()
    {
        using var http = new MlflowHttp(new Uri("http://tracking:5000"), Plain);
        using var repositories = new ArtifactRepositories(http, null, Plain, _ => null);
        repositories.For(Some.Run("https://me:hunter2@files.example/runs/r?token=hunter3")).Root.ShouldBe("https://files.example/runs/r");
    }

    [Fact]
    public void Connection_string_of_another_account_is_refused()
    {
        var options = Plain with { AzureConnectionString = "AccountName=account2;AccountKey=a2V5;DefaultEndpointsProtocol=https;EndpointSuffix=core.windows.net" };
        var exception = Should.Throw<MlflowException>(() => Tracked(Azure, options));
        exception.Code.ShouldBe(MlflowErrorCode.Unauthorized);
        exception.Message.ShouldContain("account2");
        exception.ToString().ShouldNotContain("a2V5");
    }

    [Fact]
    public void Malformed_connection_string_is_named_without_its_text()
    {
        var exception = Should.Throw<MlflowException>(() => Tracked(Azure, Plain with { AzureConnectionString = "AccountKey-hunter2" }));
        exception.Code.ShouldBe(MlflowErrorCode.Unauthorized);
        exception.ToString().ShouldNotContain("hunter2");
    }

    private static Type Tracked(string artifactUri, MlflowOptions options, Func<string, string?>? environment = null)
    {
        using var http = new MlflowHttp(new Uri("http://tracking:5000"), Plain);
        using var repositories = new ArtifactRepositories(http, null, options, environment ?? (_ => null));
        return repositories.For(Some.Run(artifactUri)).Repository.GetType();
    }

    private static ArtifactSource OnDisk(string artifactUri, MlflowOptions options, string storePath)
    {
        using var repositories = new ArtifactRepositories(null, storePath, options, _ => null);
        return repositories.For(Some.Run(artifactUri));
    }
}
