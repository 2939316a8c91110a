using DeepFix.Mlflow.Artifacts;
using DeepFix.Mlflow.Http;
using DeepFix.Testing;

namespace DeepFix.Mlflow.Tests.Artifacts;

/// <summary>A run whose artifact URI is an http address below a server's proxy route.</summary>
public sealed class WebProxyArtifactRepositoryTests : FakeServerContract
{
    private protected override IArtifactRepository Open(MlflowHttp http, FakeRun run)
    {
        var uri = $"{http.Base}api/2.0/mlflow-artifacts/artifacts/{run.ExperimentId}/{run.Id}/artifacts";
        using var repositories = Repositories();
        return repositories.For(Some.Run(uri, run.Id)).Repository.ShouldBeOfType<ProxiedArtifactRepository>();
    }
}
