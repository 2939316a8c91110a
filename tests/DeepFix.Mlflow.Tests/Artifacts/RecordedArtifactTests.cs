using System.Security.Cryptography;
using DeepFix.Mlflow.Artifacts;
using DeepFix.Mlflow.Tests.Manifests;

namespace DeepFix.Mlflow.Tests.Artifacts;

public sealed class RecordedArtifactTests(RecordedStores stores) : IClassFixture<RecordedStores>
{
    // MLflow's client and proxy cut or decode these names on the way; the folder has them as they were logged.
    private static readonly string[] NamesTheProxyChanged = ["hash#tag.txt", "percent%20encoded.txt"];

    public static TheoryData<string, string, string> RunsWithArtifacts()
    {
        var rows = new TheoryData<string, string, string>();
        foreach (var store in RecordedStores.Names)
        {
            foreach (var run in StoreManifest.Of(store).Runs.Where(run => run.Artifacts.Count > 0)) rows.Add(store, run.Role, run.Run.RunId);
        }
        return rows;
    }

    [Theory, MemberData(nameof(RunsWithArtifacts))]
    public async Task Artifacts_of_a_moved_store_are_what_MLflow_itself_reads(string store, string role, string runId)
    {
        var expected = StoreManifest.Of(store).Run(runId);
        var (folder, notice) = LocalArtifacts.Locate(expected.Run, stores.PathOf(store));
        notice.ShouldNotBeNull(role).ShouldContain(folder);
        var repository = new LocalArtifactRepository(folder);

        var actual = await Walk(repository, "");

        actual.Select(a => (a.Path, a.IsDirectory)).ShouldBe(expected.Artifacts.Select(a => (a.Path, a.IsDirectory)), ignoreOrder: true);
        foreach (var artifact in expected.Artifacts)
        {
            var found = actual.Single(a => a.Path == artifact.Path);
            // Over HTTP the size of an empty file is left out.
            found.Size.ShouldBe(artifact.IsDirectory ? null : artifact.Size ?? 0, artifact.Path);
            if (artifact.IsEmptyFolder) (await repository.ListAsync(artifact.Path, TestContext.Current.CancellationToken)).ShouldBeEmpty();
            if (artifact.IsDirectory) continue;
            await using var content = await repository.OpenReadAsync(artifact.Path, TestContext.Current.CancellationToken);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(content, TestContext.Current.CancellationToken));
            if (artifact.Sha256 is { } recorded)
                hash.ShouldBe(recorded, artifact.Path);
            else
                artifact.ClientError.ShouldNotBeNull("the manifest leaves a hash out only where MLflow's client failed");
        }
    }

    [Theory, InlineData("v3-sqlite-local"), InlineData("v3-file"), InlineData("v2-file")]
    public async Task Names_that_no_server_can_serve_are_read_from_the_folder(string store)
    {
        var (folder, _) = LocalArtifacts.Locate(StoreManifest.Of(store).ByRole("odd-artifacts").Run, stores.PathOf(store));
        foreach (var name in NamesTheProxyChanged)
        {
            await using var content = await new LocalArtifactRepository(folder).OpenReadAsync(name, TestContext.Current.CancellationToken);
            using var reader = new StreamReader(content);
            (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldNotBeEmpty(name);
        }
    }

    private static async Task<List<ArtifactInfo>> Walk(LocalArtifactRepository repository, string path)
    {
        List<ArtifactInfo> found = [];
        foreach (var entry in await repository.ListAsync(path, TestContext.Current.CancellationToken))
        {
            found.Add(entry);
            if (entry.IsDirectory) found.AddRange(await Walk(repository, entry.Path));
        }
        return found;
    }
}
