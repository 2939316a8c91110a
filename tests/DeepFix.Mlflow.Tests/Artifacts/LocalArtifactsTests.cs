using DeepFix.Mlflow.Artifacts;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Mlflow.Tests.Artifacts;

public sealed class LocalArtifactsTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly string _database;

    public LocalArtifactsTests() => _database = _folder.Write("mlflow.db", "");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/elsewhere/mlartifacts/1/abc/artifacts", "mlartifacts/1/abc/artifacts")]
    [InlineData("/elsewhere/mlartifacts/1/abc/artifacts", "1/abc/artifacts")]
    [InlineData("/elsewhere/mlartifacts/1/abc/artifacts", "abc/artifacts")]
    [InlineData("file:///else%20where/mlruns/1/abc/artifacts", "else where/mlruns/1/abc/artifacts")]
    [InlineData("file:/elsewhere/mlruns/1/abc/artifacts", "mlruns/1/abc/artifacts")]
    [InlineData("file:///C:/Users/me/mlruns/1/abc/artifacts", "mlruns/1/abc/artifacts")]
    [InlineData(@"C:\Users\me\mlruns\1\abc\artifacts", "mlruns/1/abc/artifacts")]
    [InlineData("mlflow-artifacts:/1/abc/artifacts", "mlartifacts/1/abc/artifacts")]
    [InlineData("mlflow-artifacts:/1/abc/artifacts", "1/abc/artifacts")]
    [InlineData("mlflow-artifacts://mlflow:5000/1/abc/artifacts", "mlartifacts/1/abc/artifacts")]
    [InlineData("mlflow-artifacts:/workspaces/team-a/1/abc/artifacts", "mlartifacts/workspaces/team-a/1/abc/artifacts")]
    public void Moved_store_has_its_artifacts_beside_it_and_it_is_said(string recorded, string beside)
    {
        _folder.Write(beside + "/metrics.csv", "x");
        var (folder, notice) = LocalArtifacts.Locate(Some(recorded), _database);
        folder.ShouldBe(_folder.Combine(beside.Split('/')));
        notice.ShouldNotBeNull().ShouldStartWith("The artifacts of run 'abc' were ");
        notice.ShouldContain(recorded);
        notice.ShouldEndWith($"read from {folder}, beside the store.");
    }

    [Fact]
    public void The_longest_end_of_the_recorded_path_wins()
    {
        _folder.Write("abc/artifacts/short", "x");
        _folder.Write("mlartifacts/1/abc/artifacts/long", "x");
        LocalArtifacts.Locate(Some("/elsewhere/mlartifacts/1/abc/artifacts"), _database).Folder.ShouldBe(_folder.Combine("mlartifacts", "1", "abc", "artifacts"));
    }

    [Fact]
    public void An_mlruns_folder_has_its_artifacts_within_or_beside_it()
    {
        var store = _folder.Combine("runs-of-may");
        _folder.Write("runs-of-may/1/abc/artifacts/a", "x");
        LocalArtifacts.Locate(Some("file:///elsewhere/mlruns/1/abc/artifacts"), store).Folder.ShouldBe(Path.Combine(store, "1", "abc", "artifacts"));
        _folder.Write("mlartifacts/1/xyz/artifacts/a", "x");
        LocalArtifacts.Locate(Some("mlflow-artifacts:/1/xyz/artifacts", "xyz"), store + "/").Folder.ShouldBe(_folder.Combine("mlartifacts", "1", "xyz", "artifacts"));
    }

    [Fact]
    public void Recorded_path_that_is_there_is_taken_without_a_word()
    {
        _folder.Write("kept/1/abc/artifacts/a", "x");
        _folder.Write("1/abc/artifacts/other", "x");
        var recorded = _folder.Combine("kept", "1", "abc", "artifacts");
        LocalArtifacts.Locate(Some(recorded), _database).ShouldBe((recorded, null));
        LocalArtifacts.Locate(Some(new Uri(recorded).AbsoluteUri), _database).ShouldBe((recorded, null));
    }

    [Fact]
    public void Run_that_logged_no_artifacts_gets_its_folder_without_a_word()
    {
        _ = Directory.CreateDirectory(_folder.Combine("kept", "1"));
        var recorded = _folder.Combine("kept", "1", "abc", "artifacts");
        LocalArtifacts.Locate(Some(recorded), _database).ShouldBe((recorded, null));

        _ = Directory.CreateDirectory(_folder.Combine("mlartifacts", "1", "other-run"));
        LocalArtifacts.Locate(Some("mlflow-artifacts:/1/abc/artifacts"), _database).ShouldBe((_folder.Combine("mlartifacts", "1", "abc", "artifacts"), null));
        LocalArtifacts.Locate(Some("/elsewhere/mlartifacts/7/abc/artifacts"), _database).Notice.ShouldBeNull();
    }

    [Theory]
    [InlineData("/elsewhere/mlartifacts/1/abc/artifacts"), InlineData("mlflow-artifacts:/1/abc/artifacts"), InlineData("file:///elsewhere/1/another-id/artifacts"), InlineData("/elsewhere/../../abc/artifacts")]
    public void Artifacts_that_are_nowhere_are_said_to_be_missing(string recorded)
    {
        _folder.Write("artifacts/of-somebody-else", "x");
        var (folder, notice) = LocalArtifacts.Locate(Some(recorded), _database);
        Directory.Exists(folder).ShouldBeFalse();
        notice.ShouldNotBeNull().ShouldContain("none were found beside");
    }

    [Theory]
    [InlineData(".."), InlineData("a/b"), InlineData(@"a\b"), InlineData("")]
    public void Run_id_that_is_a_path_is_refused(string runId) =>
        Should.Throw<MlflowException>(() => LocalArtifacts.Locate(Some("mlflow-artifacts:/1/abc/artifacts", runId), _database)).Code.ShouldBe(MlflowErrorCode.InvalidParameter);

    [Theory]
    [InlineData("/a/b", true), InlineData("file:///a", true), InlineData("mlruns/1/x:y", true), InlineData(@"C:\a", true), InlineData("mlflow-artifacts:/1", true)]
    [InlineData("s3://bucket/key", false), InlineData("https://host/a", false), InlineData("wasbs://c@a.blob.core.windows.net/x", false), InlineData("dbfs:/a", false), InlineData("", false)]
    public void Only_paths_files_and_proxied_artifacts_are_local(string uri, bool isLocal)
    {
        LocalArtifacts.IsLocal(uri).ShouldBe(isLocal);
        if (!isLocal) Should.Throw<MlflowException>(() => LocalArtifacts.Locate(Some(uri), _database)).Code.ShouldBe(MlflowErrorCode.UnsupportedUri);
    }

    private static Run Some(string artifactUri, string runId = "abc") => new() { RunId = runId, ExperimentId = "1", Status = MlflowRunStatus.Finished, ArtifactUri = artifactUri };
}
