using DeepFix.Mlflow.Artifacts;
using DeepFix.Mlflow.Http;
using DeepFix.Testing;

namespace DeepFix.Mlflow.Tests.Artifacts;

/// <summary>The contract for repositories behind a tracking server.</summary>
public abstract class FakeServerContract : ArtifactRepositoryContract
{
    private FakeMlflow _server = null!;
    private MlflowHttp _http = null!;

    protected override IEnumerable<string> Names => NamesServersTake;

    private protected override async Task<IArtifactRepository> CreateAsync()
    {
        _server = await FakeMlflow.StartAsync(new FakeMlflowOptions { PathPrefix = "/team/ml" });
        _http = new MlflowHttp(_server.Uri, new MlflowOptions { UseEnvironment = false });
        return Open(_http, _server.Store.AddRun());
    }

    private protected abstract IArtifactRepository Open(MlflowHttp http, FakeRun run);

    private protected ArtifactRepositories Repositories(MlflowOptions? options = null) => new(_http, null, options ?? new MlflowOptions { UseEnvironment = false }, _ => null);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _http?.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
